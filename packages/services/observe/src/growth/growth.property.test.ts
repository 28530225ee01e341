import { createHub, createPlainStore } from '@statehouse/hub';
import { cases, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observe } from '../observe.ts';
import type { WindowReport } from '../report/report.ts';
import { growthOf } from './growth.ts';

function windowsOf(values: readonly (readonly [startMs: number, entities: number])[]): WindowReport[] {
  const latencyMs = { count: 0, sum: 0, max: 0, p50: 0, p90: 0, p99: 0, p999: 0 };
  return values.map(([startMs, entities]) => ({
    startMs,
    count: 1,
    failures: 0,
    refusals: 0,
    slow: 0,
    latencyMs,
    sizes: {
      journalEntries: 0,
      journalBytes: 0,
      stores: [{ store: 'cart', entities, allocatedBytes: undefined }],
    },
  }));
}

const ofCart = (windows: WindowReport[]) => growthOf({ windows }).find(({ store }) => store === 'cart');

test('what grows on a line grows by its slope, wherever it begins and whichever windows are missing', () => {
  const starts = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 60 });
  const slope = fc.integer({ min: -100, max: 100 });
  fc.assert(
    fc.property(starts, slope, fc.integer({ min: 0, max: 1e9 }), (windows, perWindow, first) => {
      const inOrder = windows.toSorted((one, other) => one - other);
      const grown = ofCart(windowsOf(inOrder.map((at) => [at * 10_000, first + perWindow * at])));
      expect(grown?.perMinute).toBeCloseTo(perWindow * 6, 3);
      expect(grown?.steadiness).toBeCloseTo(perWindow === 0 ? 0 : 1, 6);
      expect(grown?.samples).toBe(windows.length);
    }),
    cases(300),
  );
});

test('what goes up and down is not steady, and of two samples nothing is said', () => {
  const saw = Array.from({ length: 40 }, (_, at) => [at * 10_000, at % 2 === 0 ? 0 : 1_000] as const);
  expect(ofCart(windowsOf(saw))?.steadiness).toBeLessThan(0.05);
  expect(ofCart(windowsOf(saw.slice(0, 2)))).toBeUndefined();
});

test('a store that fills up is found in the report of a watch, and one that stays as it is is not', () => {
  const time = new VirtualTime();
  const hub = createHub({ stopwatch: time, timers: time });
  const watch = observe(hub, { stopwatch: time, timers: time, windowMs: 1_000 });
  const add = (name: string, entities: (state: number) => number) => {
    const store = createPlainStore({
      initial: 0,
      stopwatch: time,
      reduce: (state: number, _: { type: 'add' }) => state + 1,
    });
    return hub.add(name, { ...store, stats: () => ({ entities: entities(store.getState()) }) });
  };
  const full = add('log', (state) => state);
  const even = add('settings', () => 7);
  for (let second = 0; second < 30; second += 1) {
    full.dispatch({ type: 'add' });
    full.dispatch({ type: 'add' });
    even.dispatch({ type: 'add' });
    time.advance(1_000);
  }
  const entities = growthOf(watch.report()).filter(({ measure }) => measure === 'entities');
  expect(entities.map(({ store, perMinute }) => [store, Math.round(perMinute)])).toEqual([
    ['log', 120],
    ['settings', 0],
  ]);
  expect(entities[0]?.steadiness).toBeCloseTo(1, 5);
  watch.stop();
});
