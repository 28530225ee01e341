import { expect, test } from 'vitest';
import { Following } from './following.ts';
import type { TabMessage } from './messages.ts';
import { Replica } from './replica.ts';
import { StoreBinding } from './store-binding.ts';
import { type Words, wordStore } from './tab-house.fixture.ts';

const EMPTY: Words = { keys: {}, log: {} };
const HEALTH = { phase: 'ready' } as const;

/** A leader's replica, and a tab that follows it and says what it says. */
function pair() {
  const leader = new Replica('leader', EMPTY);
  leader.lead(1, { parts: EMPTY, applied: new Map() });
  const store = wordStore();
  const replica = new Replica('follower', EMPTY);
  const said: TabMessage[] = [];
  const binding = new StoreBinding(store, undefined, (differences) =>
    following.submit([replica.submit({ differences })]),
  );
  const following = new Following({ replica, binding, say: (message) => said.push(message), onAdopted() {} });
  const hear = (message: TabMessage) => following.hear(message, 1);
  hear({ kind: 'welcome', welcome: leader.welcome, health: HEALTH });
  const order = (sequence: number, value: string) =>
    leader.order({ tab: 'other', sequence }, { differences: [{ path: ['keys', 'b'], kind: 'set', value }] });
  const kinds = () => said.splice(0).map(({ kind }) => kind);
  return { leader, store, replica, hear, order, kinds };
}

const pong = (position: number) => ({ kind: 'pong', epoch: 1, position }) as const;

test('asks for all when the leader is further than it was told', () => {
  const { hear, order, kinds } = pair();
  order(1, 'x');
  hear(pong(0));
  expect(kinds()).toEqual([]);
  hear(pong(1));
  expect(kinds()).toEqual(['hello']);
  hear(pong(1));
  expect(kinds()).toEqual(['hello']);
});

test('asks again for the place of a change of which nothing was heard between two answers of the leader', () => {
  const { store, leader, hear, kinds } = pair();
  store.dispatch({ id: 'x', key: 'a' });
  expect(kinds()).toEqual(['submit']);
  hear(pong(0));
  expect(kinds()).toEqual([]);
  hear(pong(0));
  expect(kinds()).toEqual(['submit']);
  const differences = [{ path: ['keys', 'a'], kind: 'set', value: 'x' }] as const;
  const change = leader.order({ tab: 'follower', sequence: 1 }, { differences });
  hear({ kind: 'change', epoch: 1, change });
  hear(pong(1));
  hear(pong(1));
  expect(kinds()).toEqual([]);
});

test('knows its own changes from those of the order', () => {
  const { store, replica, hear, order } = pair();
  store.dispatch({ id: 'x', key: 'a' });
  hear({ kind: 'change', epoch: 1, change: order(1, 'theirs') });
  expect(store.getState()).toEqual({ keys: { a: 'x', b: 'theirs' }, log: { x: true } });
  expect(replica.base).toEqual({ keys: { b: 'theirs' }, log: {} });
});

test('takes for durable only what it has heard of', () => {
  const { replica, hear, order } = pair();
  const change = order(1, 'theirs');
  hear({ kind: 'saved', epoch: 1, position: 1, health: HEALTH });
  hear({ kind: 'change', epoch: 1, change });
  expect([replica.isSaved, replica.welcome.tail]).toEqual([false, [change]]);
  hear({ kind: 'saved', epoch: 1, position: 1, health: HEALTH });
  expect([replica.isSaved, replica.welcome.tail]).toEqual([true, []]);
});
