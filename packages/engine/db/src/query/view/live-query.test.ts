import { expect, test } from 'vitest';
import { from } from '../expression/rows-query.ts';
import { openBlog } from '../testing/blog.ts';
import { querySchema } from '../testing/query-schema.ts';
import { liveQuery } from './live-query.ts';
import { explainQuery, runQuery } from './run-query.ts';

const posts = from(querySchema, 'posts');
const best = posts.orderBy('score', 'descending').limit(3);

/** How often a listener was told. */
function tellings(live: { subscribe(listener: () => void): () => void }) {
  const told = { count: 0, stop: () => {} };
  told.stop = live.subscribe(() => {
    told.count += 1;
  });
  return told;
}

test('a change in the window is told once, and one outside of it not at all', () => {
  const blog = openBlog(10);
  const live = liveQuery(blog, best);
  const told = tellings(live);
  expect(live.value.map(({ id }) => id)).toEqual(['p9', 'p8', 'p7']);
  const list = live.value;
  blog.transact((tx) => tx.posts.modify('p1', { score: 6 }));
  blog.transact((tx) => tx.people.modify('ann', { age: 3 }));
  expect(live.value).toBe(list);
  expect(told.count).toBe(0);
  blog.transact((tx) => tx.posts.modify('p1', { score: 60 }));
  expect(live.value.map(({ id }) => id)).toEqual(['p1', 'p9', 'p8']);
  expect(live.value[1]).toBe(list[0]);
  expect(told.count).toBe(1);
  told.stop();
  blog.transact((tx) => tx.posts.delete('p1'));
  expect(told.count).toBe(1);
  expect(live.value).toEqual(list);
});

test('one listener that throws keeps no other from hearing', () => {
  const blog = openBlog(3);
  const live = liveQuery(blog, best);
  live.subscribe(() => {
    throw new RangeError('mine');
  });
  const told = tellings(live);
  expect(() => blog.transact((tx) => tx.posts.delete('p0'))).toThrow('mine');
  expect(told.count).toBe(1);
});

test('it listens to the document only while somebody listens to it, and catches up when it is read', () => {
  const blog = openBlog(3);
  let listening = 0;
  const source = {
    get snapshot() {
      return blog.snapshot;
    },
    subscribe(listener: () => void) {
      listening += 1;
      const stop = blog.subscribe(listener);
      return () => {
        listening -= 1;
        stop();
      };
    },
  };
  const live = liveQuery(source, posts.count());
  blog.transact((tx) => tx.posts.delete('p0'));
  expect([live.value, listening]).toEqual([2, 0]);
  const one = tellings(live);
  const two = tellings(live);
  expect(listening).toBe(1);
  one.stop();
  one.stop();
  blog.transact((tx) => tx.posts.delete('p1'));
  expect([live.value, one.count, two.count, listening]).toEqual([1, 0, 1, 1]);
  two.stop();
  expect(listening).toBe(0);
  live.dispose();
  blog.transact((tx) => tx.posts.delete('p2'));
  expect(live.value).toBe(1);
  expect(tellings(live).count).toBe(0);
  expect(listening).toBe(0);
});

test('whoever hears of a change before the query does reads the present value, and the query still tells its own', () => {
  const blog = openBlog(3);
  const live = liveQuery(blog, posts.sum('score'));
  const read: number[] = [];
  blog.subscribe(() => read.push(live.value));
  const told = tellings(live);
  blog.transact((tx) => tx.posts.modify('p0', { score: 10 }));
  expect(read).toEqual([13]);
  expect(told.count).toBe(1);
});

