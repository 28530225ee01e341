import { emptyTable, type Table } from '@statehouse/collections/table';
import { createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import type { MigrationStep } from '../migrations/migrate.ts';
import { isPlain } from '../patch/patch.ts';
import type { PersistOptions } from '../persist-options.ts';
import { persistStore } from '../persisted-store.ts';
import { byRows } from './by-rows.ts';
import { tableForm } from './persistent-table.ts';
import { byId } from './table-form.ts';

interface Post {
  readonly id: string;
  readonly title: string;
}

interface State {
  readonly page: number;
  readonly posts: { readonly ids: readonly string[]; readonly entities: Readonly<Record<string, unknown>> };
  readonly people: Table<Post>;
}

type Change = (state: State) => State;

function parsePost(stored: unknown): Post {
  if (!isPlain(stored) || typeof stored.id !== 'string') throw new Error('no post');
  return { ...stored, id: stored.id, title: String(stored.title) };
}

const people = emptyTable<Post>(({ id }) => id);
const rows = byRows({ 'posts.entities': byId, people: tableForm<Post>(({ id }) => id, parsePost) });

const put =
  (id: string, title: string): Change =>
  (state) => ({
    page: state.page + 1,
    posts: {
      ids: state.posts.ids.includes(id) ? state.posts.ids : [...state.posts.ids, id],
      entities: { ...state.posts.entities, [id]: { id, title } },
    },
    people: state.people.set({ id, title }),
  });

const remove =
  (id: string): Change =>
  (state) => ({
    page: state.page + 1,
    posts: {
      ids: state.posts.ids.filter((each) => each !== id),
      entities: Object.fromEntries(Object.entries(state.posts.entities).filter(([each]) => each !== id)),
    },
    people: state.people.delete(id),
  });

function device() {
  const contents = new Map<string, string>();
  const time = new VirtualTime(1_000);
  const begin = (options: Partial<PersistOptions> = {}) => {
    const store = createPlainStore<State, Change>({
      initial: { page: 1, posts: { ids: [], entities: {} }, people },
      reduce: (state, change) => change(state),
      nameOf: () => 'change',
    });
    const storage = createMemoryKeyValueStore(contents);
    const kept = persistStore(store, {
      storage,
      key: 'app',
      clock: time,
      timers: time,
      stopwatch: time,
      rows,
      ...options,
    });
    return { store, kept };
  };
  const start = async (options: Partial<PersistOptions> = {}) => {
    const begun = begin(options);
    await begun.kept.restored;
    return begun;
  };
  return { contents, time, begin, start };
}

async function passed(time: VirtualTime, ms: number): Promise<void> {
  for (let count = 0; count < ms; count += 1) {
    time.advance(1);
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }
}

function shown({ page, posts, people: table }: State) {
  return { page, posts, people: [...table] };
}

describe('tables of a store that are kept by rows', () => {
  test('are as they were when the program is started again, with the rest of the state', async () => {
    const { start, time } = device();
    const { store, kept } = await start();
    for (let at = 0; at < 20; at += 1) store.dispatch(put(`p${at}`, `title ${at}`));
    store.dispatch(remove('p3'));
    expect(kept.status.isSaved).toBe(false);
    await passed(time, 200);
    expect(kept.status).toMatchObject({ phase: 'ready', isSaved: true });
    store.dispatch(put('p4', 'again'));
    await kept.flush();
    const again = await start();
    expect(shown(again.store.getState()).posts).toEqual(store.getState().posts);
    const byTitle = (state: State) => [...state.people].map(({ id, title }) => `${id} ${title}`).sort();
    expect(byTitle(again.store.getState())).toEqual(byTitle(store.getState()));
    expect(again.store.getState().page).toBe(store.getState().page);
    await again.kept.flush();
    expect(again.kept.status.isSaved).toBe(true);
  });

  test('cost a write what changed', async () => {
    const { contents, start } = device();
    const { store, kept } = await start();
    for (let at = 0; at < 50; at += 1) store.dispatch(put(`p${at}`, `title ${at}`));
    await kept.flush();
    const before = new Map(contents);
    store.dispatch(put('p7', 'other'));
    await kept.flush();
    const written = [...contents].filter(([key, value]) => before.get(key) !== value).map(([key]) => key);
    expect(written.sort()).toEqual([
      expect.stringMatching(/^app\/g\d+\/log\/\d+$/),
      'app/tables/people/rows/0000000001/p7',
      'app/tables/posts.entities/rows/0000000001/p7',
    ]);
  });

  test('are selected with the parts that are', async () => {
    const { start } = device();
    const options = { select: ['posts.ids'] };
    const { store, kept } = await start(options);
    store.dispatch(put('p1', 'one'));
    await kept.flush();
    const again = (await start(options)).store.getState();
    expect(shown(again)).toEqual({ ...shown(store.getState()), page: 1 });
  });

  test('are deleted with the rest, and kept again after the next change', async () => {
    const { contents, start } = device();
    const { store, kept } = await start();
    store.dispatch(put('p1', 'one'));
    await kept.flush();
    await kept.purge();
    expect(contents.size).toBe(0);
    store.dispatch(put('p2', 'two'));
    await kept.flush();
    expect(shown((await start()).store.getState())).toEqual(shown(store.getState()));
  });

  test('are there when the rest is damaged, and gone when it is too old', async () => {
    const { contents, time, start } = device();
    const { store, kept } = await start();
    store.dispatch(put('p1', 'one'));
    await kept.flush();
    await kept.stop();
    time.advance(10_000);
    const old = new Map(contents);
    const tooOld = await start({ maxAgeMs: 9_000 });
    expect(shown(tooOld.store.getState()).people).toEqual([]);
    await tooOld.kept.flush();
    expect([...contents.keys()].filter((key) => key.includes('/rows/'))).toEqual([]);
    contents.clear();
    for (const [key, value] of old) contents.set(key, key.includes('/snapshot/') ? 'x' : value);
    const damaged = await start();
    expect(damaged.kept.status.damage).toBeDefined();
    expect(shown(damaged.store.getState())).toMatchObject({ page: 1, people: [{ id: 'p1', title: 'one' }] });
    await damaged.kept.flush();
    expect(shown((await start()).store.getState()).people).toEqual([{ id: 'p1', title: 'one' }]);
  });
});

describe('another version of a store with tables', () => {
  const row = {
    up: (stored: unknown) => ({ ...parsePost(stored), title: `${parsePost(stored).title}!` }),
    down: (stored: unknown) => ({ ...parsePost(stored), title: parsePost(stored).title.slice(0, -1) }),
  };
  const steps: readonly MigrationStep[] = [
    {
      to: 2,
      up: (state) => ({ ...(isPlain(state) ? state : {}), page: 100 }),
      down: (state) => ({ ...(isPlain(state) ? state : {}), page: 50 }),
      rows: { people: row },
    },
  ];

  test('is seen at once, its rows follow in the background, and it can go back', async () => {
    const { contents, time, start } = device();
    const first = await start();
    for (let at = 0; at < 20; at += 1) first.store.dispatch(put(`p${at}`, `title ${at}`));
    await first.kept.stop();
    const { store, kept } = await start({ version: 2, migrations: steps });
    expect(store.getState().page).toBe(100);
    expect(store.getState().people.get('p5')).toEqual({ id: 'p5', title: 'title 5!' });
    expect(store.getState().posts.entities.p5).toEqual({ id: 'p5', title: 'title 5' });
    expect(kept.status.rows?.people?.migration.phase).toBe('running');
    store.dispatch(put('p5', 'written meanwhile!'));
    await passed(time, 300);
    expect(kept.status).toMatchObject({ isSaved: true, rows: { people: { migration: { phase: 'done' } } } });
    expect([...contents.keys()].filter((key) => key.includes('/rows/0000000001/'))).toEqual([]);
    await kept.stop();
    const back = await start({ version: 1, migrations: steps });
    expect(back.store.getState().people.get('p5')).toEqual({ id: 'p5', title: 'written meanwhile' });
    expect(back.store.getState().people.get('p6')).toEqual({ id: 'p6', title: 'title 6' });
    expect(back.store.getState().page).toBe(50);
  });

  test('is reached by rows that could not be written once', async () => {
    const { contents, time, start } = device();
    const first = await start();
    for (let at = 0; at < 20; at += 1) first.store.dispatch(put(`p${at}`, `title ${at}`));
    await first.kept.stop();
    const memory = createMemoryKeyValueStore(contents);
    let isFull = true;
    const storage: KeyValueStore = {
      ...memory,
      write: (writes) =>
        isFull && writes.some(({ key }) => key.includes('/head'))
          ? Promise.reject(new Error('full'))
          : memory.write(writes),
    };
    const { store, kept } = await start({ version: 2, migrations: steps, storage });
    store.dispatch(put('p5', 'written meanwhile!'));
    await expect(kept.flush()).rejects.toThrow('full');
    await passed(time, 100);
    expect(kept.status.rows?.people?.migration.phase).toBe('done');
    expect(kept.status.isSaved).toBe(false);
    isFull = false;
    await kept.flush();
    const again = await start({ version: 2, migrations: steps });
    expect(again.store.getState().people.get('p5')?.title).toBe('written meanwhile!');
  });

  test.each([
    ['persist/newer-version', { version: 1, migrations: [] }],
    ['persist/newer-version', { version: 1, migrations: steps.map(({ to, up }) => ({ to, up })) }],
    [
      'persist/newer-version',
      { version: 1, migrations: steps.map((step) => ({ ...step, rows: { people: { up: row.up } } })) },
    ],
    ['persist/no-step', { version: 3, migrations: steps }],
    [
      'persist/row-not-migrated',
      {
        version: 3,
        migrations: [
          ...steps,
          { to: 3, up: (state: unknown) => state, rows: { people: { up: () => JSON.parse('{') } } },
        ],
      },
    ],
  ])('that cannot be had is %s: nothing is put into the store, nothing is written', async (code, options) => {
    const { contents, time, start, begin } = device();
    const newer = await start({ version: 2, migrations: steps });
    newer.store.dispatch(put('p1', 'one'));
    await newer.kept.stop();
    const before = new Map(contents);
    const { store, kept } = begin(options);
    const initial = store.getState();
    await expect(kept.restored).rejects.toMatchObject({ code });
    expect(store.getState()).toBe(initial);
    store.dispatch(put('p2', 'two'));
    await passed(time, 1_000);
    await expect(kept.flush()).rejects.toMatchObject({ code });
    expect([kept.status.phase, contents]).toEqual(['refused', before]);
  });

  test('with something else where a table should be is refused when it is written', async () => {
    const { start } = device();
    const { store, kept } = await start({ rows: byRows({ page: byId }) });
    store.dispatch(put('p1', 'one'));
    await expect(kept.flush()).rejects.toMatchObject({ code: 'persist/not-a-table' });
    expect(kept.status.phase).toBe('failing');
  });
});
