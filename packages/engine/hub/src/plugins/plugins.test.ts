import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isStatehouseError } from '@statehouse/kernel';
import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { add, counterStore } from '../testing/counter-store.ts';
import { definePlugin, type Plugin, type Problem, refuse, replaceWith } from './plugin.ts';

function hubWith(plugins: readonly Plugin[]) {
  const problems: Problem[] = [];
  const time = new VirtualTime();
  const hub = createHub({
    plugins,
    timers: time,
    onProblem: (problem) => problems.push(problem),
    pluginLimits: { maxFailures: 3, hookTimeoutMs: 100 },
  });
  const store = counterStore();
  hub.add('count', store);
  const codes = () => problems.map(({ error }) => (isStatehouseError(error) ? error.code : error));
  return { hub, store, time, codes };
}

/** A plugin that writes down when it is asked. */
function witness(name: string, order: string[], more: Partial<Plugin> = {}): Plugin {
  return {
    name,
    beforeChange() {
      order.push(name);
      return undefined;
    },
    ...more,
  };
}

function amountOf(input: unknown): number {
  return typeof input === 'object' && input !== null && 'amount' in input ? Number(input.amount) : Number.NaN;
}

describe('plugins before a change', () => {
  test('are asked in the order that they declare, else in that in which they came', () => {
    const order: string[] = [];
    const { store } = hubWith([
      witness('a', order, { runsAfter: ['c'] }),
      witness('b', order),
      witness('c', order, { runsAfter: ['nobody'] }),
      witness('d', order, { runsBefore: ['b'] }),
    ]);
    store.dispatch(add(1));
    expect(order).toEqual(['c', 'a', 'd', 'b']);
  });

  test('that each want to be first are refused, and the hub is as before', () => {
    const order: string[] = [];
    const { hub, store } = hubWith([witness('a', order, { runsBefore: ['b'] })]);
    expect(() => hub.plugins.add(witness('b', order, { runsBefore: ['a'] }))).toThrowError(
      expect.objectContaining({ code: 'hub/plugin-order' }),
    );
    expect(() => hub.plugins.add(witness('a', order))).toThrowError(
      expect.objectContaining({ code: 'hub/duplicate-plugin' }),
    );
    store.dispatch(add(1));
    expect([hub.plugins.names, order]).toEqual([['a'], ['a']]);
  });

  test('see what those before them made of the input, and the state', () => {
    const seen: unknown[] = [];
    const { store } = hubWith([
      { name: 'double', beforeChange: ({ input }) => replaceWith(add(amountOf(input) * 2)) },
      {
        name: 'look',
        beforeChange({ input, state, store: name }) {
          seen.push([name, amountOf(input), state]);
          return undefined;
        },
      },
    ]);
    store.dispatch(add(2));
    store.dispatch(add(3));
    expect(seen).toEqual([
      ['count', 4, { value: 0 }],
      ['count', 6, { value: 4 }],
    ]);
  });

  test('refuse: nothing changes, nobody after them is asked, and the journal says who and why', () => {
    const order: string[] = [];
    const { hub, store } = hubWith([
      { name: 'limit', beforeChange: ({ input }) => (amountOf(input) > 9 ? refuse('too much') : undefined) },
      witness('later', order),
    ]);
    expect(() => store.dispatch(add(10))).toThrowError(
      expect.objectContaining({
        code: 'hub/refused',
        message: 'The change add of count was refused by limit: too much',
      }),
    );
    expect([store.getState(), order]).toEqual([{ value: 0 }, []]);
    expect(hub.journal.entry(2)).toMatchObject({
      outcome: { kind: 'refused', by: 'limit', reason: 'too much' },
      changes: [{ input: add(10) }],
    });
  });

  test('that answer with a promise are not waited for: it counts as a failure', async () => {
    const late: Plugin = {
      name: 'late',
      // @ts-expect-error: the types forbid it; code without types does it all the same
      beforeChange: async () => refuse('too late'),
    };
    const { store, codes } = hubWith([late]);
    store.dispatch(add(1));
    expect([store.getState().value, codes()]).toEqual([1, ['hub/plugin-async']]);
  });

  test('can be added and taken out while the hub runs', () => {
    const order: string[] = [];
    const { hub, store } = hubWith([]);
    let removed = 0;
    const remove = hub.plugins.add(witness('a', order, { onRemoved: () => (removed += 1) }));
    store.dispatch(add(1));
    remove();
    remove();
    store.dispatch(add(1));
    expect([order, removed, hub.plugins.names]).toEqual([['a'], 1, []]);
  });
});