test('a jump that is larger than what there is to read is recomputed, says so, and keeps what is the same', () => {
  const blog = openBlog(400);
  const query = posts
    .where('author', '=', 'ann')
    .orderBy('score', 'descending')
    .limit(5)
    .join('writer', 'author');
  const live = liveQuery(blog, query);
  const list = live.value;
  expect(live.explain().last).toEqual({ kind: 'computed', changes: 0, touchedRows: 7 });
  blog.transact((tx) => {
    for (let at = 0; at < 60; at += 1) tx.posts.modify(`p${at}`, { pinned: true });
  });
  expect(live.value).toBe(list);
  expect(live.explain().last).toEqual({ kind: 'recomputed', changes: 17, touchedRows: 24 });
  blog.transact((tx) => tx.posts.modify('p399', { pinned: true }));
  expect(live.explain().last).toEqual({ kind: 'incremental', changes: 1, touchedRows: 1 });
  expect(live.value[0]).not.toBe(list[0]);
  expect(live.value[1]).toBe(list[1]);
  expect(live.stats).toMatchObject({ increments: 1, recomputations: 1 });
});

test('what is joined to two rows is one object, and remains it when two rows swap what they refer to', () => {
  const withWriter = posts.orderBy('id').join('writer', 'author', (person) => person.join('head', 'boss'));
  const [first, , , fourth] = liveQuery(openBlog(6), withWriter).value;
  expect(first?.writer).toBe(fourth?.writer);
  const blog = openBlog(2);
  const live = liveQuery(blog, withWriter);
  const [ann, ben] = live.value.map(({ writer }) => writer);
  blog.transact((tx) => {
    tx.posts.modify('p0', { author: 'ben' });
    tx.posts.modify('p1', { author: 'ann' });
  });
  expect(live.value[0]?.writer).toBe(ben);
  expect(live.value[1]?.writer).toBe(ann);
});

test('explain says which index is used, and which is missing', () => {
  const { snapshot } = openBlog(50);
  const byAuthor = posts.where('author', '=', 'ann').orderBy('score', 'descending').limit(3);
  expect(explainQuery(byAuthor, snapshot)).toMatchObject({
    levels: [{ table: 'posts', access: 'ordered', index: ['author', 'score'], touched: { indexed: 4 } }],
    warnings: [],
  });
  expect(explainQuery(posts.where('body', 'matches', '7'), snapshot).levels[0]).toMatchObject({
    access: 'lookup',
    index: ['body'],
    touched: { scanned: 0, indexed: 1, byId: 0 },
  });
  const pinned = posts.where('pinned', '=', false).orderBy('score').limit(3);
  expect(explainQuery(pinned, snapshot).levels[0]?.index).toEqual(['score']);
  const people = from(querySchema, 'people');
  expect(explainQuery(people.where('age', '>', 3).orderBy('boss').limit(3), snapshot).warnings).toEqual([
    "people: filter by age, order by boss: declare index ['boss']",
  ]);
  expect(explainQuery(people.where('name', 'matches', 'ann'), snapshot).warnings).toEqual([
    "people: filter by the words of name: declare search ['name']",
  ]);
  expect(explainQuery(people.count(), snapshot)).toMatchObject({ warnings: [], touchedRows: 3 });
});

test('a query that is planned over an empty table takes the index that it will need', () => {
  const { snapshot } = openBlog(0);
  const byAuthor = posts.where('author', '=', 'ann').orderBy('score', 'descending').limit(3);
  expect(explainQuery(byAuthor, snapshot).levels[0]?.index).toEqual(['author', 'score']);
  const pinned = posts.where('status', '=', 'open').where('pinned', '=', true);
  expect(explainQuery(pinned, snapshot).levels[0]?.index).toEqual(['status', 'pinned']);
  expect(explainQuery(posts.orderBy('score').limit(3), snapshot).levels[0]?.index).toEqual(['score']);
});

test('a past snapshot is answered by its own indexes', () => {
  const blog = openBlog(9);
  const { snapshot } = blog;
  blog.transact((tx) => {
    for (let at = 0; at < 9; at += 1) tx.posts.delete(`p${at}`);
  });
  const byAuthor = posts.where('author', '=', 'ben').orderBy('score').limit(2);
  expect(runQuery(byAuthor, blog.snapshot)).toEqual([]);
  expect(runQuery(byAuthor, snapshot).map(({ id }) => id)).toEqual(['p1', 'p4']);
});
