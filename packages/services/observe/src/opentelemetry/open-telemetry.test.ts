import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createHub, createPlainStore, refuse } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { openTelemetry } from './open-telemetry.ts';
import { openTelemetryMetrics } from './open-telemetry-metrics.ts';

const SECRET = 'hunter2';

function traced(maxCauses = 10) {
  const time = new VirtualTime(1_700_000_000_000);
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = provider.getTracer('test');
  const hub = createHub({
    stopwatch: time,
    timers: time,
    plugins: [
      openTelemetry({ tracer, clock: time, maxCauses }),
      { name: 'no', beforeChange: ({ name }) => (name === 'no' ? refuse(SECRET) : undefined) },
    ],
  });
  const store = () =>
    createPlainStore<number, { readonly type: string; readonly secret?: string }>({
      initial: 0,
      stopwatch: time,
      reduce(state, { type, secret }) {
        time.advance(5);
        if (type === 'bad') throw new TypeError(`cannot take ${secret}`);
        return state + 1;
      },
    });
  return { hub, time, cart: hub.add('cart', store()), orders: hub.add('orders', store()), exporter };
}

test('each entry is a span, with the span of its cause as its parent', () => {
  const { hub, cart, orders, exporter } = traced();
  hub.react(cart, () => orders.dispatch({ type: 'follow' }));
  cart.dispatch({ type: 'add' });
  cart.dispatch({ type: 'add' });
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name }) => name)).toEqual(['add', 'follow', 'add', 'follow']);
  const [first, follow, second] = spans;
  expect(first?.parentSpanContext).toBeUndefined();
  expect(follow?.parentSpanContext?.spanId).toBe(first?.spanContext().spanId);
  expect(follow?.spanContext().traceId).toBe(first?.spanContext().traceId);
  expect(second?.spanContext().traceId).not.toBe(first?.spanContext().traceId);
  expect(first?.attributes).toMatchObject({ 'statehouse.store': 'cart', 'statehouse.kind': 'action' });
  expect(first?.duration).toEqual([0, 5_000_000]);
  expect(first?.startTime).toEqual([1_700_000_000, 0]);
});

test('what failed or was refused says so, and says nothing of inputs and messages', () => {
  const { cart, exporter } = traced();
  expect(() => cart.dispatch({ type: 'bad', secret: SECRET })).toThrow(SECRET);
  expect(() => cart.dispatch({ type: 'no', secret: SECRET })).toThrow();
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ attributes }) => attributes['statehouse.outcome'])).toEqual(['failed', 'refused']);
  expect(spans[0]?.attributes['error.type']).toBe('TypeError');
  expect(spans.map(({ status }) => status.code)).toEqual([2, 2]);
  const told = spans.map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
  expect(JSON.stringify(told)).not.toContain(SECRET);
});

test('a cause whose span is forgotten is the beginning of a new trace', () => {
  const { hub, cart, orders, exporter } = traced(1);
  cart.dispatch({ type: 'add' });
  const later: (() => void)[] = [];
  const stop = hub.react(cart, () => later.push(hub.withCause(() => orders.dispatch({ type: 'late' }))));
  cart.dispatch({ type: 'second' });
  stop();
  cart.dispatch({ type: 'third' });
  for (const run of later) run();
  const late = exporter.getFinishedSpans().at(-1);
  expect(late?.name).toBe('late');
  expect(late?.parentSpanContext).toBeUndefined();
});

test('durations and what comes through the metrics port reach the meter', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  const hub = createHub({ plugins: [openTelemetry({ meter })] });
  const cart = hub.add('cart', createPlainStore({ initial: 0, reduce: (_: number, input: number) => input }));
  cart.dispatch(1);
  cart.dispatch(2);
  const metrics = openTelemetryMetrics(meter);
  metrics.count('server_closes', 2, { code: '1000' });
  metrics.count('server_closes', 1, { code: '1000' });
  metrics.gauge('server_connections', 7);
  metrics.observe('server_snapshot_bytes', 100);
  await reader.forceFlush();
  const told = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const valueTold = (name: string) =>
    told.find(({ descriptor }) => descriptor.name === name)?.dataPoints[0]?.value;
  expect(valueTold('statehouse.change.duration')).toMatchObject({ count: 2 });
  expect(valueTold('server_closes')).toBe(3);
  expect(valueTold('server_connections')).toBe(7);
  expect(valueTold('server_snapshot_bytes')).toMatchObject({ count: 1, sum: 100 });
  await reader.shutdown();
});
