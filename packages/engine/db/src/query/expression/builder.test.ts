import { expect, test } from 'vitest';
import type { Schema } from '../../schema.ts';
import { codeOf } from '../../testing/sample-database.ts';
import { querySchema } from '../testing/query-schema.ts';
import type { Query } from './query.ts';
import { queryKey } from './query-key.ts';
import { from } from './rows-query.ts';

const posts = from(querySchema, 'posts');
/** The same tables, as they come past the compiler: from JavaScript, or with names that are not known beforehand. */
const anySchema: Schema = querySchema;
const anyPosts = from(anySchema, 'posts');
const unknown = (value: unknown): never => value as never;

test('an unknown table or field is refused by its name', () => {
  expect(codeOf(() => from(anySchema, 'things'))).toBe('db/unknown-table');
  expect(codeOf(() => from(anySchema, 'constructor'))).toBe('db/unknown-table');
  expect(() => anyPosts.where(unknown('colour'), unknown('='), unknown(1))).toThrow(
    'Table posts has no field colour.',
  );
  const uses = [
    () => anyPosts.where(unknown('__proto__'), unknown('='), unknown(1)),
    () => anyPosts.orderBy(unknown('colour')),
    () => anyPosts.sum(unknown('colour')),
    () => anyPosts.distinct(unknown('colour')),
    () => anyPosts.join(unknown('it'), unknown('colour')),
    () => from(anySchema, 'people').orderBy(unknown('position')),
  ];
  expect(uses.map(codeOf)).toEqual(uses.map(() => 'db/unknown-field'));
});

test('a value that the field cannot hold is refused, with table and field', () => {
  expect(() => anyPosts.where(unknown('score'), unknown('='), unknown('1'))).toThrow(
    'Field posts.score takes a finite number, not a value of type string.',
  );
  const values: readonly (readonly [string, string, unknown])[] = [
    ['score', '=', undefined],
    ['score', '=', null],
    ['score', '<', Number.NaN],
    ['at', '>=', null],
    ['status', '=', 'closed'],
    ['score', 'in', 3],
    ['score', 'in', [1, '2']],
    ['score', 'between', [1]],
    ['score', 'between', [1, 2, 3]],
    ['status', 'startsWith', 3],
    ['tags', 'has', null],
  ];
  for (const [field, operator, value] of values) {
    const build = () => anyPosts.where(unknown(field), unknown(operator), unknown(value));
    expect([field, operator, codeOf(build)]).toEqual([field, operator, 'db/wrong-type']);
  }
});

test('what a query cannot ask is refused', () => {
  const builds: readonly (() => unknown)[] = [
    () => anyPosts.where(unknown('score'), unknown('like'), unknown(1)),
    () => anyPosts.where(unknown('score'), unknown('has'), unknown('x')),
    () => anyPosts.where(unknown('body'), unknown('='), unknown('x')),
    () => anyPosts.where(unknown('meta'), unknown('='), unknown('x')),
    () => anyPosts.orderBy(unknown('tags')),
    () => posts.limit(-1),
    () => posts.offset(0.5),
    () => posts.groupBy(['status', 'status'], () => ({})),
    () => posts.groupBy(['status'], (over) => ({ status: over.count() })),
    () => posts.limit(3).count(),
    () => posts.orderBy('score').distinct('status'),
    () => anyPosts.sum(unknown('status')),
    () => anyPosts.join(unknown('score'), unknown('author')),
    () => anyPosts.join(unknown('it'), unknown('status')),
    () => posts.join('it', 'author').join(unknown('it'), 'author'),
    () => posts.join('it', 'author', (people) => people.limit(1)),
    () => anyPosts.joinReferrers(unknown('it'), 'people', unknown('boss')),
    () => from(anySchema, 'people').joinChildren(unknown('it')),
    () => posts.distinct('status').orderBy(unknown('score')),
  ];
  const codes = builds.map((build) => codeOf(build));
  expect(codes.slice(0, -2)).toEqual(codes.slice(0, -2).map(() => 'db/invalid-query'));
  expect(codes.slice(-2)).toEqual(['db/unknown-field', 'db/invalid-query']);
});

test('a query is left as it is by what is built on it', () => {
  const before = JSON.stringify(posts.node);
  posts.where('score', '>', 1).orderBy('score').limit(1).join('writer', 'author');
  expect(JSON.stringify(posts.node)).toBe(before);
});

test('queries that ask the same have one key, and others another', () => {
  const open = posts.where('status', 'in', ['open', 'done', 'open']).where('score', '>', 1);
  const same = posts.where((post) =>
    post.and(post.is('score', '>', 1), post.is('status', 'in', ['done', 'open'])),
  );
  expect(queryKey(open)).toBe(queryKey(same));
  expect(queryKey(posts.where('score', '=', 1))).not.toBe(queryKey(from(querySchema, 'posts')));
  const others: readonly Query<Schema, unknown>[] = [
    open,
    open.orderBy('score'),
    open.orderBy('score', 'descending'),
    open.limit(1),
    open.offset(1),
    open.first(),
    open.count(),
    open.sum('score'),
    open.distinct('author'),
    open.join('writer', 'author'),
    open.join('writer', 'author', (people) => people.where('age', '>', 1)),
    posts.where((post) => post.or(post.is('score', '>', 1), post.is('status', '=', 'open'))),
    posts.where((post) => post.not(post.is('score', '>', 1))),
    posts.where((post) => post.refers('author')),
  ];
  expect(new Set(others.map(queryKey)).size).toBe(others.length);
  const parsed = { schema: querySchema, node: JSON.parse(JSON.stringify(open.node)) };
  expect(queryKey(parsed)).toBe(queryKey(open));
});
