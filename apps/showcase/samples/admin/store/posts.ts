import type { SQLInputValue } from 'node:sqlite';
import { PAGE_SIZE, type Page } from '../../../src/rooms/admin/wire/page.ts';
import {
  isNote,
  isPost,
  type Note,
  type Post,
  type PostChanges,
  type PostDetail,
  type PostFilter,
  type PostSort,
  type TagCount,
} from '../../../src/rooms/admin/wire/post.ts';
import { officeError } from '../errors.ts';
import { numberOf, type SqlFile, type SqlRow, textOf } from './sql-file.ts';

const ORDERS: Readonly<Record<PostSort, string>> = {
  newest: 'createdAt DESC, posts.id',
  oldest: 'createdAt, posts.id',
  lowest: 'score, posts.id',
  title: 'title COLLATE NOCASE, posts.id',
};

/** A space is in no tag. */
const POSTS = `
  SELECT posts.*, users.name AS authorName,
    (SELECT group_concat(name, ' ' ORDER BY place) FROM tags WHERE post = posts.id) AS tags,
    (SELECT count(*) FROM notes WHERE post = posts.id) AS noteCount
  FROM posts JOIN users ON users.id = author
`;

export function listPosts(file: SqlFile, filter: PostFilter): Page<Post> {
  const { where, values } = conditionOf(filter);
  const total = numberOf(
    file.row(`SELECT count(*) AS total FROM posts JOIN users ON users.id = author ${where}`, ...values),
    'total',
  );
  const sql = `${POSTS} ${where} ORDER BY ${ORDERS[filter.sort]} LIMIT ? OFFSET ?`;
  const rows = file.rows(sql, ...values, PAGE_SIZE, filter.page * PAGE_SIZE).map(postFrom);
  return { rows, total };
}

function conditionOf({ state, tag, search }: PostFilter) {
  const parts = ['1'];
  const values: SQLInputValue[] = [];
  const demand = (part: string, ...given: readonly SQLInputValue[]) => {
    parts.push(part);
    values.push(...given);
  };
  if (state !== 'any') demand('state = ?', state);
  if (tag !== '') demand('posts.id IN (SELECT post FROM tags WHERE name = ?)', tag);
  if (search !== '')
    demand('(instr(lower(title), lower(?)) > 0 OR instr(lower(users.name), lower(?)) > 0)', search, search);
  return { where: `WHERE ${parts.join(' AND ')}`, values };
}

/** @throws admin/unknown-post */
export function findPost(file: SqlFile, id: string): Post {
  return postFrom(rowOf(file, id));
}

/** @throws admin/unknown-post */
export function postDetail(file: SqlFile, id: string): PostDetail {
  const row = rowOf(file, id);
  const notes = file.rows('SELECT * FROM notes WHERE post = ? ORDER BY writtenAt, id', id).map(noteFrom);
  return { post: postFrom(row), body: textOf(row, 'body'), notes };
}

/** The tags that posts carry, the most frequent first. */
export function tagCounts(file: SqlFile): readonly TagCount[] {
  const sql = 'SELECT name, count(*) AS count FROM tags GROUP BY name ORDER BY count DESC, name LIMIT 200';
  return file.rows(sql).map((row) => ({ name: textOf(row, 'name'), count: numberOf(row, 'count') }));
}

/**
 * A post that is locked keeps its title and its tags, unless the same change unlocks it.
 *
 * @throws admin/unknown-post, admin/locked
 */
export function changePost(file: SqlFile, id: string, changes: PostChanges): Post {
  const before = findPost(file, id);
  const { title = before.title, state = before.state, isLocked = before.isLocked, tags } = changes;
  const isRewritten = title !== before.title || tags !== undefined;
  if (isRewritten && before.isLocked && isLocked) throw officeError('locked', { id });
  // Whoever has decided has looked at it.
  const reason = state === 'waiting' ? before.reason : 'none';
  const sql = 'UPDATE posts SET title = ?, state = ?, reason = ?, isLocked = ? WHERE id = ?';
  file.run(sql, title, state, reason, Number(isLocked), id);
  if (tags !== undefined) {
    file.run('DELETE FROM tags WHERE post = ?', id);
    for (const [place, tag] of tags.entries())
      file.run('INSERT OR IGNORE INTO tags VALUES (?, ?, ?)', id, tag, place);
  }
  return findPost(file, id);
}

/** @throws admin/unknown-post */
export function removePost(file: SqlFile, id: string): void {
  rowOf(file, id);
  file.run('DELETE FROM tags WHERE post = ?', id);
  file.run('DELETE FROM notes WHERE post = ?', id);
  file.run('DELETE FROM posts WHERE id = ?', id);
}

/** @throws admin/unknown-post */
export function addNote(file: SqlFile, post: string, note: Note): void {
  rowOf(file, post);
  const { id, author, text, writtenAt } = note;
  file.run('INSERT INTO notes VALUES (?, ?, ?, ?, ?)', id, post, author, text, writtenAt);
}

function rowOf(file: SqlFile, id: string): SqlRow {
  const row = file.row(`${POSTS} WHERE posts.id = ?`, id);
  if (row === undefined) throw officeError('unknown-post', { id });
  return row;
}

function postFrom({ body: _, ...row }: SqlRow): Post {
  const tags = textOf(row, 'tags');
  const post = { ...row, isLocked: row.isLocked === 1, tags: tags === '' ? [] : tags.split(' ') };
  if (!isPost(post)) throw new Error('The office holds a post that is none.');
  return post;
}

function noteFrom({ post: _, ...row }: SqlRow): Note {
  if (!isNote(row)) throw new Error('The office holds a note that is none.');
  return row;
}
