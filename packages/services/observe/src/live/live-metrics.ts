import type { Clock, MetricLabels, Metrics } from '@statehouse/kernel';
import { Histogram, type LatencySummary } from '../histogram/histogram.ts';

/**
 * What was reported through a metrics port up to one moment, as a plain value that JSON can hold. A series goes by its
 * name, and by its labels where it has any: `server_closes{code="1000"}`.
 */
export interface MetricsSnapshot {
  /** How many this reader took before. */
  readonly number: number;
  readonly atMs: number;
  /** Since the beginning. What is observed has two: `…_count` and `…_sum`. */
  readonly counters: Readonly<Record<string, number>>;
  readonly gauges: Readonly<Record<string, number>>;
  /** Since this reader's snapshot before. */
  readonly observations: Readonly<Record<string, LatencySummary>>;
}

/** Takes snapshots, each of what came since its own one before. */
export interface MetricsReader {
  snapshot(): MetricsSnapshot;
  /** What comes from now on is not kept for it. */
  close(): void;
}

/** A metrics port that can be read while it is written to. */
export interface LiveMetrics {
  /** To be handed to what reports. */
  readonly port: Metrics;
  read(): MetricsReader;
}

export interface LiveMetricsOptions {
  readonly clock: Clock;
  /** Series that are told apart; what comes beyond is counted in one that is called `other`. 500 unless told. */
  readonly maxSeries?: number;
}

/**
 * Counts what is reported for who looks on, each reader with intervals of its own. Memory is bounded by the number of series
 * and of readers; telling it something is O(readers).
 */
export function createLiveMetrics({ clock, maxSeries = 500 }: LiveMetricsOptions): LiveMetrics {
  const counters = new Map<string, number>();
  const gauges = new Map<string, number>();
  const known = new Set<string>();
  const readers = new Set<Map<string, Histogram>>();
  const seriesOf = (name: string, labels: MetricLabels | undefined): string => {
    const series = labels === undefined ? name : withLabels(name, labels);
    if (known.has(series)) return series;
    if (known.size >= maxSeries) return 'other';
    known.add(series);
    return series;
  };
  const add = (series: string, amount: number) => counters.set(series, (counters.get(series) ?? 0) + amount);
  return {
    port: {
      count: (name, amount = 1, labels) => void add(seriesOf(name, labels), amount),
      gauge: (name, value, labels) => void gauges.set(seriesOf(name, labels), value),
      observe(name, value, labels) {
        const series = seriesOf(name, labels);
        add(`${series}_count`, 1);
        add(`${series}_sum`, value);
        for (const histograms of readers) histogramIn(histograms, series).record(value);
      },
    },
    read() {
      const histograms = new Map<string, Histogram>();
      readers.add(histograms);
      let number = 0;
      return {
        snapshot() {
          const observations = Object.fromEntries(
            [...histograms].map(([series, histogram]) => [series, histogram.summary()]),
          );
          histograms.clear();
          number += 1;
          return {
            number: number - 1,
            atMs: clock.nowMs(),
            counters: Object.fromEntries(counters),
            gauges: Object.fromEntries(gauges),
            observations,
          };
        },
        close: () => void readers.delete(histograms),
      };
    },
  };
}

function histogramIn(histograms: Map<string, Histogram>, series: string): Histogram {
  const known = histograms.get(series);
  if (known !== undefined) return known;
  const histogram = new Histogram();
  histograms.set(series, histogram);
  return histogram;
}

function withLabels(name: string, labels: MetricLabels): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return name;
  return `${name}{${names.map((label) => `${label}=${JSON.stringify(labels[label])}`).join(',')}}`;
}
