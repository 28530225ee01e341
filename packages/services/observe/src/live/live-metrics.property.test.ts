import { cases, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinMetrics } from './join-metrics.ts';
import { createLiveMetrics, type MetricsReader } from './live-metrics.ts';

const name = fc.constantFrom('one', 'two', 'three');
const value = fc.integer({ min: 0, max: 1_000 });
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('count' as const, 'gauge' as const, 'observe' as const), name, value }),
  fc.record({ kind: fc.constant('snapshot' as const), name: fc.constantFrom('first', 'second'), value }),
);

test('counters are sums since the beginning, and each reader is told of each observation exactly once', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 100, size: 'max' }), (steps) => {
      const live = createLiveMetrics({ clock: new VirtualTime() });
      const port = joinMetrics(live.port);
      const readers: Record<string, MetricsReader> = { first: live.read(), second: live.read() };
      const told: Record<string, Record<string, number>> = { first: {}, second: {} };
      const sums: Record<string, number> = {};
      const gauges: Record<string, number> = {};
      const observed: Record<string, number> = {};
      const read = (reader: string) => {
        const snapshot = readers[reader]?.snapshot();
        for (const [series, { count }] of Object.entries(snapshot?.observations ?? {})) {
          const counts = told[reader] ?? {};
          counts[series] = (counts[series] ?? 0) + count;
        }
        expect(snapshot?.counters).toEqual(sums);
        expect(snapshot?.gauges).toEqual(gauges);
      };
      for (const { kind, name: series, value: amount } of steps) {
        if (kind === 'snapshot') read(series);
        else if (kind === 'gauge') {
          port.gauge(series, amount);
          gauges[series] = amount;
        } else if (kind === 'count') {
          port.count(series, amount);
          sums[series] = (sums[series] ?? 0) + amount;
        } else {
          port.observe(series, amount);
          observed[series] = (observed[series] ?? 0) + 1;
          sums[`${series}_count`] = (sums[`${series}_count`] ?? 0) + 1;
          sums[`${series}_sum`] = (sums[`${series}_sum`] ?? 0) + amount;
        }
      }
      read('first');
      read('second');
      expect(told).toEqual({ first: observed, second: observed });
    }),
    cases(300),
  );
});

test('labels make series of their own, in any order the same', () => {
  const live = createLiveMetrics({ clock: new VirtualTime(7) });
  const reader = live.read();
  live.port.count('closes', 1, { code: '1000', why: 'a"b' });
  live.port.count('closes', 2, { why: 'a"b', code: '1000' });
  live.port.count('closes', 4, {});
  expect(reader.snapshot()).toEqual({
    number: 0,
    atMs: 7,
    counters: { 'closes{code="1000",why="a\\"b"}': 3, closes: 4 },
    gauges: {},
    observations: {},
  });
  expect(reader.snapshot().number).toBe(1);
});

test('names with ids in them fill no memory', () => {
  const live = createLiveMetrics({ clock: new VirtualTime(), maxSeries: 10 });
  const reader = live.read();
  for (let at = 0; at < 1_000; at += 1) {
    live.port.count(`count-${at}`);
    live.port.observe(`observe-${at}`, at);
  }
  const { counters, observations } = reader.snapshot();
  expect(Object.keys(counters).length + Object.keys(observations).length).toBeLessThan(25);
  expect(counters.other).toBe(995);
  expect(observations.other?.count).toBe(995);
});

test('for a reader that has gone nothing is kept', () => {
  const live = createLiveMetrics({ clock: new VirtualTime() });
  const reader = live.read();
  reader.close();
  live.port.observe('one', 1);
  expect(reader.snapshot().observations).toEqual({});
});
