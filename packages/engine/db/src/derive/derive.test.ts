import { isStatehouseError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { json, number, ref, string } from '../field.ts';
import { from } from '../query/expression/rows-query.ts';
import { defineSchema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { table } from '../table-definition.ts';
import { type DerivedSelector, derive } from './derive.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string(), tags: json().default(['a']) }),
    posts: table(
      { author: ref('users', { onDelete: 'cascade' }), score: number(), replyTo: string().nullable() },
      { indexes: [['author', 'score']] },
    ),
  },
});
type Selector<Args extends readonly unknown[], Value> = DerivedSelector<typeof schema, Args, Value>;

function openBlog() {
  const blog = createDatabase({ schema });
  blog.transact((tx) => {
    for (const id of ['ann', 'ben', 'cem']) tx.users.insert({ id, name: id });
    for (const [at, author] of ['ann', 'ben', 'ann', 'cem'].entries())
      tx.posts.insert({ id: `p${at}`, author, score: at, replyTo: at === 0 ? null : `p${at - 1}` });
  });
  return blog;
}

/** What is thrown. */
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return expect.unreachable('nothing was thrown');
}

function codeOf(error: unknown): string {
  return isStatehouseError(error) ? error.code : String(error);
}

test('a card is computed again only when its post, its author or its list changed', () => {
  const blog = openBlog();
  let computed = 0;
  const card = derive(schema, (read, id: string) => {
    computed += 1;
    const post = read.get('posts', id);
    const author = read.get('users', post?.author ?? null);
    const best = from(schema, 'posts')
      .where('author', '=', author?.id ?? '')
      .orderBy('score', 'descending');
    return { post, author, best: read.query(best.limit(1)) };
  });
  const first = card(blog.snapshot, 'p0');
  expect(first).toMatchObject({ post: { id: 'p0' }, author: { name: 'ann' }, best: [{ id: 'p2' }] });
  blog.transact((tx) => tx.users.modify('ben', { name: 'Ben' }));
  blog.transact((tx) => tx.posts.modify('p1', { score: 100 }));
  expect(card(blog.snapshot, 'p0')).toBe(first);
  expect(computed).toBe(1);
  blog.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  const second = card(blog.snapshot, 'p0');
  expect(second.author?.name).toBe('Ann');
  expect(second.best).toBe(first.best);
  expect(computed).toBe(2);
});

test('what says the same in a new answer is the same object', () => {
  const blog = openBlog();
  const summary = derive(schema, (read) => ({
    names: read.all('users').map(({ id, name }) => ({ id, label: name.toUpperCase() })),
    counts: { posts: read.size('posts') },
  }));
  const first = summary(blog.snapshot);
  blog.transact((tx) => tx.users.modify('ben', { name: 'Benno' }));
  const second = summary(blog.snapshot);
  expect(second.names.map(({ label }) => label)).toEqual(['ANN', 'BENNO', 'CEM']);
  expect(second.counts).toBe(first.counts);
  expect([second.names[0], second.names[2]]).toEqual([first.names[0], first.names[2]]);
  expect(second.names[0]).toBe(first.names[0]);
  expect(second.names[1]).not.toBe(first.names[1]);
  blog.transact((tx) => tx.users.modify('ben', { name: 'BENNO' }));
  expect(summary(blog.snapshot)).toBe(second);
});

test.each([500, 1])(
  'an entity that was read is handed out as it is, if %i reads are told apart',
  (maxReads) => {
    const blog = openBlog();
    const user = derive(schema, (read) => [read.get('users', 'ann'), read.get('users', 'ben')], { maxReads });
    user(blog.snapshot);
    blog.transact((tx) => {
      tx.users.delete('ben');
      tx.users.insert({ id: 'ben', name: 'Benno', tags: ['a'] });
    });
    const ben = blog.snapshot.table('users').get('ben');
    expect(user(blog.snapshot)[1]).toBe(ben);
  },
);

test('the arguments used longest ago are put out once there are more than the limit', () => {
  const { snapshot } = openBlog();
  const name = derive(schema, (read, id: string) => read.get('users', id)?.name, { limit: 2 });
  for (const id of ['ann', 'ben', 'ann', 'cem']) name(snapshot, id);
  expect(name.stats()).toMatchObject({ entries: 2, misses: 3, hits: 1, evictions: 1 });
  name(snapshot, 'ann');
  name(snapshot, 'cem');
  expect(name.stats().misses).toBe(3);
  name(snapshot, 'ben');
  expect(name.stats()).toMatchObject({ misses: 4, entries: 2 });
});

