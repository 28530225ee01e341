import { createHub, createPlainStore, type Problem, refuse } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { observe } from './observe.ts';
import type { ObserveOptions } from './watch.ts';

/** A hub with one store, in which the input of a change is how long it takes. */
function slowHub(options: ObserveOptions = {}) {
  const time = new VirtualTime(1_000);
  const problems: Problem[] = [];
  const hub = createHub({ stopwatch: time, timers: time, onProblem: (problem) => problems.push(problem) });
  const watch = observe(hub, { stopwatch: time, timers: time, ...options });
  const store = createPlainStore<number, { readonly type: string; readonly takesMs: number }>({
    initial: 0,
    stopwatch: time,
    reduce(state, { type, takesMs }) {
      if (type === 'bad') throw new Error('no');
      time.advance(takesMs);
      return state + 1;
    },
  });
  const handle = hub.add('cart', { ...store, stats: () => ({ entities: store.getState() }) });
  const change = (type: string, takesMs = 1) => handle.dispatch({ type, takesMs });
  return { hub, time, watch, handle, change, problems };
}

test('changes are counted and timed by store and name, with those that failed and were refused', () => {
  const { hub, watch, change } = slowHub();
  hub.plugins.add({ name: 'no', beforeChange: ({ name }) => (name === 'no' ? refuse('no') : undefined) });
  for (let at = 1; at <= 100; at += 1) change('add', at);
  expect(() => change('bad')).toThrow();
  expect(() => change('no')).toThrow();
  const { series, problems } = watch.report();
  const [add, ...others] = series;
  expect(add).toMatchObject({ kind: 'change', store: 'cart', name: 'add', count: 100, failures: 0 });
  expect(add?.latencyMs.max).toBe(100);
  expect(add?.latencyMs.p50).toBeGreaterThan(49);
  expect(add?.latencyMs.p50).toBeLessThan(51);
  expect(others).toMatchObject([
    { name: 'bad', count: 1, failures: 1, refusals: 0 },
    { name: 'no', count: 1, failures: 0, refusals: 1 },
  ]);
  expect(problems).toEqual({ cart: 1 });
});

test('a batch is one series by its own name', () => {
  const { hub, watch, handle } = slowHub();
  hub.batch('check out', (send) => {
    send(handle, { type: 'add', takesMs: 2 });
    send(handle, { type: 'add', takesMs: 3 });
  });
  expect(watch.report().series).toMatchObject([{ kind: 'batch', store: '', name: 'check out', count: 1 }]);
});

test('names beyond the bound are counted together, and nothing is lost', () => {
  const { watch, change } = slowHub({ maxSeries: 3 });
  for (let at = 0; at < 50; at += 1) change(`add/${at % 10}`);
  const { series, all } = watch.report();
  expect(series).toHaveLength(4);
  expect(series[0]).toMatchObject({ kind: 'other', name: 'other', count: 35 });
  expect(all.count).toBe(50);
});

test('windows tell what happened when, and how sizes grew; old ones are gone', () => {
  const { watch, change, time } = slowHub({ windowMs: 1_000, maxWindows: 3 });
  for (let second = 0; second < 5; second += 1) {
    for (let at = 0; at <= second; at += 1) change('add', 20);
    time.advance(1_000 - 20 * (second + 1));
  }
  const { windows, sizes } = watch.report();
  // The present second, the sixth, is empty.
  expect(windows.map(({ startMs, count, slow }) => [startMs, count, slow])).toEqual([
    [4_000, 4, 4],
    [5_000, 5, 5],
  ]);
  expect(windows.map((window) => window.sizes.stores[0]?.entities)).toEqual([7, 11]);
  expect(sizes.stores).toEqual([{ store: 'cart', entities: 15, allocatedBytes: undefined }]);
  expect(sizes.journalBytes).toBeGreaterThan(windows[0]?.sizes.journalBytes ?? Number.POSITIVE_INFINITY);
});

test('a report is a plain value', () => {
  const { watch, change } = slowHub();
  change('add');
  const report = watch.report();
  expect(structuredClone(report)).toEqual(report);
});

