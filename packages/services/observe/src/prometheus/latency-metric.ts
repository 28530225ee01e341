import { Histogram, type HistogramConfiguration, type Registry } from 'prom-client';
import type { WatchedSeries } from '../series/series.ts';
import { LABELS, type Label, labelsOf } from './labels.ts';

/** Upper bounds in seconds, from a tenth of a millisecond to ten seconds. */
const BOUNDS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.016, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

interface ExportedValue {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Where prom-client looks for the labels that all buckets have; here each has all of its own. */
  readonly sharedLabels: Readonly<Record<string, string>>;
}

/**
 * The latencies of all series as one Prometheus histogram, made of what they counted when it is scraped: nothing is
 * counted twice. A bucket can hold values that are up to 1/32 above its bound.
 */
export class LatencyMetric extends Histogram<Label> {
  readonly #series: () => readonly WatchedSeries[];
  readonly #named: Pick<HistogramConfiguration<Label>, 'name' | 'help'>;

  constructor(
    named: Pick<HistogramConfiguration<Label>, 'name' | 'help'>,
    registry: Registry,
    series: () => readonly WatchedSeries[],
  ) {
    super({ ...named, labelNames: LABELS, registers: [registry] });
    this.#named = named;
    this.#series = series;
  }

  /** What prom-client 15 makes the text and the JSON of; an own one, since its histograms cannot be filled with counts. */
  getForPromString() {
    const { name, help } = this.#named;
    const values = this.#series().flatMap((series) => valuesOf(name, series));
    return Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values });
  }
}

function valuesOf(name: string, { subject, latency }: WatchedSeries): ExportedValue[] {
  const own = labelsOf(subject);
  const line = (suffix: string, value: number, labels: Readonly<Record<string, string>> = own) => ({
    metricName: `${name}_${suffix}`,
    labels,
    value,
    sharedLabels: {},
  });
  return [
    ...BOUNDS.map((bound) => line('bucket', latency.countUpTo(bound * 1_000), { le: String(bound), ...own })),
    line('bucket', latency.count, { le: '+Inf', ...own }),
    line('sum', latency.sum / 1_000),
    line('count', latency.count),
  ];
}
