import { Histogram } from '../histogram/histogram.ts';
import type { Ending, Series, Subject } from '../series/series.ts';

/** What one series did in one window. */
export interface Tally {
  readonly subject: Subject;
  count: number;
  failures: number;
  refusals: number;
  /** Those that took longer than the threshold of slow changes. */
  slow: number;
}

/** The sizes of things at the moment when a window began. */
export interface SizeSample {
  readonly journalEntries: number;
  readonly journalBytes: number;
  readonly stores: readonly StoreSize[];
}

/** What a store says of itself (`stats()`); undefined where it does not. */
export interface StoreSize {
  readonly store: string;
  readonly entities: number | undefined;
  readonly allocatedBytes: number | undefined;
}

/** A stretch of time and what happened in it. */
export interface TimeWindow {
  /** Windows are numbered from the zero of the stopwatch; those in which nothing happened are not there. */
  readonly number: number;
  readonly latency: Histogram;
  readonly tallies: readonly Tally[];
  readonly sizes: SizeSample;
}

export interface WindowBounds {
  readonly windowMs: number;
  readonly maxWindows: number;
}

interface OpenWindow extends TimeWindow {
  readonly tallies: Tally[];
  /** By the number of the series. */
  readonly bySeries: (Tally | undefined)[];
}

/**
 * The newest windows of time, at most `maxWindows` numbers back from the present one, oldest first. A window is begun by
 * the first thing that happens in it, and sizes are sampled then. Recording is O(1).
 */
export class WindowRing {
  readonly #bounds: WindowBounds;
  readonly #sample: () => SizeSample;
  readonly #windows: OpenWindow[] = [];
  #open: OpenWindow | undefined;
  #endMs = Number.NEGATIVE_INFINITY;

  constructor(bounds: WindowBounds, sample: () => SizeSample) {
    this.#bounds = bounds;
    this.#sample = sample;
  }

  /** The windows that are not too old at a time. */
  at(nowMs: number): readonly TimeWindow[] {
    this.#drop(numberAt(nowMs, this.#bounds));
    return this.#windows;
  }

  record(nowMs: number, series: Series, durationMs: number, ending: Ending, isSlow: boolean): void {
    const open = this.#open !== undefined && nowMs < this.#endMs ? this.#open : this.#begin(nowMs);
    let tally = open.bySeries[series.number];
    if (tally === undefined) {
      tally = { subject: series.subject, count: 0, failures: 0, refusals: 0, slow: 0 };
      open.bySeries[series.number] = tally;
      open.tallies.push(tally);
    }
    tally.count += 1;
    if (ending === 'applied') open.latency.record(durationMs);
    else if (ending === 'failed') tally.failures += 1;
    else tally.refusals += 1;
    if (isSlow) tally.slow += 1;
  }

  #begin(nowMs: number): OpenWindow {
    const number = numberAt(nowMs, this.#bounds);
    const open: OpenWindow = {
      number,
      latency: new Histogram(),
      tallies: [],
      bySeries: [],
      sizes: this.#sample(),
    };
    this.#windows.push(open);
    this.#open = open;
    this.#endMs = (number + 1) * this.#bounds.windowMs;
    this.#drop(number);
    return open;
  }

  #drop(present: number): void {
    const oldest = present - this.#bounds.maxWindows + 1;
    const kept = this.#windows.findIndex(({ number }) => number >= oldest);
    const dropped = kept === -1 ? this.#windows.length : kept;
    if (dropped === 0) return;
    this.#windows.splice(0, dropped);
    if (this.#windows.length === 0) this.#open = undefined;
  }
}

/** The number of the window that a time falls into. */
export function numberAt(nowMs: number, { windowMs }: Pick<WindowBounds, 'windowMs'>): number {
  return Math.floor(nowMs / windowMs);
}
