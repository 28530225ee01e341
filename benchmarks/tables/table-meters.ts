import type { ContenderOptions, Meter } from '../contest/meter.ts';
import { Stopwatch } from '../contest/stopwatch.ts';
import { consume, timedMeter } from '../contest/timed-meter.ts';
import { type Entity, makeEntities } from '../entities/entity.ts';
import { drawDistinct, heldIds, ownAndForeign } from '../entities/held-ids.ts';
import { Stretches } from '../entities/stretches.ts';
import { checkTable } from './check-table.ts';
import { longestPause } from './longest-pause.ts';
import { bytesPerEntity } from './memory.ts';
import type { OpenTable, TableUnderTest } from './table-contender.ts';

const BATCH = 1_000;
const CASE = 'entities';

/** What is measured of a contender besides what is measured of all. */
export interface MoreOfTable {
  /** The table with one index, by owner and score. */
  readonly openIndexed?: (entities: readonly Entity[]) => object;
  readonly longestPause?: boolean;
}

/** All that is measured of a table; the table that the meters share is opened for the first that needs it. */
export async function tableMeters(
  open: OpenTable,
  options: ContenderOptions,
  more: MoreOfTable = {},
): Promise<readonly Meter[]> {
  const entities = makeEntities(options.n);
  await checkTable(open, options.n);
  const ids = heldIds(entities, 'held');
  let opened: TableUnderTest | undefined;
  const shared = () => (opened ??= open(entities));
  return [
    timedMeter(loading(open, entities), options),
    memoryMeter('bytes-per-entity', open, entities),
    ...(more.openIndexed ? [memoryMeter('bytes-per-entity-indexed', more.openIndexed, entities)] : []),
    ...(more.longestPause ? [pauseMeter(open, entities)] : []),
    timedMeter(reading(shared, ids), options),
    timedMeter(updating(shared, ids), options),
    timedMeter(batching(shared, ids), options),
    ...comingAndGoing(shared, entities).map((timed) => timedMeter(timed, options)),
  ];
}

function loading(open: OpenTable, entities: readonly Entity[]) {
  const stopwatch = new Stopwatch();
  return {
    case: CASE,
    metric: 'load',
    unit: 'ms' as const,
    run(operations: number) {
      stopwatch.start();
      for (let count = 0; count < operations; count += 1) consume(open(entities).size);
      return stopwatch.stop();
    },
  };
}

export function memoryMeter(
  metric: string,
  open: (entities: readonly Entity[]) => object,
  entities: readonly Entity[],
): Meter {
  return {
    case: CASE,
    metric,
    unit: 'bytes',
    mostSamples: 1,
    sample: () => bytesPerEntity(open, entities),
  };
}

function pauseMeter(open: OpenTable, entities: readonly Entity[]): Meter {
  return {
    case: CASE,
    metric: 'longest-pause',
    unit: 'ms',
    mostSamples: 1,
    sample: () => longestPause(open, entities),
  };
}

function reading(shared: () => TableUnderTest, ids: readonly string[]) {
  const stretches = new Stretches(ids);
  let isFirst = true;
  return {
    case: CASE,
    metric: 'get',
    unit: 'ns' as const,
    run(operations: number) {
      const table = shared();
      // The engine keeps the hash of a string with it, and some libraries wrap a row when it is first read: ids and rows
      // have been used before.
      if (isFirst) consume(table.read(ids, 0, ids.length));
      isFirst = false;
      return stretches.each(operations, (ids, start, end) => consume(table.read(ids, start, end)));
    },
  };
}

function updating(shared: () => TableUnderTest, ids: readonly string[]) {
  const stretches = new Stretches(ids);
  let score = 0;
  return {
    case: CASE,
    metric: 'update',
    unit: 'us' as const,
    run(operations: number) {
      const table = shared();
      const kept = table.snapshot?.();
      const elapsedMs = stretches.each(operations, (ids, start, end) => {
        score += end - start;
        return table.update(ids, start, end, score);
      });
      consume(kept?.size ?? 0);
      return elapsedMs;
    },
  };
}

function batching(shared: () => TableUnderTest, ids: readonly string[]) {
  const stretches = new Stretches(ids);
  let score = 0;
  return {
    case: CASE,
    metric: 'batch-1000',
    unit: 'us' as const,
    async run(operations: number) {
      const table = shared();
      const kept = table.snapshot?.();
      let elapsedMs = 0;
      for (let count = 0; count < operations; count += 1) {
        elapsedMs += await stretches.each(BATCH, (ids, start, end) => {
          score += 1;
          return table.updateBatch(ids, start, end, score);
        });
      }
      consume(kept?.size ?? 0);
      return elapsedMs;
    },
  };
}

/**
 * Inserting entities that are new, and removing some that are there. What was inserted is removed again, and what was
 * removed inserted, by the same doors, while the clock stands: the size stays, and nothing is measured on a fresh table only.
 */
function comingAndGoing(shared: () => TableUnderTest, entities: readonly Entity[]) {
  const n = entities.length;
  const count = Math.min(10_000, Math.max(100, Math.floor(n / 10)));
  const added = makeEntities(n, n, n + count);
  const addedIds = ownAndForeign(added.map(({ id }) => id));
  const leaving = drawDistinct(entities, count, 'remove');
  const leavingIds = ownAndForeign(leaving.map(({ id }) => id));
  const inserts = new Stretches(added);
  const removals = new Stretches(leavingIds);
  return [
    {
      case: CASE,
      metric: 'insert',
      unit: 'us' as const,
      run: (operations: number) => {
        const table = shared();
        return inserts.each(
          operations,
          (items, start, end) => table.insert(items, start, end),
          (start, end) => table.remove(addedIds, start, end),
        );
      },
    },
    {
      case: CASE,
      metric: 'remove',
      unit: 'us' as const,
      run: (operations: number) => {
        const table = shared();
        return removals.each(
          operations,
          (items, start, end) => table.remove(items, start, end),
          (start, end) => table.insert(leaving, start, end),
        );
      },
    },
  ];
}
