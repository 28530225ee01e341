import { createHub, createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { observe } from '../observe.ts';
import { costliest } from './costliest.ts';

test('selectors and listeners that took most of the time are named, with their share', () => {
  const time = new VirtualTime();
  const hub = createHub({ stopwatch: time, timers: time });
  const watch = observe(hub, { stopwatch: time, timers: time });
  const cart = hub.add(
    'cart',
    createPlainStore({ initial: 0, stopwatch: time, reduce: (at: number, _: { type: 'add' }) => at + 1 }),
  );
  const total = watch.measuredSelector('total', (state: number) => {
    time.advance(3);
    return state * 2;
  });
  const broken = watch.measuredSelector('broken', () => {
    throw new Error('no');
  });
  hub.subscribe(
    watch.measured('list', () => {
      time.advance(1);
      total(cart.getState());
      total(cart.getState());
    }),
  );
  cart.dispatch({ type: 'add' });
  cart.dispatch({ type: 'add' });
  expect(total(4)).toBe(8);
  expect(broken).toThrow('no');
  const found = costliest(watch.report());
  expect(found.map(({ series, totalMs }) => [series.kind, series.name, totalMs])).toEqual([
    ['selector', 'total', 15],
    ['listener', 'list', 14],
    ['selector', 'broken', 0],
  ]);
  expect(found[0]?.share).toBeCloseTo(15 / 29, 10);
  expect(costliest(watch.report(), { kinds: ['change'] }).map(({ series }) => series.name)).toEqual(['add']);
  watch.stop();
});