test('an answer that was put out is not computed again for a selector that has read it', () => {
  const blog = openBlog();
  const name = derive(schema, (read, id: string) => read.get('users', id)?.name, { limit: 1 });
  const all = derive(schema, (read) => ['ann', 'ben', 'cem'].map((id) => read(name, id)));
  all(blog.snapshot);
  blog.transact((tx) => tx.users.modify('cem', { name: 'Cem' }));
  expect(all(blog.snapshot)).toEqual(['ann', 'ben', 'Cem']);
  expect(name.stats()).toMatchObject({ entries: 1, misses: 3 });
  expect(name.stats().recomputations).toBe(1);
});

test('a selector follows another into tables that it had not read before', () => {
  const blog = openBlog();
  const byline = derive(schema, (read) => {
    const isFamous = (read.get('posts', 'p0')?.score ?? 0) > 0;
    return isFamous ? read.get('users', 'ann')?.name : 'ann';
  });
  const outer = derive(schema, (read) => `by ${read(byline)}`);
  outer(blog.snapshot);
  blog.transact((tx) => tx.posts.modify('p0', { score: 1 }));
  expect(outer(blog.snapshot)).toBe('by ann');
  blog.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  expect(outer(blog.snapshot)).toBe('by Ann');
  expect(outer.stats()).toMatchObject({ misses: 1, recomputations: 1 });
});

test('an error is told again until something that was read has changed, and nobody else hears of it', () => {
  const blog = openBlog();
  let computed = 0;
  const strict = derive(schema, (read, id: string) => {
    computed += 1;
    const user = read.get('users', id);
    if (user === undefined) throw new Error(`no ${id}`);
    return user.name;
  });
  const outer = derive(schema, (read, id: string) => `user ${read(strict, id)}`);
  const error = thrownBy(() => strict(blog.snapshot, 'dan'));
  blog.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  expect(thrownBy(() => strict(blog.snapshot, 'dan'))).toBe(error);
  expect(thrownBy(() => outer(blog.snapshot, 'dan'))).toBe(error);
  expect(computed).toBe(1);
  expect(strict(blog.snapshot, 'ann')).toBe('Ann');
  expect(strict.stats().errors).toBe(1);
  blog.transact((tx) => tx.users.insert({ id: 'dan', name: 'Dan' }));
  expect(outer(blog.snapshot, 'dan')).toBe('user Dan');
});

test('instances do not push out each other, nor the selector that they come from', () => {
  const { snapshot } = openBlog();
  const name = derive(schema, (read, id: string) => ({ ...read.get('users', id) }), { limit: 1 });
  const one = name.instance();
  const other = name.instance({ limit: 2 });
  const ann = one(snapshot, 'ann');
  for (const id of ['ann', 'ben']) other(snapshot, id);
  name(snapshot, 'cem');
  expect(one(snapshot, 'ann')).toBe(ann);
  expect(other(snapshot, 'ann')).not.toBe(ann);
  expect([one, other, name].map((selector) => selector.stats().entries)).toEqual([1, 2, 1]);
  one.clear();
  expect(one.stats().entries).toBe(0);
  expect(other.stats().entries).toBe(2);
});

test('a selector that changes a document is refused by name, and the document stays as it is', () => {
  const blog = openBlog();
  const { snapshot } = blog;
  const acts = [
    () => blog.transact((tx) => tx.users.delete('ann')),
    () => blog.receive('users', { id: 'ann', name: 'x' }),
    () => blog.undo(),
    () => blog.redo(),
  ];
  for (const act of acts) {
    const greedy = derive(schema, (read) => [read.size('users'), act()], { name: 'greedy' });
    const outer = derive(schema, (read) => read(greedy));
    const error = thrownBy(() => outer(snapshot));
    expect(codeOf(error)).toBe('db/write-in-selector');
    expect(String(error)).toContain('greedy');
  }
  expect(blog.snapshot).toBe(snapshot);
  blog.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  expect(blog.snapshot).not.toBe(snapshot);
});

test('a selector that needs its own answer is refused with the way that leads back to it', () => {
  const { snapshot } = openBlog();
  const even: Selector<[], number> = derive(schema, (read): number => read(odd), { name: 'even' });
  const odd: Selector<[], number> = derive(schema, (read): number => read(even), { name: 'odd' });
  const error = thrownBy(() => even(snapshot));
  expect(codeOf(error)).toBe('db/cyclic-selector');
  expect(String(error)).toContain('even → odd → even');
  expect(codeOf(thrownBy(() => odd(snapshot)))).toBe('db/cyclic-selector');
});

test('an answer that a broken cycle went into is not kept', () => {
  const { snapshot } = openBlog();
  const careful: Selector<[], string> = derive(schema, (read) => {
    try {
      return `careful of ${read(naive)}`;
    } catch {
      return 'careful';
    }
  });
  const naive: Selector<[], string> = derive(schema, (read) => `naive of ${read(careful)}`);
  expect(careful(snapshot)).toBe('careful');
  expect(naive(snapshot)).toBe('naive of careful');
  expect(careful(snapshot)).toBe('careful');
});

