/**
 * What it costs a program that its store's table is new as a whole, and then that it is of an older version, in Node on
 * SQLite: written; read into memory, put back, migrated underneath while the store changes.
 *
 *     node --conditions=statehouse-source packages/services/persist/src/tables/kept-tables.bench.ts [rows]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTable, type Table } from '@statehouse/collections/table';
import { createPlainStore } from '@statehouse/hub';
import type { KeyValueStore } from '@statehouse/storage';
import { createSqliteKeyValueStore } from '@statehouse/storage/sqlite';
import { isPlain } from '../patch/patch.ts';
import { persistStore } from '../persisted-store.ts';
import { openRows } from '../rows/kept-rows.ts';
import { byRows } from './by-rows.ts';
import { tableForm } from './persistent-table.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly cents: number;
}

const FILL_ROWS = 5_000;
const count = Number(process.argv[2] ?? 1_000_000);
const idOf = (at: number) => `person-${String(at).padStart(9, '0')}`;

function parsePerson(stored: unknown): Person {
  if (!isPlain(stored) || typeof stored.id !== 'string' || typeof stored.name !== 'string')
    throw new Error('no person');
  return { id: stored.id, name: stored.name, cents: Number(stored.cents) };
}

const folder = await mkdtemp(join(tmpdir(), 'statehouse-tables-'));
try {
  const storage = await createSqliteKeyValueStore({ path: join(folder, 'app') });
  const beats = startBeats();
  await writeWhole(storage, beats);
  const rows = await openRows({ storage, key: 'app/tables/people', parse: (row) => row });
  for (let from = 0; from < count; from += FILL_ROWS) {
    const length = Math.min(FILL_ROWS, count - from);
    await rows.write(
      Array.from({ length }, (_, at) => {
        const id = idOf(from + at);
        return { id, row: { id, first: 'Ann', last: `Lee${at}`, cents: at } };
      }),
    );
  }
  await rows.close();

  const initial: { readonly people: Table<Person> } = { people: emptyTable(({ id }: Person) => id) };
  const store = createPlainStore({
    initial,
    reduce: ({ people }, person: Person) => ({ people: people.set(person) }),
  });
  beats.take();
  const startMs = performance.now();
  const kept = persistStore(store, {
    storage,
    key: 'app',
    version: 2,
    rows: byRows({ people: tableForm(({ id }: Person) => id, parsePerson) }),
    migrations: [
      {
        to: 2,
        up: (state) => state,
        rows: {
          people: {
            up: (row) =>
              isPlain(row) ? { id: row.id, name: `${row.first} ${row.last}`, cents: row.cents } : row,
          },
        },
      },
    ],
  });
  await kept.restored;
  const restored = beats.take();
  console.log(
    `${store.getState().people.size} rows read in ${seconds(performance.now() - startMs)} s; ${shown(restored)}`,
  );
  for (let round = 0; kept.status.rows?.people?.migration.phase === 'running'; round += 1) {
    store.dispatch({ id: idOf((round * 7_919) % count), name: 'Ben Ray', cents: round });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  console.log(
    `migrated after ${seconds(performance.now() - startMs)} s (${kept.status.rows?.people?.migration.phase}); ${shown(beats.take())}`,
  );
  beats.stop();
  await kept.stop();
  await storage.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A store whose table is new as a whole is written for the first time; then one row of it changes. */
async function writeWhole(storage: KeyValueStore, { take }: ReturnType<typeof startBeats>): Promise<void> {
  const initial: { readonly people: Table<Person> } = { people: emptyTable(({ id }: Person) => id) };
  const store = createPlainStore({
    initial,
    reduce: (_, people: Table<Person>) => ({ people }),
  });
  const rows = byRows({ people: tableForm(({ id }: Person) => id, parsePerson) });
  const kept = persistStore(store, { storage, key: 'new', rows });
  await kept.restored;
  const whole = initial.people.batch((draft) => {
    for (let at = 0; at < count; at += 1) draft.set({ id: idOf(at), name: `Ann Lee${at}`, cents: at });
  });
  store.dispatch(whole);
  await new Promise((resolve) => setTimeout(resolve, 5));
  take();
  const startMs = performance.now();
  await kept.flush();
  console.log(`${count} new rows written in ${seconds(performance.now() - startMs)} s; ${shown(take())}`);
  store.dispatch(whole.set({ id: idOf(0), name: 'Ben Ray', cents: 0 }));
  await kept.flush();
  console.log(`one row changed; ${shown(take())}`);
  await kept.stop();
}

/** A pause is the time between two beats of a timer of one millisecond. */
function startBeats() {
  let [beatMs, workMs] = [performance.now(), threadMs()];
  let longest = { pauseMs: 0, workMs: 0 };
  const heart = setInterval(() => {
    const [nowMs, nowWorkMs] = [performance.now(), threadMs()];
    longest = {
      pauseMs: Math.max(longest.pauseMs, nowMs - beatMs),
      workMs: Math.max(longest.workMs, nowWorkMs - workMs),
    };
    [beatMs, workMs] = [nowMs, nowWorkMs];
  }, 1);
  return {
    take() {
      const taken = longest;
      longest = { pauseMs: 0, workMs: 0 };
      return taken;
    },
    stop: () => clearInterval(heart),
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function shown({ pauseMs, workMs }: { readonly pauseMs: number; readonly workMs: number }): string {
  return `longest pause ${pauseMs.toFixed(1)} ms, of that work at most ${workMs.toFixed(1)} ms`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
