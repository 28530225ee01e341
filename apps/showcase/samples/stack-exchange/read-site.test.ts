import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pagesOf } from './pages-of.ts';
import { readSite } from './read-site.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statehouse-site-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(table: string, ...lines: readonly (object | string)[]): void {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(join(folder, `${table}.jsonl`), `${text}\n`);
}

const createdAt = '2018-03-12T17:00:45.567Z';
const read = () => readSite({ folder, address: 'https://example.org', withAnswers: true });

test('questions, answers and comments come with their authors; who answers or favours follows', async () => {
  write(
    'users',
    { id: 1, displayName: 'Ada', reputation: 9 },
    { id: 2, displayName: 'Ben' },
    { id: 3, displayName: 'Cem' },
  );
  write(
    'posts',
    {
      id: 12,
      kind: 'answer',
      parentId: 10,
      authorId: 2,
      createdAt,
      score: 4,
      commentCount: 1,
      body: '<p>So.</p>',
    },
    {
      id: 10,
      kind: 'question',
      authorId: 1,
      createdAt,
      score: -2,
      title: 'How?',
      body: 'x',
      license: 'CC BY-SA 3.0',
    },
    { id: 14, kind: 'answer', parentId: 10, authorName: 'Gone', createdAt, score: 0, body: '' },
    { id: 16, kind: 'tagWiki', authorId: 1, createdAt, body: '' },
  );
  write('comments', {
    id: 1,
    postId: 12,
    authorId: 1,
    createdAt,
    text: 'Ah.',
    score: 1,
    license: 'CC BY-SA 4.0',
  });
  write('votes', { id: 1, type: 'favorite', postId: 12, userId: 3 }, { id: 2, type: 'up', postId: 12 });
  const { users, posts, comments, follows } = await read();
  expect(users.map(({ id, name, address }) => [id, name, address])).toEqual([
    ['user-1', 'Ada', 'https://example.org/users/1'],
    ['user-2', 'Ben', 'https://example.org/users/2'],
    ['gone-Gone', 'Gone', ''],
    ['user-3', 'Cem', 'https://example.org/users/3'],
  ]);
  expect(posts.map(({ id, title, engagement, license }) => [id, title, engagement, license])).toEqual([
    ['post-10', 'How?', -2, 'CC BY-SA 3.0'],
    ['post-12', 'Re: How?', 6, ''],
    ['post-14', 'Re: How?', 0, ''],
  ]);
  expect(comments.map(({ post, author, text }) => [post, author, text])).toEqual([
    ['post-12', 'user-1', 'Ah.'],
  ]);
  expect(follows.map(({ id }) => id)).toEqual(['user-2>user-1', 'gone-Gone>user-1', 'user-3>user-2']);
});

test('lines that are broken, incomplete or refer to nothing are passed over', async () => {
  write('users', { id: 1, displayName: 'Ada' }, '{broken', '[]', 'null', { displayName: 'no id' });
  write(
    'posts',
    { id: 10, kind: 'question', authorId: 1, createdAt: 'yesterday', title: 'No time', body: '' },
    { id: 11, kind: 'question', authorId: 99, createdAt, title: 'No author', body: '' },
    { id: 12, kind: 'answer', parentId: 99, authorId: 1, createdAt, body: '' },
    { kind: 'question', authorId: 1, createdAt, title: 'No id', body: '' },
  );
  write('comments', { id: 1, postId: 10, authorId: 1, createdAt, text: 'No post' });
  write('votes', { type: 'favorite', postId: 10, userId: 1 });
  expect(await read()).toMatchObject({ posts: [], comments: [], follows: [] });
});

test('the pages together hold every row once', () => {
  const users = Array.from({ length: 1_201 }, (_, at) => ({
    id: `${at}`,
    name: '',
    reputation: 0,
    address: '',
  }));
  const pages = pagesOf({ users, posts: [], comments: [], follows: [] });
  expect(pages.map((page) => page.users?.length)).toEqual([500, 500, 201]);
  expect(pages.flatMap((page) => page.users ?? [])).toEqual(users);
});
