import { createHub } from '@statehouse/hub';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { type PersistOptions, persistStore } from '@statehouse/persist';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { assign, createActor, createMachine, fromCallback, fromPromise, setup } from 'xstate';
import { onHub } from './on-hub.ts';
import { Bank } from './testing/bank.ts';
import { orderMachine } from './testing/order.ts';
import { orderOnHub } from './testing/order-on-hub.ts';
import { turn } from './testing/turn.ts';

/** An order that is kept: opening it again is a reload of the page. */
function keptOrder(options: Partial<PersistOptions> = {}) {
  const storage = createMemoryKeyValueStore();
  const time = new VirtualTime();
  const bank = new Bank();
  return {
    time,
    bank,
    storage,
    async open() {
      const hub = createHub();
      const order = onHub(hub, 'order', orderMachine(bank), { time, random: seededRandom(1) });
      const kept = persistStore(hub.store('order'), {
        storage,
        key: 'order',
        clock: time,
        timers: time,
        ...options,
      });
      await kept.restored;
      order.start();
      // As a page goes: nothing is written any more.
      const close = async () => {
        await kept.stop();
        order.stop();
      };
      return { hub, order, kept, close };
    },
  };
}

describe('kept by persistStore', () => {
  test('a delay goes on with what remained of it', async () => {
    const { open, time } = keptOrder();
    const before = await open();
    time.advance(4_000);
    await before.close();
    const after = await open();
    time.advance(999);
    expect(after.order.getSnapshot().children.reminder?.getSnapshot().value).toBe('resting');
    time.advance(1);
    expect(after.order.getSnapshot().children.reminder?.getSnapshot().value).toBe('ready');
  });

  test('a delay that ran out meanwhile goes off at once, though not before the start', async () => {
    const { open, time } = keptOrder();
    const before = await open();
    await before.close();
    time.advance(100_000);
    const after = await open();
    const reading = () => after.order.getSnapshot().children.reminder?.getSnapshot();
    expect(reading()?.value).toBe('resting');
    time.advance(0);
    expect(reading()?.value).toBe('ready');
    time.advance(5_000);
    expect([reading()?.context.sent, after.order.getSnapshot().context.reminders]).toEqual([1, 1]);
  });

  test('an invocation runs again with the key that it had, and a card is charged once', async () => {
    const { open, time, bank } = keptOrder();
    const { order, close } = await open();
    order.send({ type: 'ADD', item: 'tea' });
    order.send({ type: 'CHECK_OUT' });
    order.send({ type: 'ADDRESS', address: 'here' });
    order.send({ type: 'CHOOSE', delivery: 'bike' });
    time.advance(300);
    await close();
    // The bank charged, but nobody heard of it.
    bank.answer(true);
    await turn();
    const again = await open();
    await turn();
    expect(again.order.getSnapshot().value).toBe('sent');
    expect([...bank.charged.values()]).toEqual([again.order.getSnapshot().context.receipt]);
  });

  test('another attempt has another key', async () => {
    const { open, time, bank } = keptOrder();
    const { order } = await open();
    order.send({ type: 'ADD', item: 'tea' });
    order.send({ type: 'CHECK_OUT' });
    order.send({ type: 'ADDRESS', address: 'here' });
    order.send({ type: 'CHOOSE', delivery: 'bike' });
    time.advance(300);
    const [first] = bank.keys;
    bank.answer(false);
    await turn();
    time.advance(1_000);
    const [second] = bank.keys;
    expect(first).not.toBe(second);
    expect(first?.split('.')[0]).toBe(second?.split('.')[0]);
  });

  test('a part of the context is kept alone, and the machine begins anew with it', async () => {
    const { open } = keptOrder({ select: ['context.items'] });
    const before = await open();
    before.order.send({ type: 'ADD', item: 'tea' });
    before.order.send({ type: 'CHECK_OUT' });
    await before.close();
    const { order, kept } = await open();
    expect(kept.status.phase).toBe('ready');
    expect([order.getSnapshot().value, order.getSnapshot().context]).toEqual([
      'cart',
      expect.objectContaining({ items: ['tea'], attempts: 0 }),
    ]);
    expect(order.getSnapshot().children.reminder?.getSnapshot().status).toBe('active');
  });

  test('what XState itself has persisted is taken up, children too', async () => {
    const time = new VirtualTime();
    const machine = orderMachine(new Bank());
    const plain = createActor(machine).start();
    plain.send({ type: 'ADD', item: 'tea' });
    const snapshot: unknown = JSON.parse(JSON.stringify(plain.getPersistedSnapshot()));
    plain.stop();
    const hub = createHub();
    const order = onHub(hub, 'order', machine, { time });
    hub.store('order').restore?.(snapshot);
    order.start();
    expect(order.getSnapshot().context.items).toEqual(['tea']);
    expect(order.hub.getState().children?.reminder?.run).toMatch(/^\w+\.1$/);
  });

  test('one that was kept before it began begins as it would have', async () => {
    const { open, time, storage } = keptOrder();
    const hub = createHub();
    onHub(hub, 'order', orderMachine(), { time });
    const kept = persistStore(hub.store('order'), { storage, key: 'order', clock: time, timers: time });
    await kept.restored;
    await kept.flush();
    const { order } = await open();
    expect(order.getSnapshot().value).toBe('cart');
    time.advance(5_000);
    expect(order.getSnapshot().children.reminder?.getSnapshot().value).toBe('ready');
  });
});

