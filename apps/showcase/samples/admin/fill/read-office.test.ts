import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolder } from '../../data-folder.ts';
import { madeOffice } from './made-office.ts';
import { reasonsToLook } from './office-sample.ts';
import { readOffice } from './read-office.ts';

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'statehouse-office-data-'));
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

function write(table: string, ...lines: readonly (object | string)[]): void {
  const folder = join(data, 'social', 'bicycles-meta');
  mkdirSync(folder, { recursive: true });
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(join(folder, `${table}.jsonl`), `${text}\n`);
}

const createdAt = '2018-03-12T17:00:45.567Z';

test('answers have the title and the tags of their question, wherever it stands; broken lines are passed over', async () => {
  write('users', { id: 1, displayName: 'Ada', reputation: 7 }, '{broken');
  write(
    'posts',
    { id: 12, kind: 'answer', parentId: 10, authorName: 'Gone', createdAt, score: -3, body: '<p>So.</p>' },
    {
      id: 10,
      kind: 'question',
      authorId: 1,
      createdAt,
      title: 'How?',
      tags: ['a', 7, 'b'],
      closedAt: createdAt,
    },
    { id: 13, kind: 'answer', parentId: 99, authorId: 1, createdAt },
    { id: 14, kind: 'question', authorId: 1, createdAt: 'yesterday' },
    { id: 15, kind: 'tagWiki', authorId: 1, createdAt },
  );
  const { users, posts } = (await readOffice(data)) ?? { users: [], posts: [] };
  expect(posts.map(({ id, title, tags, isLocked, author }) => [id, title, tags, isLocked, author])).toEqual([
    ['post-10', 'How?', ['a', 'b'], true, 'user-1'],
    ['post-12', 'Re: How?', ['a', 'b'], false, 'gone-Gone'],
  ]);
  expect(users.map(({ name }) => name)).toEqual(['Ada', 'Gone']);
});

test('a machine without the data has an invented office, the same each time', async () => {
  expect(await readOffice(data)).toBeUndefined();
  expect(madeOffice()).toEqual(madeOffice());
});

test('the newest posts wait, and those with the lowest scores', () => {
  const { posts } = madeOffice();
  const reasons = reasonsToLook(posts);
  const newest = posts.reduce((one, other) => (other.createdAt > one.createdAt ? other : one));
  expect(reasons.get(newest.id)).toBe('new');
  const least = Math.min(...posts.map(({ score }) => score));
  const low = posts.filter(({ id }) => reasons.get(id) === 'low score');
  expect(low.length).toBeGreaterThan(3);
  expect(low.some(({ score }) => score === least)).toBe(true);
});

test.skipIf(!existsSync(join(dataFolder(), 'social')))('the real site is read whole', async () => {
  const office = await readOffice(dataFolder());
  expect(office?.posts.length).toBe(453 + 971);
});