test('a selector may ask itself about something else, until that goes too deep', () => {
  const { snapshot } = openBlog();
  const depth: Selector<[string], number> = derive(schema, (read, id: string): number => {
    const parent = read.get('posts', id)?.replyTo ?? null;
    return parent === null ? 0 : read(depth, parent) + 1;
  });
  expect(depth(snapshot, 'p3')).toBe(3);
  const endless: Selector<[number], number> = derive(schema, (read, at: number): number =>
    read(endless, at + 1),
  );
  expect(codeOf(thrownBy(() => endless(snapshot, 0)))).toBe('db/deep-selector');
  const down: Selector<[number], number> = derive(
    schema,
    (read, at: number): number => (at === 0 ? 0 : read(down, at - 1) + 1),
    { limit: 10_000 },
  );
  expect(down(snapshot, 400)).toBe(400);
  expect(codeOf(thrownBy(() => down(snapshot, 401)))).toBe('db/deep-selector');
  expect(down.stats().entries).toBeLessThanOrEqual(402);
});

test('a selector is synchronous, and reads only while it is computed', async () => {
  const { snapshot } = openBlog();
  const promised = derive(schema, async (read) => read.size('users'));
  expect(codeOf(thrownBy(() => promised(snapshot)))).toBe('db/async-selector');
  const later = derive(schema, (read) => () => read.get('users', 'ann'));
  expect(codeOf(thrownBy(later(snapshot)))).toBe('db/selector-over');
  const laterStill = derive(schema, (read) => () => read(later));
  expect(codeOf(thrownBy(laterStill(snapshot)))).toBe('db/selector-over');
});

test('arguments that say the same share an answer, all others do not', () => {
  const { snapshot } = openBlog();
  const echo = derive(schema, (_read, ...given: readonly unknown[]) => ({ given }));
  const different: readonly (readonly unknown[])[] = [
    [],
    ['1'],
    [1],
    [1n],
    [null],
    [undefined],
    [Number.NaN],
    [true],
    ['true'],
    [[]],
    [{}],
    [['1']],
    [[1]],
    ['1', '2'],
    [['1', '2']],
    ['1,2'],
    ['\u0000"1"'],
    ['\u0000'],
    [{ a: 1 }],
    [{ a: undefined }],
    [{ a: { b: [1, 'x'] } }],
    [{ 'a":1,"b': 2 }],
    [{ a: 1, b: 2 }],
  ];
  const answers = different.map((args) => echo(snapshot, ...args));
  expect(answers.map(({ given }) => given)).toEqual(different);
  expect(new Set(answers).size).toBe(different.length);
  expect(echo(snapshot, { b: 2, a: 1 })).toBe(answers.at(-1));
  expect(echo(snapshot, '1', '2')).toBe(answers[13]);
});

test('an argument that is changed afterwards changes nothing', () => {
  const blog = openBlog();
  const names = derive(schema, (read, asked: { readonly ids: readonly string[] }) =>
    asked.ids.map((id) => read.get('users', id)?.name),
  );
  const ids = ['ann'];
  expect(names(blog.snapshot, { ids })).toEqual(['ann']);
  ids.push('ben');
  blog.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  expect(names(blog.snapshot, { ids: ['ann'] })).toEqual(['Ann']);
  expect(names(blog.snapshot, { ids })).toEqual(['Ann', 'ben']);
});

test('an argument that is no plain data is refused, with its place and the selector', () => {
  const { snapshot } = openBlog();
  const echo = derive(schema, (_read, ...given: readonly unknown[]) => given, { name: 'echo' });
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const refused = [() => 1, Symbol('s'), new Map(), new Date(0), [{ deep: [new Set()] }], cyclic];
  for (const argument of refused) {
    const error = thrownBy(() => echo(snapshot, 'first', argument));
    expect(codeOf(error)).toBe('db/selector-argument');
    expect(String(error)).toMatch(/Argument 2 of the selector echo/);
  }
  expect(echo.stats().entries).toBe(0);
});

test('a snapshot of another schema is refused', () => {
  const size = derive(schema, (read) => read.size('users'), { name: 'size' });
  const twin = defineSchema({ version: 1, tables: schema.tables });
  const foreign: Snapshot<typeof schema> = createDatabase({ schema: twin }).snapshot;
  expect(codeOf(thrownBy(() => size(foreign)))).toBe('db/foreign-snapshot');
});

test('what is asked for must be in the schema', () => {
  const { snapshot } = openBlog();
  const noIndex = derive(schema, (read) => read.range('posts', 'score'));
  expect(codeOf(thrownBy(() => noIndex(snapshot)))).toBe('db/unknown-index');
  for (const limit of [0, 1.5, Number.NaN])
    expect(codeOf(thrownBy(() => derive(schema, () => 1, { limit })))).toBe('db/selector-option');
});
