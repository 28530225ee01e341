import { createHub, createPlainStore, type Hub } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { assign, fromCallback, fromPromise, sendTo, setup } from 'xstate';
import { onHub } from './on-hub.ts';
import { orderOnHub } from './testing/order-on-hub.ts';
import { turn } from './testing/turn.ts';

/** Every entry by name with the name of the one that led to it. */
function causesOf(hub: Hub): readonly (readonly [string, string | undefined])[] {
  return [...hub.journal.entries()].map(
    ({ name, causeId }) =>
      [name, causeId === undefined ? undefined : hub.journal.entry(causeId)?.name] as const,
  );
}

test('what comes to a parent, after a delay or an answer comes of what began it', async () => {
  const { hub, order, time, bank } = orderOnHub();
  order.start();
  time.advance(10_000);
  order.send({ type: 'ADD', item: 'tea' });
  order.send({ type: 'CHECK_OUT' });
  order.send({ type: 'CHOOSE', delivery: 'bike' });
  order.send({ type: 'ADDRESS', address: 'here' });
  time.advance(300);
  bank.answer(false);
  await turn();
  time.advance(1_000);
  bank.answer(true);
  await turn();
  const checked = 'xstate.after.300.order.shipping.address.checking';
  const waited = 'xstate.after.backoff.order.paying.waiting';
  expect(causesOf(hub)).toEqual([
    ['order', undefined],
    ['xstate.init', undefined],
    ['reminder/xstate.after.5000.reminder.resting', 'xstate.init'],
    ['reminder/xstate.after.5000.reminder.ready', 'reminder/xstate.after.5000.reminder.resting'],
    ['REMIND', 'reminder/xstate.after.5000.reminder.ready'],
    ['ADD', undefined],
    ['CHECK_OUT', undefined],
    ['CHOOSE', undefined],
    ['ADDRESS', undefined],
    [checked, 'ADDRESS'],
    ['payment/xstate.promise.reject', checked],
    ['xstate.error.actor.payment', 'payment/xstate.promise.reject'],
    [waited, 'xstate.error.actor.payment'],
    ['payment/xstate.promise.resolve', waited],
    ['xstate.done.actor.payment', 'payment/xstate.promise.resolve'],
  ]);
});

test('what actions do to other stores comes of the event, and what they send of what it was sent in', () => {
  const hub = createHub();
  const log = createPlainStore({
    initial: 0,
    reduce: (count: number, _: string) => count + 1,
    nameOf: (name) => name,
  });
  const logged = hub.add('log', log);
  const machine = setup({
    types: { events: {} as { type: 'GO' } | { type: 'NEXT' } | { type: 'LAST' } },
    actions: { log: (_, params: { what: string }) => logged.dispatch(params.what) },
  }).createMachine({
    initial: 'one',
    states: {
      one: {
        on: {
          GO: {
            target: 'two',
            // Both have to wait until this event is done; the second is not the first one's doing.
            actions: [
              { type: 'log', params: { what: 'went' } },
              ({ self }) => self.send({ type: 'NEXT' }),
              ({ self }) => self.send({ type: 'LAST' }),
            ],
          },
        },
      },
      two: { on: { NEXT: { actions: { type: 'log', params: { what: 'next' } } }, LAST: 'three' } },
      three: { entry: { type: 'log', params: { what: 'last' } } },
    },
  });
  const actor = onHub(hub, 'machine', machine).start();
  actor.send({ type: 'GO' });
  expect(causesOf(hub).slice(3)).toEqual([
    ['GO', undefined],
    ['went', 'GO'],
    ['NEXT', 'GO'],
    ['next', 'NEXT'],
    ['LAST', 'GO'],
    ['last', 'LAST'],
  ]);
});

test('a child that answers a parent that is still at it is the cause of what it sends', () => {
  const hub = createHub();
  const echo = fromCallback<{ type: 'PING' }>(({ sendBack, receive }) => {
    receive(() => sendBack({ type: 'PONG' }));
  });
  const machine = setup({ actors: { echo } }).createMachine({
    initial: 'on',
    invoke: { src: 'echo', id: 'echo' },
    states: {
      on: { on: { PING: { actions: sendTo('echo', { type: 'PING' }) }, PONG: 'off' } },
      off: {},
    },
  });
  const actor = onHub(hub, 'machine', machine).start();
  actor.send({ type: 'PING' });
  expect(causesOf(hub).slice(2)).toEqual([
    ['PING', undefined],
    ['echo/PING', 'PING'],
    ['PONG', 'echo/PING'],
  ]);
});

test('what a subscriber sends while it is told comes of what it was told of', () => {
  const { hub, order } = orderOnHub();
  order.start();
  order.subscribe(({ context }) => {
    if (context.items.length === 1) order.send({ type: 'ADD', item: 'cake' });
  });
  order.send({ type: 'ADD', item: 'tea' });
  expect(causesOf(hub).slice(2)).toEqual([
    ['ADD', undefined],
    ['ADD', 'ADD'],
  ]);
});

test('after a restore the children that run again, and timers that go on, come of it', async () => {
  const time = new VirtualTime();
  const hub = createHub();
  const asking = fromPromise(() => Promise.resolve(1));
  const machine = setup({ actors: { asking } }).createMachine({
    initial: 'asking',
    states: {
      asking: { invoke: { src: 'asking', id: 'asking', onDone: 'had' } },
      had: { after: { 100: 'over' } },
      over: {},
    },
  });
  const actor = onHub(hub, 'machine', machine, { time }).start();
  const first = actor.hub.getState();
  await turn();
  const waiting = actor.hub.getState();
  hub.store('machine').restore?.(first);
  await turn();
  hub.store('machine').restore?.(waiting);
  time.advance(100);
  expect(causesOf(hub).slice(4)).toEqual([
    ['restore', undefined],
    ['asking/xstate.promise.resolve', 'restore'],
    ['xstate.done.actor.asking', 'asking/xstate.promise.resolve'],
    ['restore', undefined],
    ['xstate.after.100.(machine).had', 'restore'],
  ]);
});

test('a machine that sends to itself without end is stopped by the hub', () => {
  const hub = createHub();
  const machine = setup({ types: { context: {} as { count: number } } }).createMachine({
    context: { count: 0 },
    on: {
      AGAIN: {
        actions: [
          assign({ count: ({ context }) => context.count + 1 }),
          ({ self }) => self.send({ type: 'AGAIN' }),
        ],
      },
    },
  });
  const time = new VirtualTime();
  const actor = onHub(hub, 'machine', machine, { time }).start();
  actor.send({ type: 'AGAIN' });
  expect(() => time.advance(1)).toThrowError(expect.objectContaining({ code: 'hub/loop' }));
  expect(actor.getSnapshot().context.count).toBe(100);
});
