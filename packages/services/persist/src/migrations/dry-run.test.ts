import { createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { persistStore } from '../persisted-store.ts';
import { byRows } from '../tables/by-rows.ts';
import { byId } from '../tables/table-form.ts';
import { dryRun } from './dry-run.ts';

interface State {
  readonly page: number;
  readonly posts: Readonly<Record<string, { readonly title: string }>>;
}

async function keptContents(): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  const time = new VirtualTime(1_000);
  const store = createPlainStore<State, State>({
    initial: { page: 1, posts: {} },
    reduce: (_, state) => state,
    nameOf: () => 'set',
  });
  const storage = createMemoryKeyValueStore(contents);
  const rows = byRows({ posts: byId });
  const kept = persistStore(store, { storage, key: 'app', rows, clock: time, timers: time, stopwatch: time });
  await kept.restored;
  store.dispatch({ page: 7, posts: { a: { title: 'A' }, b: { title: 'B' } } });
  await kept.stop();
  return contents;
}

test('a dry run says what state and rows would become, and changes nothing', async () => {
  const contents = await keptContents();
  const before = new Map(contents);
  const report = await dryRun({
    storage: createMemoryKeyValueStore(contents),
    key: 'app',
    version: 2,
    rows: byRows({ posts: byId }),
    migrations: [
      {
        to: 2,
        up: (state) => ({ ...Object(state), page: 8 }),
        rows: { posts: { up: (row) => (JSON.stringify(row).includes('B') ? JSON.parse('{') : row) } },
      },
    ],
  });
  expect(report).toMatchObject({
    state: { from: 1, to: 2, result: { page: 8 } },
    damage: undefined,
    rows: {
      posts: {
        failures: 1,
        damaged: 0,
        firstFailures: [{ id: 'b', problem: { code: 'persist/row-not-migrated' } }],
      },
    },
  });
  expect([...(report.rows.posts?.rowsByVersion ?? [])]).toEqual([[1, 2]]);
  expect(contents).toEqual(before);
});

test('a dry run names the step of the state that throws, and says nothing of what is not there', async () => {
  const contents = await keptContents();
  const storage = createMemoryKeyValueStore(contents);
  const broken = { to: 2, up: () => JSON.parse('{') };
  expect((await dryRun({ storage, key: 'app', version: 2, migrations: [broken] })).state).toMatchObject({
    problem: { code: 'persist/migration-failed', details: { to: 2, direction: 'up' } },
  });
  expect(await dryRun({ storage, key: 'other' })).toEqual({ state: undefined, damage: undefined, rows: {} });
});
