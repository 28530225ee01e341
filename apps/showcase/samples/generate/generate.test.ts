import { createDatabase } from '@statehouse/db';
import { expect, test } from 'vitest';
import { schema } from '../../schema.ts';
import { feedSchema } from '../../src/rooms/feed/data/feed-schema.ts';
import { generateBoard } from './board.ts';
import { generateChat } from './chat.ts';
import type { GeneratedRow } from './generated-row.ts';
import { generateSocial, socialCounts } from './social.ts';

const social = (entities: number, seed: number) => generateSocial({ ...socialCounts(entities), seed });
const generators = { social, chat: generateChat, board: generateBoard };

test.each(Object.entries(generators))(
  '%s: as many entities as asked for, each id once',
  (_name, generate) => {
    for (const entities of [100, 10_000]) {
      const ids = new Set([...generate(entities, 1)].map(({ table, row }) => `${table}/${row.id}`));
      expect(ids.size).toBe(entities);
    }
  },
);

test.each(Object.entries(generators))(
  '%s: the same seed, the same rows; another seed, others',
  (_name, generate) => {
    const rows = JSON.stringify([...generate(1_000, 7)]);
    expect(JSON.stringify([...generate(1_000, 7)])).toBe(rows);
    expect(JSON.stringify([...generate(1_000, 8)])).not.toBe(rows);
  },
);

test('people, posts and comments refer to what came before them, and comments follow their posts', () => {
  const database = createDatabase({ schema: feedSchema });
  const rows = [...social(2_000, 5)];
  for (const { table, row } of rows) {
    expect(Object.hasOwn(feedSchema.tables, table)).toBe(true);
    const { tags: _, ...fields } = row;
    database.receiveTables({ [table]: fields }, { undoable: false });
  }
  const { snapshot } = database;
  for (const { createdAt, post } of snapshot.table('comments').all())
    expect(createdAt).toBeGreaterThanOrEqual(snapshot.table('posts').get(post)?.createdAt ?? Infinity);
  for (const { who, whom } of snapshot.table('follows').all()) expect(who).not.toBe(whom);
});

test('a generated board goes into a board of the showcase', () => {
  const database = createDatabase({ schema });
  database.receive('elements', rowsOf(generateBoard(300, 2)), { undoable: false });
  expect(database.snapshot.table('elements').size).toBe(300);
  expect(database.snapshot.children('elements', 'f1')).toHaveLength(15);
});

test('an answer in a chat names an earlier message of its channel', () => {
  const rows = [...generateChat(5_000, 3)].filter(({ table }) => table === 'messages').map(({ row }) => row);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const answers = rows.filter(({ replyTo }) => typeof replyTo === 'string');
  expect(answers.length).toBeGreaterThan(rows.length / 4);
  for (const { channel, at, replyTo } of answers) {
    const answered = byId.get(String(replyTo));
    expect(answered?.channel).toBe(channel);
    expect(Number(answered?.at)).toBeLessThanOrEqual(Number(at));
  }
});

test('what people say is whole sentences, and differs', () => {
  const posts = [...social(10_000, 1)].filter(({ table }) => table === 'posts').map(({ row }) => row);
  for (const { title, body } of posts) {
    expect(`${title} ${body}`).not.toMatch(/undefined|null|\$|\s{2}/);
    expect(body).toMatch(/^(<p>[A-Z].*[.?!]<\/p>\n)+<p><em>.*<\/em><\/p>$/);
  }
  expect(new Set(posts.map(({ body }) => body)).size).toBeGreaterThan(posts.length * 0.8);
});

test.each([
  ['short', { people: 30, posts: 120, comments: 360, follows: 0 }],
  ['long', { people: 30, posts: 3, comments: 240, follows: 0 }],
])('nobody says what was said before to the same post, in %s threads', (_name, counts) => {
  for (let seed = 0; seed < 20; seed += 1) {
    const rows = [...generateSocial({ ...counts, seed })].filter(({ table }) => table === 'comments');
    const said = rows.map(({ row }) => `${row.post}: ${row.text}`);
    expect(new Set(said).size).toBe(counts.comments);
  }
});

function rowsOf(generated: Iterable<GeneratedRow>): readonly GeneratedRow['row'][] {
  return [...generated].map(({ row }) => row);
}
