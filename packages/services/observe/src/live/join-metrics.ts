import type { MetricLabels, Metrics } from '@statehouse/kernel';

/** A metrics port that passes on what it is told to each of several. */
export function joinMetrics(...ports: readonly Metrics[]): Metrics {
  const each = (tell: (port: Metrics) => void) => {
    for (const port of ports) tell(port);
  };
  return {
    count: (name: string, amount?: number, labels?: MetricLabels) =>
      each((port) => port.count(name, amount, labels)),
    gauge: (name, value, labels) => each((port) => port.gauge(name, value, labels)),
    observe: (name, value, labels) => each((port) => port.observe(name, value, labels)),
  };
}
