import { createHub } from '@statehouse/hub';
import { expect, test } from 'vitest';
import { assign, fromCallback, setup } from 'xstate';
import { onHub } from './on-hub.ts';

const machine = setup({
  types: { context: {} as { fails: boolean }, events: {} as { type: 'GO' } | { type: 'MEND' } },
  actors: { device: fromCallback(() => {}) },
  actions: {
    mayFail: assign(({ context }) => {
      if (context.fails) throw new Error('told to');
      return {};
    }),
  },
}).createMachine({
  context: { fails: true },
  initial: 'one',
  on: { MEND: { actions: assign({ fails: false }) } },
  states: {
    one: { invoke: { src: 'device', id: 'first', systemId: 'device' }, on: { GO: 'two' } },
    two: {
      // Its child has the name of the one that has just been stopped.
      invoke: { src: 'device', id: 'second', systemId: 'device' },
      initial: 'inner',
      states: { inner: { entry: 'mayFail' } },
      on: { GO: { target: 'two', reenter: true } },
    },
  },
});

test('names in a system are given on from one child to the next, also after a transition that threw', () => {
  const hub = createHub();
  const actor = onHub(hub, 'machine', machine).start();
  const first = actor.getSnapshot().children.first;
  for (let at = 0; at < 3; at += 1) {
    expect(() => actor.send({ type: 'GO' })).toThrowError('told to');
    expect(actor.system.get('device')).toBe(first);
  }
  actor.send({ type: 'MEND' });
  actor.send({ type: 'GO' });
  const { second } = actor.getSnapshot().children;
  expect(actor.system.get('device')).toBe(second);
  actor.send({ type: 'GO' });
  expect(actor.system.get('device')).toBe(actor.getSnapshot().children.second);
  hub.store('machine').restore?.(actor.hub.getState());
  expect(actor.system.get('device')).toBe(actor.getSnapshot().children.second);
  expect([...hub.journal.entries()].at(-2)?.changes[0]?.states?.after).toEqual(actor.hub.getState());
});
