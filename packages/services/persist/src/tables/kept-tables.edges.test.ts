import { emptyTable, type Table } from '@statehouse/collections/table';
import { createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { dryRun } from '../migrations/dry-run.ts';
import { isPlain } from '../patch/patch.ts';
import type { PersistOptions } from '../persist-options.ts';
import { persistStore } from '../persisted-store.ts';
import { openRows } from '../rows/kept-rows.ts';
import { byRows } from './by-rows.ts';
import { tableForm } from './persistent-table.ts';
import { byId } from './table-form.ts';

interface Word {
  readonly id: string;
  readonly text: string;
}

function parseWord(stored: unknown): Word {
  if (!isPlain(stored) || typeof stored.id !== 'string') throw new Error('no word');
  return { id: stored.id, text: String(stored.text) };
}

const rows = byRows({ words: tableForm<Word>(({ id }) => id, parseWord), entities: byId });

const migrations = [{ to: 2, up: (state: unknown) => state }];

interface State {
  readonly entities: unknown;
  readonly words: Table<Word>;
}

function device() {
  const contents = new Map<string, string>();
  const time = new VirtualTime(1_000);
  const optionsOf = (options: Partial<PersistOptions> = {}): PersistOptions => ({
    storage: createMemoryKeyValueStore(contents),
    key: 'app',
    clock: time,
    timers: time,
    stopwatch: time,
    rows,
    ...options,
  });
  const begin = (options: Partial<PersistOptions> = {}) => {
    const store = createPlainStore<State, Partial<State>>({
      initial: { entities: {}, words: emptyTable<Word>(({ id }) => id) },
      reduce: (state, change) => ({ ...state, ...change }),
      nameOf: () => 'change',
    });
    return { store, kept: persistStore(store, optionsOf(options)) };
  };
  const start = async (options: Partial<PersistOptions> = {}) => {
    const begun = begin(options);
    await begun.kept.restored;
    return begun;
  };
  const words = (version?: number) =>
    openRows({
      storage: createMemoryKeyValueStore(contents),
      key: 'app/tables/words',
      timers: time,
      stopwatch: time,
      parse: (row) => row,
      migrations,
      ...(version === undefined ? {} : { version }),
    });
  return { contents, time, optionsOf, begin, start, words };
}

async function passed(time: VirtualTime, ms: number): Promise<void> {
  for (let count = 0; count < ms; count += 1) {
    time.advance(1);
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }
}

describe('rows of a table', () => {
  test('that parse does not take refuse the store by their id, and a dry run says so', async () => {
    const { begin, words, optionsOf } = device();
    const left = await words();
    await left.write([
      { id: 'a', row: { id: 'a', text: 'x' } },
      { id: 'b', row: 'no word' },
      { id: 'c', row: { id: 'other', text: 'in the place of c' } },
    ]);
    const { kept } = begin();
    await expect(kept.restored).rejects.toMatchObject({
      code: 'persist/row-refused',
      details: { id: 'b', key: 'app/tables/words' },
      cause: { message: 'no word' },
    });
    expect(kept.status).toMatchObject({ phase: 'refused', problem: { code: 'persist/row-refused' } });
    const report = await dryRun(optionsOf());
    expect(report.rows.words).toMatchObject({ failures: 2, firstFailures: [{ id: 'b' }, { id: 'c' }] });
  });

  test('are moved though a flush of which they were part could not be begun', async () => {
    const { time, start, words } = device();
    const left = await words();
    await left.write(['a', 'b', 'c'].map((id) => ({ id, row: { id, text: 'old' } })));
    const { store, kept } = await start({ version: 2, migrations });
    store.dispatch({ words: store.getState().words.set({ id: 'a', text: 'new' }), entities: { x: () => 1 } });
    await expect(kept.flush()).rejects.toMatchObject({ code: 'persist/not-storable' });
    store.dispatch({ entities: 'no table' });
    await expect(kept.flush()).rejects.toMatchObject({ code: 'persist/not-a-table' });
    await passed(time, 100);
    expect(kept.status.rows?.words?.migration).toEqual({ phase: 'done', rowsMoved: 3 });
    store.dispatch({ entities: {} });
    await kept.flush();
    expect((await start({ version: 2, migrations })).store.getState().words.get('a')?.text).toBe('new');
  });

  test('are deleted by a purge of a store that was refused for them', async () => {
    const { contents, start, begin, words } = device();
    const { store, kept } = await start();
    store.dispatch({ entities: { a: 1 }, words: store.getState().words.set({ id: 'a', text: 'x' }) });
    await kept.stop();
    const newer = await words(2);
    await newer.write([{ id: 'b', row: 'from a newer program' }]);
    const refused = begin();
    await expect(refused.kept.restored).rejects.toMatchObject({ code: 'persist/newer-version' });
    contents.set('other', 'not its own');
    await refused.kept.purge();
    expect([...contents.keys()]).toEqual(['other']);
  });

  test('that were kept aside are deleted by a purge', async () => {
    const { contents, time, start, words } = device();
    const left = await words();
    await left.write([{ id: 'a', row: { id: 'a', text: 'secret' } }]);
    for (const [key, value] of contents) contents.set(key, `${value} `);
    const { kept } = await start({ version: 2, migrations });
    await passed(time, 100);
    expect([...contents.values()].join()).toContain('secret');
    await kept.purge();
    expect([...contents.values()].join()).not.toContain('secret');
    expect(kept.status.rows?.words).toEqual({
      migration: { phase: 'done', rowsMoved: 1 },
      damagedKeys: [],
    });
  });
});

describe('a store with tables', () => {
  test('is put back once, with what another library left of its rows, and is kept by rows from then on', async () => {
    const { contents, start, optionsOf } = device();
    const left = { entities: { a: 'left' }, words: undefined };
    const { store, kept } = await start({ importOnce: async () => ({ state: left, version: 1 }) });
    expect(store.getState().entities).toEqual({ a: 'left' });
    expect([...store.getState().words]).toEqual([]);
    await kept.stop();
    expect([...contents.keys()].filter((key) => key.includes('/rows/'))).toEqual([
      'app/tables/entities/rows/0000000001/a',
    ]);
    const again = createPlainStore<State, Partial<State>>({
      initial: { entities: {}, words: emptyTable<Word>(({ id }) => id) },
      reduce: (state, change) => ({ ...state, ...change }),
      nameOf: () => 'change',
    });
    let restored = 0;
    const watched = {
      getState: () => again.getState(),
      subscribe: again.subscribe,
      restore(state: State) {
        restored += 1;
        again.restore(state);
      },
    };
    await persistStore(watched, optionsOf()).restored;
    expect([restored, again.getState().entities]).toEqual([1, { a: 'left' }]);
  });

  test('moves none of its rows any more when it is stopped', async () => {
    const { contents, time, start, words } = device();
    const left = await words();
    await left.write(['a', 'b', 'c'].map((id) => ({ id, row: { id, text: 'old' } })));
    const { kept } = await start({ version: 2, migrations });
    await kept.stop();
    await passed(time, 1_000);
    expect(kept.status.rows?.words?.migration.phase).toBe('stopped');
    expect([...contents.keys()].filter((key) => key.includes('/rows/0000000001/'))).toHaveLength(3);
    expect(time.pending).toBe(0);
  });
});

test('a listener that throws does not keep later changes from being written', async () => {
  const { time, start } = device();
  const memory = createMemoryKeyValueStore();
  let isSlow = true;
  const storage: KeyValueStore = {
    ...memory,
    async write(writes) {
      if (isSlow) await new Promise<void>((resolve) => time.after(50, resolve));
      await memory.write(writes);
    },
  };
  const { store, kept } = await start({ storage });
  kept.subscribe(() => {
    throw new Error('cannot listen');
  });
  const advance = async (ms: number) => {
    for (let count = 0; count < ms; count += 1) await passed(time, 1).catch(() => {});
  };
  store.dispatch({ entities: { a: 1 } });
  await advance(120);
  store.dispatch({ entities: { a: 2 } });
  await advance(1_000);
  isSlow = false;
  await advance(1_000);
  expect((await start({ storage })).store.getState().entities).toEqual({ a: 2 });
});
