import type { Stopwatch, Timers } from '@statehouse/kernel';
import type { AlertEvent } from './alerts/evaluate.ts';
import type { AlertRule } from './alerts/rule.ts';
import type { Report } from './report/report.ts';
import type { WatchedSeries } from './series/series.ts';
import type { SlowWarning } from './slow/slow-changes.ts';
import type { SizeSample } from './windows/window-ring.ts';

export interface ObserveOptions {
  /** Series that are told apart; what comes beyond is counted in one that is called `other`. 500 unless told. */
  readonly maxSeries?: number;
  /** The width of a window of time; ten seconds unless told. */
  readonly windowMs?: number;
  /** How many windows back are kept; 360, an hour of ten seconds each, unless told. */
  readonly maxWindows?: number;
  /** What is slow; 16 ms, a frame, unless told. */
  readonly slowMs?: number;
  /** Told of what was slow, at most once a minute for each culprit. */
  readonly onSlow?: (warning: SlowWarning) => void;
  /** Judged at the end of each `windowMs`, by a timer that runs until `stop`. */
  readonly alerts?: readonly AlertRule[];
  readonly onAlert?: (event: AlertEvent) => void;
  /** Durations, and the time of windows. */
  readonly stopwatch?: Stopwatch;
  readonly timers?: Timers;
}

/** What watches a hub. */
export interface Watch {
  report(): Report;
  /** For exporters: the series themselves, which go on counting; in the order in which they were first seen. */
  series(): readonly WatchedSeries[];
  sizes(): SizeSample;
  /** The names of the alert rules that fire. */
  firing(): readonly string[];
  /** Runs a function and measures it, until its promise has settled where it returns one. */
  measure<Result>(name: string, run: () => Result): Result;
  /** A listener that is measured under a name whenever it is called. */
  measured<Given extends readonly unknown[], Result>(
    name: string,
    listener: (...given: Given) => Result,
  ): (...given: Given) => Result;
  /** A selector that is measured under a name whenever it is asked: what views pay for what they show. */
  measuredSelector<Given extends readonly unknown[], Result>(
    name: string,
    select: (...given: Given) => Result,
  ): (...given: Given) => Result;
  /** Counts an interaction that was measured elsewhere: from the click to the pixels. */
  trackInteraction(name: string, durationMs: number): void;
  /** Takes it off the hub. What was counted can still be read. */
  stop(): void;
}
