import { type OfficeSample, reasonsToLook } from '../fill/office-sample.ts';
import { addNotice } from './notices.ts';
import { SqlFile } from './sql-file.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS about (source TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, reputation INTEGER NOT NULL, isSuspended INTEGER NOT NULL, address TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS posts (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL REFERENCES users (id),
    state TEXT NOT NULL, reason TEXT NOT NULL, isLocked INTEGER NOT NULL, score INTEGER NOT NULL,
    createdAt INTEGER NOT NULL, body TEXT NOT NULL, license TEXT NOT NULL, address TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS postsByTime ON posts (createdAt);
  CREATE INDEX IF NOT EXISTS postsByAuthor ON posts (author);
  CREATE TABLE IF NOT EXISTS tags (post TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (post, name));
  CREATE INDEX IF NOT EXISTS tagsByName ON tags (name);
  CREATE TABLE IF NOT EXISTS notes (
    id TEXT PRIMARY KEY, post TEXT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL, writtenAt INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS notesByPost ON notes (post);
  CREATE TABLE IF NOT EXISTS notices (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS noticesRead (notice TEXT NOT NULL, moderator TEXT NOT NULL, PRIMARY KEY (notice, moderator));
  CREATE TABLE IF NOT EXISTS answers (
    moderator TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    answeredAt INTEGER NOT NULL, PRIMARY KEY (moderator, key)
  );
  CREATE TABLE IF NOT EXISTS usage (name TEXT PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL, properties TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS usageBatches (id TEXT PRIMARY KEY, takenAt INTEGER NOT NULL);
`;

/** What refers to others comes before them. */
const EVERYTHING = ['about', 'tags', 'notes', 'notices', 'noticesRead', 'posts', 'users'] as const;
/** So many of the posts that readers like least are also told as notices. */
const FIRST_NOTICES = 6;

/** The file of one tenant's office, filled with a sample if it is new. */
export function openOfficeFile(path: string, sample: OfficeSample): SqlFile {
  const file = new SqlFile(path, TABLES);
  if (file.row('SELECT source FROM about') === undefined) fillOffice(file, sample);
  return file;
}

/** Makes an office what it was in the beginning. Answers that were given stay, so that nothing is done again by being sent again. */
export function fillOffice(file: SqlFile, { users, posts, source }: OfficeSample): void {
  const reasons = reasonsToLook(posts);
  file.transact(() => {
    for (const table of EVERYTHING) file.run(`DELETE FROM ${table}`);
    file.run('INSERT INTO about VALUES (?)', source);
    for (const { id, name, reputation, address } of users)
      file.run('INSERT INTO users VALUES (?, ?, ?, 0, ?)', id, name, reputation, address);
    for (const post of posts) {
      const { id, kind, title, author, isLocked, score, createdAt, body, license, address } = post;
      const reason = reasons.get(id) ?? 'none';
      const state = reason === 'none' ? 'approved' : 'waiting';
      file.run(
        'INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        ...[id, kind, title, author, state, reason],
        ...[Number(isLocked), score, Math.round(createdAt), body, license, address],
      );
      for (const [place, tag] of [...new Set(post.tags)].entries())
        file.run('INSERT INTO tags VALUES (?, ?, ?)', id, tag, place);
    }
    const disliked = posts.filter(({ id }) => reasons.get(id) === 'low score').slice(0, FIRST_NOTICES);
    for (const { id, title, createdAt, score } of disliked)
      addNotice(file, {
        id: `notice-${id}`,
        kind: 'waiting',
        subject: id,
        text: `“${title}” stands at ${score} and waits for a moderator.`,
        at: Math.round(createdAt),
      });
  });
}

export function sourceOf(file: SqlFile): string {
  const source = file.row('SELECT source FROM about')?.source;
  return typeof source === 'string' ? source : '';
}
