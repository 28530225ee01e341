import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CASES_BY_TOPIC } from '../community/cases.ts';
import { generateBoard } from './board.ts';
import { generateChat } from './chat.ts';
import type { GeneratedRow } from './generated-row.ts';
import { generateSocial, socialCounts } from './social.ts';

type Row = GeneratedRow['row'];

const social = (entities: number, seed: number) => generateSocial({ ...socialCounts(entities), seed });
const generators = { social, chat: generateChat, board: generateBoard };

/** Where the fields that refer to rows lead. */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  follows: { who: 'users', whom: 'users' },
  posts: { author: 'users' },
  comments: { post: 'posts', author: 'users' },
  messages: { channel: 'channels', author: 'people', replyTo: 'messages', thread: 'messages' },
  reactions: { message: 'messages', author: 'people' },
  elements: { parent: 'elements' },
};

const sizes = fc.integer({ min: 100, max: 2_500 });
const seeds = fc.nat();

test.each(Object.entries(generators))(
  '%s: exactly as many as asked for, each once, the same for the same seed',
  (_name, generate) => {
    fc.assert(
      fc.property(sizes, seeds, (entities, seed) => {
        const rows = [...generate(entities, seed)];
        expect(new Set(rows.map(({ table, row }) => `${table}/${row.id}`)).size).toBe(entities);
        expect(rows.length).toBe(entities);
        expect(JSON.stringify([...generate(entities, seed)])).toBe(JSON.stringify(rows));
        expect(JSON.stringify([...generate(entities, seed + 1)])).not.toBe(JSON.stringify(rows));
      }),
      cases(15),
    );
  },
);

test.each(Object.entries(generators))('%s: what a row refers to came before it', (_name, generate) => {
  fc.assert(
    fc.property(sizes, seeds, (entities, seed) => {
      const seen = new Set<string>();
      for (const { table, row } of generate(entities, seed)) {
        for (const [field, target] of Object.entries(REFERENCES[table] ?? {})) {
          const id = row[field];
          if (id === undefined || id === null) continue;
          expect(seen.has(`${target}/${id}`), `${table}/${row.id} ${field} ${id}`).toBe(true);
        }
        seen.add(`${table}/${row.id}`);
      }
    }),
    cases(15),
  );
});

test('posts stand in the order of time, and so do the comments of each, behind it and not behind the end', () => {
  fc.assert(
    fc.property(sizes, seeds, fc.integer({ min: 1, max: 400 }), (entities, seed, days) => {
      const untilMs = Date.UTC(2025, 5, 15);
      const tables = byTable(generateSocial({ ...socialCounts(entities), seed, untilMs, days }));
      const written = new Map(tables.posts?.map(({ id, createdAt }) => [id, Number(createdAt)]));
      expectAscending([...written.values()], untilMs - days * 86_400_000, untilMs);
      for (const [post, comments] of Map.groupBy(tables.comments ?? [], ({ post }) => String(post)))
        expectAscending(
          comments.map(({ createdAt }) => Number(createdAt)),
          written.get(post) ?? NaN,
          untilMs,
        );
    }),
    cases(15),
  );
});

test('what a post is worth is its votes and the comments that it has', () => {
  const { posts = [], comments = [] } = byTable(social(5_000, 4));
  const counts = Map.groupBy(comments, ({ post }) => post);
  for (const { id, engagement, score } of posts)
    expect(engagement).toBe(Number(score) + 2 * (counts.get(id)?.length ?? 0));
});

test('messages of a channel stand in the order of time, and a thread begins where its answers say', () => {
  fc.assert(
    fc.property(sizes, seeds, (entities, seed) => {
      const { messages = [] } = byTable(generateChat(entities, seed));
      const byId = new Map(messages.map((row) => [row.id, row]));
      for (const ofChannel of Map.groupBy(messages, ({ channel }) => channel).values())
        expectAscending(
          ofChannel.map(({ at }) => Number(at)),
          0,
          Date.UTC(2026, 1, 2),
        );
      for (const { channel, replyTo, thread } of messages) {
        expect(thread === undefined).toBe(replyTo === undefined);
        if (replyTo === undefined) continue;
        const answered = byId.get(String(replyTo));
        expect(answered?.thread ?? replyTo).toBe(thread);
        expect(byId.get(String(thread))).toMatchObject({ channel });
        expect(byId.get(String(thread))?.thread).toBeUndefined();
      }
    }),
    cases(15),
  );
});

test('nobody answers themselves, and nobody gives a message the same twice', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const { messages = [], reactions = [] } = byTable(generateChat(300, seed));
    const author = new Map(messages.map((row) => [row.id, row.author]));
    for (const row of messages)
      if (row.replyTo !== undefined) expect(author.get(String(row.replyTo))).not.toBe(row.author);
    const given = reactions.map(({ message, author, kind }) => `${message} ${author} ${kind}`);
    expect(new Set(given).size).toBe(given.length);
  }
});

