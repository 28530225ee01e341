/**
 * What a migration of many rows costs a program that reads and writes them meanwhile, in Node on SQLite:
 *
 *     node --conditions=statehouse-source packages/services/persist/src/rows/migration.bench.ts [rows]
 *
 * A pause is the time between two beats of a timer of one millisecond: on the clock, and in processor time of the
 * thread, which other programs on the machine do not lengthen.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyValueStore } from '@statehouse/storage';
import { createSqliteKeyValueStore } from '@statehouse/storage/sqlite';
import { type KeptRows, openRows } from './kept-rows.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

const FILL_ROWS = 5_000;
const count = Number(process.argv[2] ?? 1_000_000);
const idOf = (at: number) => `person-${String(at).padStart(9, '0')}`;
const personOf = (at: number, cents: number) => ({ first: `First${at % 997}`, last: `Last${at}`, cents });

/** What the reads and writes of the present run took. */
const used: { readMs: number[]; writeMs: number[] } = { readMs: [], writeMs: [] };

const folder = await mkdtemp(join(tmpdir(), 'statehouse-migration-'));
try {
  const storage = await createSqliteKeyValueStore({ path: join(folder, 'people') });
  await fill(storage);
  const idle = await watched(async (isOver) => {
    const rows = await open(storage, 1);
    await useRows(rows, 1, () => isOver(3_000));
    await rows.close();
  });
  print('nothing to migrate, 3 s', idle);
  let rowsMoved = 0;
  const migrating = await watched(async () => {
    const rows = await open(storage, 2);
    await useRows(rows, 2, () => rows.status.migration.phase !== 'running');
    rowsMoved = rows.status.migration.rowsMoved;
    if (rows.status.migration.phase !== 'done') throw new Error(JSON.stringify(rows.status.migration));
    await rows.close();
  });
  print(`migrating ${rowsMoved} rows`, migrating);
  await storage.close();
  const isQuick = migrating.longestWorkMs <= 50;
  console.log(isQuick ? 'no pause over 50 ms of work' : 'a pause was longer than 50 ms');
  process.exitCode = isQuick ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function open(storage: KeyValueStore, version: number): Promise<KeptRows<unknown>> {
  return openRows({ storage, key: 'people', version, migrations: peopleSteps, parse: (row) => row });
}

async function fill(storage: KeyValueStore): Promise<void> {
  const startMs = performance.now();
  const rows = await open(storage, 1);
  for (let from = 0; from < count; from += FILL_ROWS) {
    const length = Math.min(FILL_ROWS, count - from);
    await rows.write(
      Array.from({ length }, (_, at) => ({
        id: idOf(from + at),
        row: personIn(1, personOf(from + at, from + at)),
      })),
    );
  }
  await rows.close();
  console.log(`${count} rows written in ${seconds(performance.now() - startMs)} s`);
}

interface Use {
  readonly readMs: number[];
  readonly writeMs: number[];
  readonly totalMs: number;
  readonly longestPauseMs: number;
  readonly longestWorkMs: number;
}

/** Reads and writes rows here and there, one after the other; each that is read is of the version wanted. */
async function useRows(rows: KeptRows<unknown>, version: 1 | 2, isOver: () => boolean): Promise<void> {
  const member = version === 1 ? '"name"' : '"first"';
  for (let round = 0; !isOver(); round += 1) {
    const at = (round * 7_919) % count;
    let startMs = performance.now();
    const row = await rows.get(idOf(at));
    used.readMs.push(performance.now() - startMs);
    if (!JSON.stringify(row).includes(member)) throw new Error(`row ${at} is of another version`);
    startMs = performance.now();
    await rows.write([{ id: idOf((at * 31) % count), row: personIn(version, personOf(at, -round)) }]);
    used.writeMs.push(performance.now() - startMs);
  }
}

async function watched(run: (isOver: (ms: number) => boolean) => Promise<void>): Promise<Use> {
  used.readMs = [];
  used.writeMs = [];
  const startMs = performance.now();
  let [beatMs, workMs] = [startMs, threadMs()];
  let [longestPauseMs, longestWorkMs] = [0, 0];
  const heart = setInterval(() => {
    const [nowMs, nowWorkMs] = [performance.now(), threadMs()];
    longestPauseMs = Math.max(longestPauseMs, nowMs - beatMs);
    longestWorkMs = Math.max(longestWorkMs, nowWorkMs - workMs);
    [beatMs, workMs] = [nowMs, nowWorkMs];
  }, 1);
  await run((ms) => performance.now() - startMs >= ms);
  clearInterval(heart);
  return { ...used, totalMs: performance.now() - startMs, longestPauseMs, longestWorkMs };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function print(name: string, use: Use): void {
  console.log(
    `${name}: ${seconds(use.totalMs)} s; longest pause ${use.longestPauseMs.toFixed(1)} ms, of that work at most ${use.longestWorkMs.toFixed(1)} ms`,
  );
  for (const [what, ms] of [
    ['reads', use.readMs],
    ['writes', use.writeMs],
  ] as const) {
    const sorted = ms.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    console.log(`  ${ms.length} ${what}: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(0.99999)} ms`);
  }
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
