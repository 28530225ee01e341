import type { Unit } from '../measurement.ts';
import type { Cell, ContenderOptions, Meter } from './meter.ts';
import { Stopwatch } from './stopwatch.ts';

const UNITS_PER_MS: Partial<Record<Unit, number>> = { ns: 1e6, us: 1e3, ms: 1, s: 1e-3 };
/** A first operation that takes longer than this needs no warm-up: it counts as it is. */
const SLOW_OPERATION_MS = 200;
/** A sample is full, too, when it takes so many times as long with what is off the clock. */
const MOST_PREPARATION = 4;
/** Above this a full collection before each sample takes longer than the sample itself. */
const FULL_COLLECTION_UP_TO = 200_000;

/** Something whose time is measured. */
export interface Timed extends Omit<Cell, 'mostSamples'> {
  /** How many operations one sample has at most. */
  readonly maxOperations?: number;
  /**
   * What is collected before each sample: everything unless told. A full collection also makes the compiler forget code
   * that held on to what is gone; where much code takes part in a short operation, a sample would be of its compiling.
   */
  readonly collects?: 'everything' | 'young';
  /** Does that many operations. Answers the milliseconds that count; the rest is preparation. */
  run(operations: number): number | Promise<number>;
}

/**
 * A meter of the time of one operation. It warms up until the code is compiled, finds how many operations fill a sample,
 * collects garbage before each sample, and runs a quarter of one before the clock starts, so that the caches hold what
 * they would.
 */
export function timedMeter(timed: Timed, { n, quick }: ContenderOptions): Meter {
  const {
    case: name,
    metric,
    unit,
    maxOperations = Number.POSITIVE_INFINITY,
    collects = 'everything',
  } = timed;
  const perMs = UNITS_PER_MS[unit] ?? Number.NaN;
  const [sampleMs, warmUpMs] = quick ? [1, 2] : [20, 200];
  const whole = new Stopwatch();
  let operations = 0;

  /** Answers the time of the first operation where that is all that is needed. */
  async function warmUp(): Promise<number | undefined> {
    operations = 1;
    // The first brings the data into being; how long that takes says nothing of the size of a sample.
    const firstMs = await timed.run(operations);
    if (firstMs >= SLOW_OPERATION_MS) return firstMs;
    for (let spentMs = 0; ; ) {
      whole.start();
      const elapsedMs = await timed.run(operations);
      const wholeMs = whole.stop();
      spentMs += wholeMs;
      const isFull =
        elapsedMs >= sampleMs || wholeMs >= sampleMs * MOST_PREPARATION || operations === maxOperations;
      if (isFull && spentMs >= warmUpMs) return undefined;
      if (!isFull) operations = Math.min(operations * 2, maxOperations);
    }
  }

  return {
    case: name,
    metric,
    unit,
    ...(timed.n === undefined ? {} : { n: timed.n }),
    async sample() {
      if (operations === 0) {
        const slowMs = await warmUp();
        if (slowMs !== undefined) return slowMs * perMs;
        // What loading and warming up left behind is not this metric's to clean up.
        globalThis.gc?.();
      }
      collectGarbage(collects === 'everything' && n <= FULL_COLLECTION_UP_TO);
      if (operations >= 4) await timed.run(Math.floor(operations / 4));
      const elapsedMs = await timed.run(operations);
      return (elapsedMs * perMs) / operations;
    },
  };
}

function collectGarbage(isFull: boolean): void {
  if (isFull) globalThis.gc?.();
  else globalThis.gc?.({ type: 'minor', execution: 'sync' });
}

/** What operations answer goes here, so that no compiler can leave them out. */
let consumed = 0;

export function consume(value: number): void {
  consumed = (consumed + value) | 0;
}

export function consumedSoFar(): number {
  return consumed;
}