test('a few write most, and a few posts get most of the comments', () => {
  for (const seed of [1, 2, 3]) {
    const { users = [], posts = [], comments = [] } = byTable(social(10_000, seed));
    expect(shareOfBusiest(posts, 'author', users.length)).toBeGreaterThan(0.15);
    expect(shareOfBusiest(comments, 'author', users.length)).toBeGreaterThan(0.15);
    const perPost = shareOfBusiest(comments, 'post', posts.length);
    expect(perPost).toBeGreaterThan(0.12);
    expect(perPost).toBeLessThan(0.25);
    expect(new Set(comments.map(({ post }) => post)).size).toBeLessThan(posts.length * 0.95);
    const { people = [], messages = [] } = byTable(generateChat(10_000, seed));
    expect(shareOfBusiest(messages, 'author', people.length)).toBeGreaterThan(0.15);
  }
});

test('people write in the evening and at weekends, and sleep at night', () => {
  const { posts = [], comments = [] } = byTable(social(20_000, 5));
  const { messages = [] } = byTable(generateChat(20_000, 5));
  for (const rows of [posts, comments, messages]) {
    const times = rows.map(({ createdAt, at }) => new Date(Number(createdAt ?? at)));
    const inHours = (from: number, to: number) =>
      times.filter((time) => time.getUTCHours() >= from && time.getUTCHours() < to).length;
    const onDay = (day: number) => times.filter((time) => time.getUTCDay() === day).length;
    expect(inHours(18, 22)).toBeGreaterThan(4 * inHours(1, 5));
    expect(onDay(0)).toBeGreaterThan(1.15 * onDay(5));
  }
});

test('a channel keeps to its topic', () => {
  for (const seed of [1, 2, 3]) {
    const { channels = [], messages = [] } = byTable(generateChat(10_000, seed));
    const topics = new Map(channels.map(({ id, topic }) => [id, String(topic)]));
    expect(new Set(topics.values()).size).toBe(CASES_BY_TOPIC.size);
    let telling = 0;
    for (const { channel, text } of messages) {
      const spoken = topicsIn(String(text));
      if (spoken.length === 0) continue;
      telling += 1;
      expect(spoken).toContain(topics.get(String(channel)));
    }
    expect(telling).toBeGreaterThan(messages.length / 2);
  }
});

test('a post has each tag once, its topic first; a few tags are on most posts, and many on few', () => {
  for (const seed of [1, 2, 3]) {
    const { posts = [] } = byTable(social(10_000, seed));
    const used = new Map<string, number>();
    for (const { body, tags } of posts) {
      const list = Array.isArray(tags) ? tags.map(String) : [];
      expect(new Set(list).size).toBe(list.length);
      expect(CASES_BY_TOPIC.has(list[0] ?? '')).toBe(true);
      expect(topicsIn(String(body))).toContain(list[0]);
      for (const tag of list.slice(2)) used.set(tag, (used.get(tag) ?? 0) + 1);
    }
    const counts = [...used.values()].sort((one, other) => other - one);
    const sum = (list: readonly number[]) => list.reduce((total, count) => total + count, 0);
    expect(counts.length).toBe(14);
    expect(sum(counts.slice(0, 3))).toBeGreaterThan(0.4 * sum(counts));
    expect(counts.at(-1)).toBeLessThan(0.05 * sum(counts));
  }
});

function byTable(generated: Iterable<GeneratedRow>): Readonly<Record<string, readonly Row[]>> {
  const tables: Record<string, Row[]> = {};
  for (const { table, row } of generated) {
    tables[table] ??= [];
    tables[table].push(row);
  }
  return tables;
}

function expectAscending(times: readonly number[], from: number, until: number): void {
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times[0] ?? from).toBeGreaterThanOrEqual(from);
  expect(times.at(-1) ?? until).toBeLessThanOrEqual(until);
}

/** Which share of the rows belongs to the busiest hundredth of those that a field names. */
function shareOfBusiest(rows: readonly Row[], field: string, count: number): number {
  const sizes = [...Map.groupBy(rows, (row) => row[field]).values()].map(({ length }) => length);
  const busiest = sizes.sort((one, other) => other - one).slice(0, Math.floor(count / 100));
  return busiest.reduce((sum, size) => sum + size, 0) / rows.length;
}

/** The topics of which the words speak: none, where they would fit any. */
function topicsIn(text: string): readonly string[] {
  const words = text.toLowerCase();
  return [...CASES_BY_TOPIC]
    .filter(([, told]) =>
      told.some(({ trouble, tried, cause, remedy, sign }) =>
        [trouble, tried, cause, remedy, sign].some((clause) => words.includes(clause.toLowerCase())),
      ),
    )
    .map(([topic]) => topic);
}
