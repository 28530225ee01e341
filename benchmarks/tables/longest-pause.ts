import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { waitedMs } from '../contest/stopwatch.ts';
import type { Entity } from '../entities/entity.ts';
import { longestInAll, type SlowOperations } from './slow-operations.ts';
import type { OpenTable } from './table-contender.ts';

/** Operations longer than this are looked at closely. */
const NOTICED_MS = 0.2;
const PASSES = 3;
/** How often the time that other processes took is read, and how often the engine may deliver what it recorded. */
const OPERATIONS_BETWEEN_READINGS = 64;
const OPERATIONS_BETWEEN_YIELDS = 65_536;
/** A prime: with it as a step one meets every id once, in an order that looks random. */
const STRIDE = 7_919_317;

interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

interface SlowOperation extends Interval {
  readonly index: number;
  /** What other processes took of it. */
  readonly awayMs: number;
}

/**
 * Grows an empty table to all entities, one insertion at a time, and shrinks it back, and answers the milliseconds of the
 * longest single operation. Collections by the engine and the time in which other processes ran are counted out. What
 * else a machine does to a process is not known to it; so all is done three times, and an operation has paused for as
 * long as it did in the calmest of them: a table does the same work at the same place each time.
 */
export async function longestPause(open: OpenTable, entities: readonly Entity[]): Promise<number> {
  const ids = entities.map((_, index) => entities[(index * STRIDE) % entities.length]?.id ?? '');
  const passes: SlowOperations[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) passes.push(await growAndShrink(open, entities, ids));
  return longestInAll(passes);
}

async function growAndShrink(
  open: OpenTable,
  entities: readonly Entity[],
  ids: readonly string[],
): Promise<SlowOperations> {
  const collections: Interval[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      collections.push({ startMs: startTime, endMs: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const table = open([]);
  const grown = await watchOperations(entities.length, (index) => table.insert(entities, index, index + 1));
  const shrunk = await watchOperations(ids.length, (index) => table.remove(ids, index, index + 1));
  await setImmediate();
  observer.disconnect();
  if (table.size !== 0) throw new Error(`${table.size} entities are left`);
  const msByOperation = new Map<number, number>();
  for (const [first, { slow }] of [[0, grown] as const, [entities.length, shrunk] as const]) {
    for (const { index, startMs, endMs, awayMs } of slow) {
      const ownMs = endMs - startMs - awayMs - overlap({ startMs, endMs }, collections);
      msByOperation.set(first + index, ownMs);
    }
  }
  return { msByOperation, otherwiseMs: Math.max(grown.longestOrdinaryMs, shrunk.longestOrdinaryMs) };
}

async function watchOperations(
  count: number,
  operate: (index: number) => void | Promise<void>,
): Promise<{ readonly slow: readonly SlowOperation[]; readonly longestOrdinaryMs: number }> {
  const slow: SlowOperation[] = [];
  let longestOrdinaryMs = 0;
  let waitedBefore = waitedMs();
  for (let index = 0; index < count; index += 1) {
    if (index % OPERATIONS_BETWEEN_YIELDS === 0) await setImmediate();
    if (index % OPERATIONS_BETWEEN_READINGS === 0) waitedBefore = waitedMs();
    const startMs = performance.now();
    operate(index);
    const endMs = performance.now();
    if (endMs - startMs > NOTICED_MS) slow.push({ index, startMs, endMs, awayMs: waitedMs() - waitedBefore });
    else if (endMs - startMs > longestOrdinaryMs) longestOrdinaryMs = endMs - startMs;
  }
  return { slow, longestOrdinaryMs };
}

function overlap({ startMs, endMs }: Interval, others: readonly Interval[]): number {
  let sum = 0;
  for (const other of others) {
    sum += Math.max(0, Math.min(endMs, other.endMs) - Math.max(startMs, other.startMs));
  }
  return sum;
}
