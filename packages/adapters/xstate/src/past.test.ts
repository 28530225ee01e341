import { createHub } from '@statehouse/hub';
import { createRedactor, exportRecording, parseRecording, replayRecording } from '@statehouse/hub/recording';
import { expect, test } from 'vitest';
import { onHub } from './on-hub.ts';
import { actorReducer } from './replay/actor-reducer.ts';
import { Bank } from './testing/bank.ts';
import { orderMachine } from './testing/order.ts';
import { orderOnHub } from './testing/order-on-hub.ts';
import { turn } from './testing/turn.ts';

test('shows the past to who reads and subscribes, while the machine goes on underneath', () => {
  const { hub, order } = orderOnHub();
  order.start();
  const seen: unknown[] = [];
  order.subscribe(({ context }) => seen.push(context.items.length));
  order.send({ type: 'ADD', item: 'tea' });
  const past = hub.journal.lastId;
  order.send({ type: 'ADD', item: 'cake' });
  hub.time.goTo(past);
  order.send({ type: 'CHECK_OUT' });
  const shown = order.getSnapshot();
  expect([shown.value, shown.context.items, shown.matches('cart'), shown.can({ type: 'CHECK_OUT' })]).toEqual(
    ['cart', ['tea'], true, true],
  );
  expect(order.hub.getState().value).toEqual({ shipping: { address: 'asked', delivery: 'open' } });
  hub.time.resume();
  expect(order.getSnapshot().value).toEqual({ shipping: { address: 'asked', delivery: 'open' } });
  expect(seen).toEqual([1, 2, 1, 2]);
});

test('children are shown as they were, and events to them there come to nothing', () => {
  const { hub, order, time } = orderOnHub();
  order.start();
  const began = hub.journal.lastId;
  time.advance(5_000);
  hub.time.goTo(began);
  const { reminder } = order.getSnapshot().children;
  expect(reminder?.getSnapshot().value).toBe('resting');
  reminder?.send({ type: 'SNOOZE' });
  hub.time.resume();
  expect(order.getSnapshot().children.reminder?.getSnapshot().value).toBe('ready');
});

test('a machine that came to its end meanwhile tells so when the present is shown again', () => {
  const { hub, order, time } = orderOnHub();
  const heard: string[] = [];
  order.start();
  order.subscribe({
    next: ({ status }) => heard.push(status),
    complete: () => heard.push('complete'),
  });
  hub.store('order').restore?.({ ...order.hub.getState(), value: 'sent', children: {}, timers: [] });
  hub.time.back();
  heard.length = 0;
  hub.store('order').restore?.({
    ...order.hub.getState(),
    timers: [
      { id: 'xstate.after.60000.order.sent', event: { type: 'xstate.after.60000.order.sent' }, dueAtMs: 5 },
    ],
  });
  time.advance(5);
  expect(heard).toEqual([]);
  hub.time.resume();
  expect(heard).toEqual(['done', 'complete']);
  hub.time.back();
  expect(order.getSnapshot().value).toBe('sent');
});

test('an actor that ended is put back to where it had not, and those who listened hear on', () => {
  const { hub, order, time } = orderOnHub();
  order.start();
  const values: unknown[] = [];
  order.subscribe(({ value }) => values.push(value));
  const begun = order.hub.getState();
  hub.store('order').restore?.({
    ...begun,
    value: 'sent',
    children: {},
    timers: [{ id: 'x', event: { type: 'xstate.after.60000.order.sent' }, dueAtMs: 1 }],
  });
  time.advance(1);
  expect(order.getSnapshot().status).toBe('done');
  hub.store('order').restore?.(begun);
  order.send({ type: 'ADD', item: 'tea' });
  expect(order.getSnapshot()).toMatchObject({ status: 'active', value: 'cart', context: { items: ['tea'] } });
  expect(values.at(-1)).toBe('cart');
});

test('the older part of a journal is made again by what is pure in the machine', async () => {
  const { hub, order, time, bank } = orderOnHub({
    hubOptions: { journal: { maxEntries: 2, maxOlderEntries: 1_000 } },
  });
  const states = new Map<number, unknown>();
  hub.subscribe(({ id }) => states.set(id, order.hub.getState()));
  await wholeOrder({ order, time, bank });
  for (const [id, state] of states) {
    // Entries of one turn are told together, so only the last of them can be compared.
    if (states.get(id + 1) === state) continue;
    expect(hub.time.stateAt('order', id)?.state).toEqual(state);
  }
  expect(states.size).toBeGreaterThan(12);
});

test('a recording of it is replayed elsewhere without an actor, state by state', async () => {
  const { hub, order, time, bank } = orderOnHub();
  await wholeOrder({ order, time, bank });
  const redactor = () =>
    createRedactor({
      sensitive: ['order.context.address', 'order.event.address'],
      key: 'a key of thirty-two letters, about',
    });
  const lines = exportRecording(hub, { redactor: redactor() });
  const machine = orderMachine(new Bank());
  const result = await replayRecording(parseRecording([...lines].join('')), {
    stores: { order: actorReducer(machine) },
    redactor: redactor(),
  });
  expect(result).toMatchObject({ ok: true, gaps: [], unchecked: 0 });
  if (!result.ok) return;
  expect(result.madeAgain).toBe(hub.journal.length - 1);
  const other = createHub();
  const again = onHub(other, 'order', machine, { time });
  const restored = result.states.get('order');
  other.store('order').restore?.(restored);
  expect(again.getSnapshot().value).toBe('sent');
});

async function wholeOrder({
  order,
  time,
  bank,
}: Pick<ReturnType<typeof orderOnHub>, 'order' | 'time' | 'bank'>) {
  order.start();
  time.advance(10_000);
  order.send({ type: 'SNOOZE' });
  order.send({ type: 'ADD', item: 'tea' });
  time.advance(700);
  order.send({ type: 'CHECK_OUT' });
  order.send({ type: 'ADDRESS', address: 'a secret place' });
  order.send({ type: 'CHOOSE', delivery: 'bike' });
  time.advance(300);
  bank.answer(false);
  await turn();
  time.advance(1_000);
  bank.answer(true);
  await turn();
}
