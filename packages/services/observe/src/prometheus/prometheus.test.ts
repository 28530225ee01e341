import { createHub, createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { observe } from '../observe.ts';
import { exportToPrometheus } from './prometheus.ts';
import { prometheusMetrics } from './prometheus-metrics.ts';

function exported() {
  const time = new VirtualTime(0);
  const hub = createHub({ stopwatch: time, timers: time });
  const watch = observe(hub, { stopwatch: time, timers: time });
  const registry = new Registry();
  exportToPrometheus(watch, registry);
  const store = createPlainStore<number, { readonly type: string; readonly takesMs: number }>({
    initial: 0,
    stopwatch: time,
    reduce(state, { takesMs }) {
      if (takesMs < 0) throw new Error('no');
      time.advance(takesMs);
      return state + 1;
    },
  });
  const cart = hub.add('cart', {
    ...store,
    stats: () => ({ entities: store.getState(), allocatedBytes: 64 }),
  });
  const change = (type: string, takesMs: number) => cart.dispatch({ type, takesMs });
  return { change, registry, lines: async () => (await registry.metrics()).split('\n') };
}

test('counters, latencies and sizes stand in the text, as they are when it is read', async () => {
  const { change, lines } = exported();
  change('add', 3);
  change('add', 40);
  expect(() => change('add', -1)).toThrow();
  const labels = 'kind="change",store="cart",name="add"';
  const first = await lines();
  expect(first).toContain(`statehouse_changes_total{${labels}} 3`);
  expect(first).toContain(`statehouse_failures_total{${labels}} 1`);
  expect(first).toContain(`statehouse_refusals_total{${labels}} 0`);
  expect(first).toContain('# TYPE statehouse_duration_seconds histogram');
  expect(first).toContain(`statehouse_duration_seconds_bucket{le="0.0025",${labels}} 0`);
  expect(first).toContain(`statehouse_duration_seconds_bucket{le="0.005",${labels}} 1`);
  expect(first).toContain(`statehouse_duration_seconds_bucket{le="0.05",${labels}} 2`);
  expect(first).toContain(`statehouse_duration_seconds_bucket{le="+Inf",${labels}} 2`);
  expect(first).toContain(`statehouse_duration_seconds_sum{${labels}} 0.043`);
  expect(first).toContain(`statehouse_duration_seconds_count{${labels}} 2`);
  expect(first).toContain('statehouse_store_entities{store="cart"} 2');
  expect(first).toContain('statehouse_store_allocated_bytes{store="cart"} 64');
  change('add', 1);
  expect(await lines()).toContain(`statehouse_changes_total{${labels}} 4`);
});

test('the same stands in the JSON of the registry', async () => {
  const { change, registry } = exported();
  change('add', 3);
  const latencies = (await registry.getMetricsAsJSON()).find(
    ({ name }) => name === 'statehouse_duration_seconds',
  );
  expect(latencies?.values.at(-1)).toMatchObject({
    value: 1,
    labels: { kind: 'change', store: 'cart', name: 'add' },
  });
});

test('names with quotes and line ends stay inside of their label', async () => {
  const { change, lines } = exported();
  change('a"} 1\nevil 1', 1);
  expect((await lines()).filter((line) => line.startsWith('evil'))).toEqual([]);
  expect(await lines()).toContain(
    'statehouse_changes_total{kind="change",store="cart",name="a\\"} 1\\nevil 1"} 1',
  );
});

test('what the platform reports through the metrics port stands there too', async () => {
  const registry = new Registry();
  const metrics = prometheusMetrics(registry);
  metrics.count('server_closes', 1, { code: '1000' });
  metrics.count('server_closes', 2, { code: '1000' });
  metrics.count('server_closes', 5, { code: '1006', unknown: 'left out' });
  metrics.gauge('server_connections', 7);
  metrics.gauge('server_connections', 6);
  metrics.observe('server_snapshot_bytes', 100);
  const lines = (await registry.metrics()).split('\n');
  expect(lines).toContain('server_closes{code="1000"} 3');
  expect(lines).toContain('server_closes{code="1006"} 5');
  expect(lines).toContain('server_connections 6');
  expect(lines).toContain('server_snapshot_bytes_bucket{le="64"} 0');
  expect(lines).toContain('server_snapshot_bytes_bucket{le="256"} 1');
});

test('one name for two kinds of metric is refused by code', () => {
  const metrics = prometheusMetrics(new Registry());
  metrics.count('server_closes');
  expect(() => metrics.gauge('server_closes', 1)).toThrow(
    expect.objectContaining({ code: 'observe/metric-kind' }),
  );
});
