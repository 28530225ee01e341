import type { ContenderOptions, Meter } from '../contest/meter.ts';
import { Stopwatch } from '../contest/stopwatch.ts';
import { consume, type Timed, timedMeter } from '../contest/timed-meter.ts';
import { ownAndForeign } from '../entities/held-ids.ts';
import { Stretches } from '../entities/stretches.ts';
import { checkDatabase } from './check-database.ts';
import type { Change, DatabaseUnderTest, LiveRows, OpenDatabase } from './database-contender.ts';
import { makeWorkload, type Workload } from './workload.ts';

const MARKS = 1_000;
const DIFFERING = 1_000;
const QUERIES_FOR_P99 = 1_000;
const FEWEST_FOR_P99 = 20;
const MOST_MS_FOR_P99 = 2_000;

/** All that is measured of queries, as far as the implementation can do it. */
export async function queryMeters(open: OpenDatabase, options: ContenderOptions): Promise<readonly Meter[]> {
  await checkDatabase(open);
  const workload = makeWorkload(options.n);
  const database = await open(workload.entities, workload.owners);
  const { watchOwner, watchOpen } = database;
  let live: { readonly name: string; readonly rows: LiveRows } | undefined;

  /** The time of one change with one live query open: making it, keeping the result, telling a listener. */
  function watching(
    name: string,
    changes: readonly Change[],
    watch: () => LiveRows | Promise<LiveRows>,
  ): Timed {
    const stretches = new Stretches(changes);
    return {
      case: name,
      metric: 'per-change',
      unit: 'us',
      async run(operations) {
        if (live?.name !== name) {
          live?.rows.stop();
          live = { name, rows: await watch() };
        }
        const elapsedMs = await stretches.each(operations, (items, start, end) =>
          database.apply(items, start, end),
        );
        consume(live.rows.rows().length + live.rows.notices);
        return elapsedMs;
      },
    };
  }

  function quietly(timed: Timed | undefined): Timed | undefined {
    if (timed === undefined) return undefined;
    return {
      ...timed,
      run(operations) {
        live?.rows.stop();
        live = undefined;
        return timed.run(operations);
      },
    };
  }

  const timed: readonly (Timed | undefined)[] = [
    asking(database, workload),
    scanning(database, workload),
    watchOwner && watching('live-update', workload.ownerChanges, () => watchOwner(workload.watchedOwnerId)),
    watchOpen && watching('live-join', workload.topChanges, watchOpen),
    // Those after the live ones come with nothing to keep up to date.
    quietly(differing(database, workload)),
    quietly(travelling(database, workload)),
  ];
  const meters = timed.flatMap((entry) => (entry === undefined ? [] : [timedMeter(entry, options)]));
  const slowest = slowestQueries(database, workload, options);
  return slowest === undefined ? meters : [...meters, slowest];
}

function asking(database: DatabaseUnderTest, { owners }: Workload): Timed | undefined {
  if (database.bestOfOwners === undefined) return undefined;
  const stretches = new Stretches(ownAndForeign(owners.map(({ id }) => id)));
  return {
    case: 'indexed-first-50',
    metric: 'per-query',
    unit: 'us',
    run: (operations) =>
      stretches.each(operations, async (ids, start, end) => {
        const sum = database.bestOfOwners?.(ids, start, end) ?? 0;
        consume(typeof sum === 'number' ? sum : await sum);
      }),
  };
}

/** The same query, each timed by itself: the time that one in a hundred takes longer than. */
function slowestQueries(
  database: DatabaseUnderTest,
  { owners }: Workload,
  { quick }: ContenderOptions,
): Meter | undefined {
  if (database.bestOfOwners === undefined) return undefined;
  const ids = ownAndForeign(owners.map(({ id }) => id));
  const count = quick ? 100 : QUERIES_FOR_P99;
  const stopwatch = new Stopwatch();
  let next = 0;
  return {
    case: 'indexed-first-50',
    metric: 'p99',
    unit: 'us',
    async sample() {
      const times: number[] = [];
      let spentMs = 0;
      // Who is slow enough is known after fewer.
      while (times.length < count && (times.length < FEWEST_FOR_P99 || spentMs < MOST_MS_FOR_P99)) {
        next = (next + 1) % ids.length;
        stopwatch.start();
        const sum = database.bestOfOwners?.(ids, next, next + 1) ?? 0;
        consume(typeof sum === 'number' ? sum : await sum);
        const elapsedMs = stopwatch.stop();
        spentMs += elapsedMs;
        times.push(elapsedMs);
      }
      times.sort((left, right) => left - right);
      return (times[Math.floor(times.length * 0.99)] ?? Number.NaN) * 1e3;
    },
  };
}

function scanning(database: DatabaseUnderTest, { entities }: Workload): Timed | undefined {
  if (database.countOlder === undefined) return undefined;
  const moments = entities.slice(0, 100).map(({ updatedAt }) => updatedAt);
  const stopwatch = new Stopwatch();
  return {
    case: 'scan',
    metric: 'per-scan',
    unit: 'ms',
    async run(operations) {
      stopwatch.start();
      for (let count = 0; count < operations; count += 1) {
        const found = database.countOlder?.(moments[count % moments.length] ?? 0) ?? 0;
        consume(typeof found === 'number' ? found : await found);
      }
      return stopwatch.stop();
    },
  };
}

function differing(database: DatabaseUnderTest, { distinctChanges }: Workload): Timed | undefined {
  const { mark, differingSince } = database;
  if (mark === undefined || differingSince === undefined) return undefined;
  const stopwatch = new Stopwatch();
  let marked: number | undefined;
  return {
    case: 'diff-1000',
    metric: 'per-diff',
    unit: 'ms',
    async run(operations) {
      if (marked === undefined) {
        marked = mark();
        await database.apply(distinctChanges, 0, Math.min(DIFFERING, distinctChanges.length));
      }
      stopwatch.start();
      for (let count = 0; count < operations; count += 1) consume(differingSince(marked));
      return stopwatch.stop();
    },
  };
}

function travelling(database: DatabaseUnderTest, workload: Workload): Timed | undefined {
  const { mark, visit } = database;
  if (mark === undefined || visit === undefined) return undefined;
  let stretches: Stretches<number> | undefined;
  return {
    case: 'travel',
    metric: 'per-jump',
    unit: 'us',
    async run(operations) {
      if (stretches === undefined) {
        const marks: number[] = [];
        for (let index = 0; index < MARKS; index += 1) {
          await database.apply(workload.ownerChanges, index, index + 1);
          marks.push(mark());
        }
        // Far jumps and near ones, back and forth: 619 and 1,000 have no common divisor.
        stretches = new Stretches(marks.map((_, index) => marks[(index * 619) % MARKS] ?? 0));
      }
      return stretches.each(operations, (marks, start, end) =>
        consume(visit(marks, start, end, workload.watchedOwnerId)),
      );
    },
  };
}