describe('a plugin that fails', () => {
  const broken = (more: Partial<Plugin> = {}): Plugin => ({
    name: 'broken',
    beforeChange() {
      throw new Error('broken');
    },
    ...more,
  });

  test('lets the change pass, and the others are asked', () => {
    const order: string[] = [];
    const { store, codes } = hubWith([broken(), witness('good', order)]);
    store.dispatch(add(1));
    expect([store.getState().value, order, codes()]).toEqual([1, ['good'], ['hub/plugin-failed']]);
  });

  test('refuses the change, where it declares so', () => {
    const { store } = hubWith([broken({ whenBroken: 'refuse' })]);
    expect(() => store.dispatch(add(1))).toThrowError(/refused by broken: the plugin failed/);
    expect(store.getState().value).toBe(0);
  });

  test('is asked no more after the third time in a row, until it is resumed', () => {
    const { hub, store, codes } = hubWith([broken()]);
    for (let round = 0; round < 5; round += 1) store.dispatch(add(1));
    const failed = Array(3).fill('hub/plugin-failed');
    expect([codes(), hub.plugins.suspended]).toEqual([[...failed, 'hub/plugin-suspended'], ['broken']]);
    hub.plugins.resume('broken');
    store.dispatch(add(1));
    expect([codes().length, hub.plugins.suspended]).toEqual([5, []]);
  });

  test('is not suspended when it succeeds in between', () => {
    let round = 0;
    const { hub, store } = hubWith([
      {
        name: 'odd',
        beforeChange() {
          round += 1;
          if (round % 3 !== 0) throw new Error('odd');
          return undefined;
        },
      },
    ]);
    for (let at = 0; at < 12; at += 1) store.dispatch(add(1));
    expect(hub.plugins.suspended).toEqual([]);
  });

  test('is told to the other plugins, not to itself', () => {
    const told: string[] = [];
    const onError =
      (name: string) =>
      ({ place }: Problem) =>
        told.push(`${name} hears of ${place}`);
    const { store } = hubWith([
      broken({ onError: onError('broken') }),
      { name: 'good', onError: onError('good') },
    ]);
    store.dispatch(add(1));
    expect(told).toEqual(['good hears of broken']);
  });
});

describe('plugins after a change', () => {
  test('are told of changes, refusals and failures, and of stores that come and go', () => {
    const told: unknown[] = [];
    const { hub, store } = hubWith([
      { name: 'limit', beforeChange: ({ input }) => (amountOf(input) > 9 ? refuse('much') : undefined) },
      {
        name: 'audit',
        afterChange: ({ name, outcome }) => told.push([name, outcome.kind]),
        onStoreAdded: (name) => told.push(['added', name]),
        onStoreRemoved: (name) => told.push(['removed', name]),
        onError: ({ place }) => told.push(['error', place]),
      },
    ]);
    store.dispatch(add(1));
    expect(() => store.dispatch(add(10))).toThrow();
    expect(() => store.dispatch({ type: 'fail' })).toThrow();
    hub.add('other', counterStore()).leave();
    expect(told).toEqual([
      ['count', 'applied'],
      ['added', 'count'],
      ['add', 'applied'],
      ['add', 'refused'],
      ['fail', 'failed'],
      ['error', 'count'],
      ['other', 'applied'],
      ['added', 'other'],
      ['other', 'applied'],
      ['removed', 'other'],
    ]);
  });

  test('may take their time, up to the timeout', async () => {
    let finish: (() => void) | undefined;
    const { store, time, codes } = hubWith([
      {
        name: 'slow',
        afterChange: ({ id }) => (id === 2 ? new Promise<void>((done) => (finish = done)) : undefined),
      },
      { name: 'never', afterChange: ({ id }) => (id === 2 ? new Promise(() => {}) : undefined) },
    ]);
    store.dispatch(add(1));
    finish?.();
    await Promise.resolve();
    time.advance(99);
    expect(codes()).toEqual([]);
    time.advance(2);
    expect(codes()).toEqual(['hub/plugin-timeout']);
    store.dispatch(add(1));
    expect(store.getState().value).toBe(2);
  });

  test('whose promise is rejected count as failed', async () => {
    const { store, codes } = hubWith([
      { name: 'rejects', afterChange: ({ id }) => (id === 2 ? Promise.reject(new Error('no')) : undefined) },
    ]);
    store.dispatch(add(1));
    await Promise.resolve();
    await Promise.resolve();
    expect(codes()).toEqual(['hub/plugin-failed']);
  });
});

describe('options of a plugin', () => {
  const positive: StandardSchemaV1<unknown, { readonly most: number }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate(value) {
        const most = typeof value === 'object' && value !== null && 'most' in value ? value.most : undefined;
        return typeof most === 'number' && most > 0
          ? { value: { most } }
          : { issues: [{ message: 'has to be positive', path: ['most'] }] };
      },
    },
  };
  const limit = definePlugin({
    name: 'limit',
    options: positive,
    install: ({ most }) => ({
      beforeChange: ({ input }) => (amountOf(input) > most ? refuse(`more than ${most}`) : undefined),
    }),
  });

  test('are checked by a schema when it is made', () => {
    const { store } = hubWith([limit({ most: 3 })]);
    expect(() => store.dispatch(add(4))).toThrowError(/more than 3/);
    expect(() => limit({ most: -1 })).toThrowError(
      expect.objectContaining({
        code: 'hub/plugin-options',
        message: 'The options of the plugin limit are not what it takes: most: has to be positive',
      }),
    );
  });
});
