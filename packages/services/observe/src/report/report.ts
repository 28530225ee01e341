import { Histogram, type LatencySummary } from '../histogram/histogram.ts';
import type { Series, Subject } from '../series/series.ts';
import type { SizeSample, TimeWindow } from '../windows/window-ring.ts';

/** One series since the beginning; durations in milliseconds, of what went through. */
export interface SeriesReport extends Subject {
  readonly count: number;
  readonly failures: number;
  readonly refusals: number;
  readonly latencyMs: LatencySummary;
}

/** One window of time over all series. */
export interface WindowReport {
  readonly startMs: number;
  readonly count: number;
  readonly failures: number;
  readonly refusals: number;
  readonly slow: number;
  readonly latencyMs: LatencySummary;
  readonly sizes: SizeSample;
}

/** All that is known at one moment, as a plain value that JSON can hold. */
export interface Report {
  readonly atMs: number;
  /** The busiest first. */
  readonly series: readonly SeriesReport[];
  readonly all: LatencySummary;
  /** What went wrong by place, outside of changes too. */
  readonly problems: Readonly<Record<string, number>>;
  /** Oldest first; those in which nothing happened are left out. */
  readonly windows: readonly WindowReport[];
  readonly sizes: SizeSample;
}

export interface ReportSource {
  readonly atMs: number;
  readonly windowMs: number;
  readonly series: readonly Series[];
  readonly problems: ReadonlyMap<string, number>;
  readonly windows: readonly TimeWindow[];
  readonly sizes: SizeSample;
}

export function reportOf({ atMs, windowMs, series, problems, windows, sizes }: ReportSource): Report {
  const all = new Histogram();
  for (const { latency } of series) all.merge(latency);
  return {
    atMs,
    all: all.summary(),
    series: series.map(seriesReportOf).sort((one, other) => other.count - one.count),
    problems: Object.fromEntries(problems),
    windows: windows.map((window) => windowReportOf(window, windowMs)),
    sizes,
  };
}

function seriesReportOf({ subject, latency, count, failures, refusals }: Series): SeriesReport {
  return { ...subject, count, failures, refusals, latencyMs: latency.summary() };
}

function windowReportOf({ number, latency, tallies, sizes }: TimeWindow, windowMs: number): WindowReport {
  const totals = { count: 0, failures: 0, refusals: 0, slow: 0 };
  for (const { count, failures, refusals, slow } of tallies) {
    totals.count += count;
    totals.failures += failures;
    totals.refusals += refusals;
    totals.slow += slow;
  }
  return { startMs: number * windowMs, ...totals, latencyMs: latency.summary(), sizes };
}
