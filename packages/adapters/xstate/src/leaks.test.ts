import { createHub } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { assign, createMachine, fromCallback, setup, stopChild } from 'xstate';
import { onHub } from './on-hub.ts';

const MANY = 10_000;

test('10,000 actors that came to a hub and left leave nothing there', () => {
  const hub = createHub({ journal: { maxEntries: 100, maxOlderEntries: 100 } });
  const time = new VirtualTime();
  const light = createMachine({
    initial: 'red',
    states: { red: { after: { 1000: 'green' } }, green: {} },
  });
  let heard = 0;
  for (let at = 0; at < MANY; at += 1) {
    const actor = onHub(hub, `light ${at}`, light, { time }).start();
    const { unsubscribe } = actor.subscribe(() => {
      heard += 1;
    });
    if (at % 2 === 0) hub.store(actor.hub.name).restore?.(actor.hub.getState());
    actor.stop();
    unsubscribe();
    actor.hub.leave();
  }
  expect(heard).toBeGreaterThan(0);
  expect([hub.storeNames, time.pending]).toEqual([[], 0]);
  expect(hub.journal.length).toBeLessThanOrEqual(300);
});

test('10,000 children that were spawned and stopped leave nothing in the state, and nothing runs', () => {
  let open = 0;
  const ear = fromCallback(() => {
    open += 1;
    return () => {
      open -= 1;
    };
  });
  const blink = createMachine({ initial: 'on', states: { on: { after: { 10: 'off' } }, off: {} } });
  const machine = setup({
    types: { context: {} as { count: number }, events: {} as { type: 'SPAWN' } | { type: 'STOP' } },
    actors: { ear, blink },
  }).createMachine({
    context: { count: 0 },
    on: {
      SPAWN: {
        actions: assign({
          count: ({ context, spawn }) => {
            spawn('ear', { id: 'ear' });
            spawn('blink', { id: 'blink' });
            return context.count + 1;
          },
        }),
      },
      STOP: { actions: [stopChild('ear'), stopChild('blink')] },
    },
  });
  const hub = createHub({ journal: { maxEntries: 100, maxOlderEntries: 100 } });
  const time = new VirtualTime();
  const actor = onHub(hub, 'parent', machine, { time }).start();
  for (let at = 0; at < MANY; at += 1) {
    actor.send({ type: 'SPAWN' });
    if (at === 0)
      expect([open, time.pending, Object.keys(actor.hub.getState().children ?? {})]).toEqual([
        1,
        1,
        ['ear', 'blink'],
      ]);
    actor.send({ type: 'STOP' });
  }
  expect([open, time.pending, actor.hub.getState().children]).toEqual([0, 0, {}]);
  expect(actor.getSnapshot().context.count).toBe(MANY);
});
