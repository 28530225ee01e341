import { createHub } from '@statehouse/hub';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import type { ActorState } from '../state/actor-state.ts';
import { Bank } from '../testing/bank.ts';
import { orderMachine } from '../testing/order.ts';
import { turn } from '../testing/turn.ts';
import { leaderProgram } from './leader-program.ts';

/** Two tabs with the same machine, one bank, and one time. */
function twoTabs() {
  const time = new VirtualTime();
  const bank = new Bank();
  const hub = createHub();
  const program = (seed: number) =>
    leaderProgram('order', orderMachine(bank), { hub, time, random: seededRandom(seed) });
  return { time, bank, hub, one: program(1), other: program(2) };
}

describe('a machine as the program of the tab that leads', () => {
  test('shows what nobody runs yet, and does nothing', () => {
    const { one, time, hub } = twoTabs();
    expect(one.snapshotOf(one.initial).matches('cart')).toBe(true);
    time.advance(60_000);
    expect(hub.storeNames).toEqual([]);
    expect(one.snapshotOf(one.initial)).toBe(one.snapshotOf(one.initial));
  });

  test('goes on in another tab, with what remains of a delay and the same key for what it calls again', async () => {
    const { one, other, time, bank, hub } = twoTabs();
    const first = one.start(one.initial);
    buy(first, time);
    bank.answer(false);
    await turn();
    time.advance(400);
    const waiting = handedOver(first);
    expect(hub.storeNames).toEqual([]);

    const second = other.start(waiting);
    time.advance(599);
    expect(other.snapshotOf(second.store.getState()).matches({ paying: 'waiting' })).toBe(true);
    time.advance(1);
    expect(other.snapshotOf(second.store.getState()).matches({ paying: 'charging' })).toBe(true);
    const charging = handedOver(second);

    const third = one.start(charging);
    expect(bank.keys).toHaveLength(2);
    expect(bank.waiting).toBe(1);
    bank.answer(true);
    await turn();
    expect(bank.charged.size).toBe(1);
    expect(one.snapshotOf(third.store.getState()).matches('sent')).toBe(true);
  });

  test('refuses a state that is none of its own, and is not on the hub then', () => {
    const { one, other, time, hub } = twoTabs();
    const first = one.start(one.initial);
    buy(first, time);
    const foreign = { ...handedOver(first), value: 'nowhere' };
    expect(() => other.start(foreign)).toThrowError(
      expect.objectContaining({ code: 'xstate/unknown-state' }),
    );
    expect(hub.storeNames).toEqual([]);
  });
});

type Running = ReturnType<ReturnType<typeof twoTabs>['one']['start']>;

/** Until the card is being charged. */
function buy({ store }: Running, time: VirtualTime): void {
  store.dispatch?.({ type: 'ADD', item: 'tea' });
  store.dispatch?.({ type: 'CHECK_OUT' });
  store.dispatch?.({ type: 'CHOOSE', delivery: 'bike' });
  store.dispatch?.({ type: 'ADDRESS', address: 'here' });
  time.advance(300);
}

/** The last state as another tab gets it; this one ends. */
function handedOver({ store, stop }: Running): ActorState {
  const state = structuredClone(store.getState());
  stop?.();
  return state;
}
