import type { MetricLabels, Metrics } from '@statehouse/kernel';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { observeError } from '../errors.ts';

/** One bound for each power of four, to a billion: for bytes, counts and milliseconds alike. */
const BOUNDS = Array.from({ length: 16 }, (_, power) => 4 ** power);

type Metric = Counter | Gauge | Histogram;

/**
 * The metrics port of `sync` and `server` on a registry of prom-client. The labels of a metric are those that it is first
 * reported with; others that come later are left out, since Prometheus fixes them for each metric.
 *
 * @throws StatehouseError `observe/metric-kind`, when a name is reported as two kinds of metric
 */
export function prometheusMetrics(registry: Registry): Metrics {
  const metrics = new Map<string, { readonly metric: Metric; readonly labelNames: readonly string[] }>();
  const registers = [registry];

  function metricFor<Kind extends Metric>(
    name: string,
    labels: MetricLabels,
    kind: abstract new (...given: never) => Kind,
    create: (config: Config) => Kind,
  ): { metric: Kind; labels: MetricLabels } {
    const known = metrics.get(name);
    if (known === undefined) {
      const labelNames = Object.keys(labels);
      const metric = create({ name, help: name.replaceAll('_', ' '), labelNames, registers });
      metrics.set(name, { metric, labelNames });
      return { metric, labels };
    }
    const { metric, labelNames } = known;
    if (!(metric instanceof kind)) throw observeError('metric-kind', { metric: name });
    return { metric, labels: Object.fromEntries(labelNames.map((each) => [each, labels[each] ?? ''])) };
  }

  return {
    count(name, amount = 1, given = {}) {
      const { metric, labels } = metricFor(name, given, Counter, (config) => new Counter(config));
      metric.inc(labels, amount);
    },
    gauge(name, value, given = {}) {
      const { metric, labels } = metricFor(name, given, Gauge, (config) => new Gauge(config));
      metric.set(labels, value);
    },
    observe(name, value, given = {}) {
      const create = (config: Config) => new Histogram({ ...config, buckets: BOUNDS });
      const { metric, labels } = metricFor(name, given, Histogram, create);
      metric.observe(labels, value);
    },
  };
}

interface Config {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
}