test('what is slow is warned of by name, at most once a minute for each culprit', () => {
  const said: [string, string, number][] = [];
  const { change, time, watch } = slowHub({
    slowMs: 10,
    onSlow: ({ kind, name, unsaid }) => said.push([kind, name, unsaid]),
  });
  change('add', 10);
  expect(said).toEqual([]);
  change('add', 11);
  change('add', 12);
  change('sort', 50);
  watch.measured('list', () => time.advance(30))();
  expect(said).toEqual([
    ['change', 'add', 0],
    ['change', 'sort', 0],
    ['listener', 'list', 0],
  ]);
  time.advance(60_000);
  change('add', 13);
  expect(said.at(-1)).toEqual(['change', 'add', 1]);
  expect(said).toHaveLength(4);
});

test('functions, promises and interactions are measured, and what they answer or throw stays theirs', async () => {
  const { watch, time } = slowHub();
  expect(watch.measure('sum', () => 3)).toBe(3);
  expect(() =>
    watch.measure('fail', () => {
      throw new Error('mine');
    }),
  ).toThrow('mine');
  const { promise, resolve } = Promise.withResolvers<string>();
  const measured = watch.measure('load', () => promise);
  time.advance(40);
  resolve('page');
  expect(await measured).toBe('page');
  await expect(watch.measure('lost', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  watch.trackInteraction('click', 120);
  const byName = Object.fromEntries(watch.report().series.map((one) => [one.name, one]));
  expect(byName.fail).toMatchObject({ kind: 'measure', failures: 1 });
  expect(byName.lost).toMatchObject({ failures: 1 });
  expect(byName.load?.latencyMs.max).toBe(40);
  expect(byName.click).toMatchObject({ kind: 'interaction', count: 1, latencyMs: { max: 120 } });
});

test('a handler that throws is told of, and the plugin goes on', () => {
  const { hub, change, watch, problems } = slowHub({
    slowMs: 1,
    onSlow: () => {
      throw new Error('handler');
    },
  });
  for (let at = 0; at < 5; at += 1) change(`add/${at}`, 5);
  expect(problems.map(({ error }) => error)).toMatchObject(
    Array.from({ length: 5 }, () => ({ code: 'observe/handler-failed' })),
  );
  expect(hub.plugins.suspended).toEqual([]);
  expect(watch.report().all.count).toBe(5);
});

test('a store whose stats throws is watched without its size', () => {
  const { hub, watch } = slowHub();
  const store = createPlainStore({ initial: 0, reduce: (state: number) => state });
  hub.add('odd', {
    ...store,
    stats() {
      throw new Error('no');
    },
  });
  expect(watch.report().sizes.stores[1]).toEqual({
    store: 'odd',
    entities: undefined,
    allocatedBytes: undefined,
  });
});

test('after stop nothing more is counted, and no timer is left', () => {
  const alerts = [
    { kind: 'rate', name: 'busy', of: { count: 'all' }, windowMs: 10_000, abovePerSecond: 1 },
  ] as const;
  const { watch, change, time } = slowHub({ alerts });
  change('add');
  expect(time.pending).toBe(1);
  watch.stop();
  change('add');
  expect(watch.report().all.count).toBe(1);
  expect(time.pending).toBe(0);
});

test('bounds and rules that make no sense are refused by code', () => {
  expect(() => slowHub({ maxSeries: 0 })).toThrow(expect.objectContaining({ code: 'observe/bad-bound' }));
  const rate = {
    kind: 'rate',
    name: 'busy',
    of: { count: 'all' },
    windowMs: 10_000,
    abovePerSecond: 1,
  } as const;
  const burn = {
    kind: 'burn-rate',
    name: 'burn',
    bad: { count: 'failures' },
    of: { count: 'all' },
    objective: 0.99,
    longMs: 60_000,
    shortMs: 10_000,
    above: 10,
  } as const;
  const odd = [
    [rate, rate],
    [{ ...rate, abovePerSecond: Number.NaN }],
    [{ ...rate, resolveBelow: 2 }],
    [{ ...rate, windowMs: 10 ** 9 }],
    [{ ...burn, objective: 1 }],
    [{ ...burn, shortMs: 60_000 }],
  ];
  for (const alerts of odd) {
    expect(() => slowHub({ alerts })).toThrow(expect.objectContaining({ code: 'observe/bad-rule' }));
  }
  expect(() => slowHub({ alerts: [rate, burn] })).not.toThrow();
});
