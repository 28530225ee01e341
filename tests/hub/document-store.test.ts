import {
  canonicalSnapshot,
  counter,
  createDatabase,
  defineSchema,
  Snapshot,
  string,
  table,
} from '@statehouse/db';
import { from, liveQuery } from '@statehouse/db/query';
import { storeOf, transaction } from '@statehouse/db/store';
import { createHub, createPlainStore, refuse } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { seededRandom } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';

const schema = defineSchema({
  version: 1,
  tables: { posts: table({ title: string(), likes: counter() }) },
});
type Schema = typeof schema;

function openDatabase() {
  const database = createDatabase({ schema, random: seededRandom(1), client: 'me' });
  database.transact((tx) => tx.posts.insert({ id: 'p', title: 'First' }));
  return database;
}

const like = transaction<Schema>('like', (tx) => tx.posts.increment('p', 'likes'));

describe('a document as a store', () => {
  runStoreConformance(
    {
      create() {
        const database = openDatabase();
        const rename = (title: string) =>
          transaction<Schema>('rename', (tx) => {
            tx.posts.modify('p', { title: `${tx.posts.get('p')?.title} ${title}` });
          });
        const store = storeOf(database);
        return {
          store,
          inputs: [rename('one'), rename('two'), rename('three')],
          describe: canonicalSnapshot,
          read: () => store.view.snapshot,
          watch: (listener) => store.view.subscribe(listener),
        };
      },
    },
    { test },
  );
});

describe('a document on the hub', () => {
  test('writes every transaction, undo and redo into the journal, with what really changed', () => {
    const database = openDatabase();
    const hub = createHub();
    hub.add('posts', storeOf(database));
    database.transact((tx) => tx.posts.modify('p', { title: 'Second' }), { name: 'rename' });
    database.undo();
    hub.dispatch('posts', like);
    const entries = [...hub.journal.entries(2)];
    expect(entries.map(({ kind, name, origin }) => [kind, name, origin])).toEqual([
      ['transaction', 'rename', 'local'],
      ['transaction', 'transaction', 'local'],
      ['transaction', 'like', 'local'],
    ]);
    expect(entries[0]?.changes[0]?.input).toMatchObject({
      kind: 'effect',
      effect: [{ table: 'posts', id: 'p' }],
    });
    expect(entries[2]?.changes[0]?.states?.after).toBe(database.snapshot);
  });

  test('a refused transaction leaves the document as it was, and what can be undone', () => {
    const database = openDatabase();
    const hub = createHub({
      plugins: [
        { name: 'no likes', beforeChange: ({ name }) => (name === 'like' ? refuse('not now') : undefined) },
      ],
    });
    const posts = hub.add('posts', storeOf(database));
    const before = database.snapshot;
    const likeIt = () => database.transact((tx) => tx.posts.increment('p', 'likes'), { name: 'like' });
    expect(likeIt).toThrowError(/not now/);
    expect(() => posts.dispatch(like)).toThrowError(/not now/);
    expect(database.snapshot).toBe(before);
    database.undo();
    expect(database.snapshot.table('posts').size).toBe(0);
  });

  test('shows its older past from effects alone', () => {
    const database = openDatabase();
    const hub = createHub({ journal: { maxEntries: 8, maxOlderEntries: 1_000 } });
    hub.add('posts', storeOf(database));
    const known = new Map<number, string>();
    hub.subscribe(({ id }) => known.set(id, canonicalSnapshot(database.snapshot)));
    for (let step = 0; step < 50; step += 1) {
      if (step % 7 === 3) database.undo();
      else database.transact((tx) => tx.posts.modify('p', { title: `Title ${step}` }));
      if (step % 5 === 0) database.transact((tx) => tx.posts.insert({ id: `p${step}`, title: 'More' }));
    }
    for (const [id, text] of known) {
      const state = hub.time.stateAt('posts', id)?.state;
      expect(state instanceof Snapshot && canonicalSnapshot(state)).toBe(text);
    }
    expect(known.size).toBe(60);
  });

  test('shows its views the past, entity by entity, while it goes on', () => {
    const database = openDatabase();
    database.transact((tx) => tx.posts.insert({ id: 'q', title: 'Other' }));
    const hub = createHub();
    const store = storeOf(database);
    const { view } = store;
    hub.add('posts', store);
    const told: string[] = [];
    view.subscribe(() => told.push('all'));
    for (const id of ['p', 'q', 'r']) view.subscribeTo('posts', id, () => told.push(id));
    const heard = (act: () => void) => {
      told.length = 0;
      act();
      return told.join(' ');
    };
    const early = hub.journal.lastId;
    expect(heard(() => view.transact((tx) => tx.posts.modify('p', { title: 'Second' })))).toBe('p all');
    expect(heard(() => view.transact((tx) => tx.posts.insert({ id: 'r', title: 'New' })))).toBe('r all');
    expect(heard(() => hub.time.goTo(early))).toBe('all p r');
    expect(view.snapshot.get('posts', 'p')?.title).toBe('First');
    expect(heard(() => database.transact((tx) => tx.posts.modify('q', { title: 'Unseen' })))).toBe('');
    expect(view.snapshot.get('posts', 'q')?.title).toBe('Other');
    expect(heard(() => hub.time.goTo(early + 1))).toBe('all p');
    expect(heard(() => hub.time.resume())).toBe('all q r');
    expect(view.snapshot).toBe(database.snapshot);
  });

  test('lets live queries answer in the past', () => {
    const database = openDatabase();
    const hub = createHub();
    const store = storeOf(database);
    hub.add('posts', store);
    const posts = liveQuery(store.view, from(schema, 'posts'));
    const seen: unknown[] = [];
    posts.subscribe(() => seen.push(posts.value.map(({ title }) => title)));
    database.transact((tx) => tx.posts.modify('p', { title: 'Second' }));
    hub.time.back();
    database.transact((tx) => tx.posts.modify('p', { title: 'Third' }));
    hub.time.resume();
    expect(seen).toEqual([['Second'], ['First'], ['Third']]);
  });

  test('is one entry together with other stores in a batch', () => {
    const database = openDatabase();
    const hub = createHub();
    const posts = hub.add('posts', storeOf(database));
    const count = createPlainStore<number, number>({ initial: 0, reduce: (sum, one) => sum + one });
    const clicks = hub.add('clicks', count);
    hub.batch('like', (send) => {
      send(posts, like);
      send(clicks, 1);
    });
    const entry = hub.journal.entry(hub.journal.lastId);
    expect(entry?.changes.map(({ store, name }) => [store, name])).toEqual([
      ['posts', 'like'],
      ['clicks', 'input'],
    ]);
    expect(database.snapshot.get('posts', 'p')?.likes).toBe(1);
  });

  test('takes nothing but transactions', () => {
    const hub = createHub();
    const posts = hub.add('posts', storeOf(openDatabase()));
    const step = () => hub.batch('wrong', (send) => send(posts, { kind: 'effect', effect: [] }));
    expect(step).toThrowError(/takes transactions/);
  });
});
