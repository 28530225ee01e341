import { createHub, refuse, replaceWith } from '@statehouse/hub';
import { describe, expect, test } from 'vitest';
import { onHub } from './on-hub.ts';
import { isRecord } from './state/actor-state.ts';
import { counter } from './testing/counter.ts';
import type { OrderEvent } from './testing/order.ts';
import { orderOnHub } from './testing/order-on-hub.ts';
import { turn } from './testing/turn.ts';

describe('plugins before an event', () => {
  test('are asked once, about the event itself, whoever sends it: views, timers, promises, children', async () => {
    const asked: unknown[] = [];
    const plugin = {
      name: 'asked',
      beforeChange: ({ name, input }: { name: string; input: unknown }) => {
        asked.push([name, isRecord(input) ? input.type : input]);
        return undefined;
      },
    };
    const { order, time, bank } = orderOnHub({ hubOptions: { plugins: [plugin] } });
    order.start();
    time.advance(10_000);
    order.send({ type: 'ADD', item: 'tea' });
    order.send({ type: 'CHECK_OUT' });
    order.send({ type: 'ADDRESS', address: 'here' });
    order.send({ type: 'CHOOSE', delivery: 'bike' });
    time.advance(300);
    bank.answer(true);
    await turn();
    expect(asked).toEqual(
      [
        ['xstate.init'],
        ['reminder/xstate.after.5000.reminder.resting', 'xstate.after.5000.reminder.resting'],
        ['reminder/xstate.after.5000.reminder.ready', 'xstate.after.5000.reminder.ready'],
        ['REMIND'],
        ['ADD'],
        ['CHECK_OUT'],
        ['ADDRESS'],
        ['CHOOSE'],
        ['xstate.after.300.order.shipping.address.checking'],
        ['payment/xstate.promise.resolve', 'xstate.promise.resolve'],
        ['xstate.done.actor.payment'],
      ].map(([name, type = name]) => [name, type]),
    );
    expect(order.getSnapshot().value).toBe('sent');
  });

  test('refuse events of views, timers, promises and parents before anything happens', async () => {
    const refused = new Set<string>();
    const plugin = {
      name: 'strict',
      beforeChange: ({ name }: { name: string }) => (refused.has(name) ? refuse('not now') : undefined),
    };
    const { hub, order, time, bank, done } = orderOnHub({ hubOptions: { plugins: [plugin] } });
    order.start();
    refused.add('ADD').add('REMIND').add('reminder/SNOOZE').add('xstate.done.actor.payment');
    const before = order.hub.getState();
    expect(() => order.send({ type: 'ADD', item: 'tea' })).toThrowError(
      expect.objectContaining({ code: 'hub/refused' }),
    );
    expect(order.hub.getState()).toBe(before);
    time.advance(10_000);
    expect(order.getSnapshot().context.reminders).toBe(0);
    expect(order.getSnapshot().children.reminder?.getSnapshot().context.sent).toBe(1);
    order.send({ type: 'SNOOZE' });
    time.advance(5_000);
    expect(order.getSnapshot().children.reminder?.getSnapshot().value).toBe('ready');
    expect(order.hub.getState().timers).toEqual([]);
    refused.delete('ADD');
    pay(order.send);
    time.advance(300);
    bank.answer(true);
    await turn();
    expect([order.getSnapshot().value, done]).toEqual([{ paying: 'charging' }, []]);
    const outcomes = [...hub.journal.entries()].filter(({ outcome }) => outcome.kind === 'refused');
    expect(outcomes.map(({ name }) => name)).toEqual([
      'ADD',
      'REMIND',
      'reminder/SNOOZE',
      'xstate.done.actor.payment',
    ]);
  });

  test('put another event in the place of one', () => {
    const plugin = {
      name: 'upper',
      beforeChange: ({ name }: { name: string }) =>
        name === 'ADD' ? replaceWith({ type: 'ADD', item: 'TEA' }) : undefined,
    };
    const { hub, order } = orderOnHub({ hubOptions: { plugins: [plugin] } });
    order.start();
    order.send({ type: 'ADD', item: 'tea' });
    expect(order.getSnapshot().context.items).toEqual(['TEA']);
    expect([...hub.journal.entries()].at(-1)?.changes[0]?.input).toMatchObject({ event: { item: 'TEA' } });
  });

  test('are not heard refusing by whoever asks not to hear of it', () => {
    const hub = createHub({
      plugins: [{ name: 'never', beforeChange: ({ name }) => (name === 'ADD' ? refuse('no') : undefined) }],
    });
    const actor = onHub(hub, 'count', counter, { whenRefused: 'ignore' }).start();
    actor.send({ type: 'ADD', by: 1 });
    expect(actor.getSnapshot().context.count).toBe(0);
  });
});

function pay(send: (event: OrderEvent) => void): void {
  send({ type: 'ADD', item: 'tea' });
  send({ type: 'CHECK_OUT' });
  send({ type: 'ADDRESS', address: 'here' });
  send({ type: 'CHOOSE', delivery: 'bike' });
}
