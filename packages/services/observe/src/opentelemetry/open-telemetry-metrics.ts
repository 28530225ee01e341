import type { Counter, Gauge, Histogram, Meter } from '@opentelemetry/api';
import type { Metrics } from '@statehouse/kernel';

/** The metrics port of `sync` and `server` on a meter of OpenTelemetry. */
export function openTelemetryMetrics(meter: Meter): Metrics {
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  return {
    count: (name, amount = 1, labels = {}) =>
      known(counters, name, () => meter.createCounter(name)).add(amount, labels),
    gauge: (name, value, labels = {}) =>
      known(gauges, name, () => meter.createGauge(name)).record(value, labels),
    observe: (name, value, labels = {}) =>
      known(histograms, name, () => meter.createHistogram(name)).record(value, labels),
  };
}

function known<Instrument>(all: Map<string, Instrument>, name: string, create: () => Instrument): Instrument {
  const instrument = all.get(name) ?? create();
  all.set(name, instrument);
  return instrument;
}