test('delays that ran out meanwhile go off in the order in which they were due, whoever they belong to', () => {
  const time = new VirtualTime();
  const ticking = createMachine({ initial: 'one', states: { one: { after: { 3: 'two' } }, two: {} } });
  const machine = setup({ actors: { ticking } }).createMachine({
    invoke: { src: 'ticking', id: 'ticking' },
    initial: 'one',
    states: { one: { after: { 5: 'two' } }, two: {} },
  });
  const kept = onHub(createHub(), 'machine', machine, { time }).start().hub.getState();
  time.advance(100);
  const hub = createHub();
  const again = onHub(hub, 'machine', machine, { time });
  hub.store('machine').restore?.(kept);
  again.start();
  time.advance(0);
  expect([...hub.journal.entries()].slice(-2).map(({ name }) => name)).toEqual([
    'ticking/xstate.after.3.(machine).one',
    'xstate.after.5.(machine).one',
  ]);
});

test('an error in a context, where machines put what was refused, is kept', async () => {
  const storage = createMemoryKeyValueStore();
  const machine = setup({
    types: { context: {} as { error: unknown } },
    actors: { asking: fromPromise(() => Promise.reject(new RangeError('too much'))) },
  }).createMachine({
    context: { error: undefined },
    initial: 'asking',
    states: {
      asking: {
        invoke: {
          src: 'asking',
          onError: { target: 'refused', actions: assign({ error: ({ event }) => event.error }) },
        },
      },
      refused: {},
    },
  });
  const open = async () => {
    const hub = createHub();
    const actor = onHub(hub, 'machine', machine);
    const kept = persistStore(hub.store('machine'), { storage, key: 'machine' });
    await kept.restored;
    actor.start();
    await turn();
    await kept.stop();
    return actor.getSnapshot();
  };
  await open();
  const { value, context } = await open();
  expect([value, context.error]).toEqual(['refused', expect.any(Error)]);
  expect(context.error).toMatchObject({ name: 'RangeError', message: 'too much' });
});

describe('what cannot be put back', () => {
  test.each([
    ['nothing', undefined, 'foreign-state'],
    ['a text', 'order', 'foreign-state'],
    ['another object', { cart: [] }, 'foreign-state'],
    ['timers that are none', { status: 'active', timers: [{ id: 1 }] }, 'foreign-state'],
    ['children without a logic', { status: 'active', children: { a: {} } }, 'foreign-state'],
    [
      'a state that the machine does not know',
      { status: 'active', value: 'nowhere', context: {}, children: {} },
      'unknown-state',
    ],
    [
      'a child that it does not know',
      {
        status: 'active',
        value: 'cart',
        context: {},
        children: { other: { src: 'other', run: 'x', snapshot: { status: 'active' } } },
      },
      'unknown-state',
    ],
  ])('%s is told with a code, and everything is as it was', (_, given, code) => {
    const { hub, order } = orderOnHub();
    order.start();
    order.send({ type: 'ADD', item: 'tea' });
    const before = order.hub.getState();
    expect(() => hub.store('order').restore?.(given)).toThrowError(
      expect.objectContaining({ code: `xstate/${code}` }),
    );
    expect(order.hub.getState()).toBe(before);
    order.send({ type: 'ADD', item: 'cake' });
    expect(order.getSnapshot().context.items).toEqual(['tea', 'cake']);
  });

  test('an event to a child that is not there is told with a code', () => {
    const { order } = orderOnHub();
    order.start();
    expect(() => order.hub.dispatch({ event: { type: 'SNOOZE' }, to: ['nobody'] })).toThrowError(
      expect.objectContaining({ code: 'xstate/unknown-actor' }),
    );
    order.hub.dispatch({ event: { type: 'SNOOZE' }, to: ['reminder'] });
  });
});

test('what ran before a restore is ended before anything runs again', () => {
  const open: string[] = [];
  let count = 0;
  const device = fromCallback(() => {
    count += 1;
    const own = `device ${count}`;
    open.push(own);
    return () => void open.splice(open.indexOf(own), 1);
  });
  const machine = setup({ actors: { device } }).createMachine({
    initial: 'on',
    states: {
      on: { invoke: { src: 'device', id: 'device' }, on: { OFF: 'off' } },
      off: { on: { ON: 'on' } },
    },
  });
  const hub = createHub();
  const actor = onHub(hub, 'machine', machine).start();
  const on = actor.hub.getState();
  hub.store('machine').restore?.(on);
  expect(open).toEqual(['device 2']);
  actor.send({ type: 'OFF' });
  expect(open).toEqual([]);
  hub.store('machine').restore?.(on);
  expect(open).toEqual(['device 3']);
  actor.stop();
  expect(open).toEqual([]);
});

test('events sent before the start wait for it, also over a restore', () => {
  const { hub, order } = orderOnHub();
  order.send({ type: 'ADD', item: 'tea' });
  hub.store('order').restore?.(order.hub.getState());
  order.start();
  expect(order.getSnapshot().context.items).toEqual(['tea']);
});
