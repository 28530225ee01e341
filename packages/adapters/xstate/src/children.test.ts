import { createHub } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { type AnyActorRef, assign, createMachine, fromPromise, fromTransition, sendTo, setup } from 'xstate';
import { onHub } from './on-hub.ts';
import { actorReducer } from './replay/actor-reducer.ts';
import { turn } from './testing/turn.ts';

const blink = createMachine({
  initial: 'off',
  states: { off: { after: { 10: 'on' } }, on: { after: { 10: 'off' } } },
});

const lamp = setup({
  types: { context: {} as { bulbs: readonly AnyActorRef[] }, events: {} as { type: 'MORE' } },
  actors: { blink },
}).createMachine({
  context: ({ spawn }) => ({ bulbs: [spawn('blink', { id: 'bulb 0' })] }),
  on: {
    MORE: {
      actions: assign({
        bulbs: ({ context, spawn }) => [
          ...context.bulbs,
          spawn('blink', { id: `bulb ${context.bulbs.length}` }),
        ],
      }),
    },
  },
});

const room = setup({
  types: { context: {} as { lamp: AnyActorRef }, events: {} as { type: 'MORE' } },
  actors: { lamp },
}).createMachine({
  context: ({ spawn }) => ({ lamp: spawn('lamp', { id: 'lamp' }) }),
  on: { MORE: { actions: sendTo(({ context }) => context.lamp, { type: 'MORE' }) } },
});

/** What the bulbs of a room are at, found through the actors that stand in contexts. */
function bulbsOf(actor: { getSnapshot(): { context: { lamp: AnyActorRef } } }): unknown[] {
  const { bulbs }: { bulbs: readonly AnyActorRef[] } = actor.getSnapshot().context.lamp.getSnapshot().context;
  return bulbs.map((bulb) => bulb.getSnapshot().value);
}

test('actors in contexts, three deep, are those that run, after any number of restores of one state', () => {
  const hub = createHub({ freezesStates: true });
  const time = new VirtualTime();
  const actor = onHub(hub, 'room', room, { time }).start();
  time.advance(5);
  actor.send({ type: 'MORE' });
  time.advance(5);
  expect(bulbsOf(actor)).toEqual(['on', 'off']);
  const kept = actor.hub.getState();
  expect(kept).toMatchObject({
    context: { lamp: { xstate$$type: 1, id: 'lamp' } },
    children: { lamp: { snapshot: { context: { bulbs: [{ id: 'bulb 0' }, { id: 'bulb 1' }] } } } },
  });
  const text = JSON.stringify(kept);
  for (let at = 0; at < 3; at += 1) {
    hub.store('room').restore?.(kept);
    expect(bulbsOf(actor)).toEqual(['on', 'off']);
  }
  expect(JSON.stringify(kept)).toBe(text);
  time.advance(5);
  expect(bulbsOf(actor)).toEqual(['on', 'on']);
  actor.send({ type: 'MORE' });
  expect(bulbsOf(actor)).toEqual(['on', 'on', 'off']);
  expect(time.pending).toBe(3);
  hub.time.goTo(hub.journal.lastId - 3);
  expect(bulbsOf(actor)).toEqual(['on', 'off']);
  hub.time.resume();
  const reduce = actorReducer(room);
  for (const { changes } of hub.journal.entries()) {
    for (const { kind, input, states } of changes) {
      if (kind !== 'event') continue;
      expect(Reflect.apply(reduce, undefined, [states?.before, input])).toEqual(states?.after);
    }
  }
  const names = new Set([...hub.journal.entries()].map(({ name }) => name));
  expect(names).toContain('lamp/bulb 1/xstate.after.10.(machine).off');
});

test('what is invoked without a name of its own is seen and kept like the rest', async () => {
  const hub = createHub();
  const sum = fromTransition((count: number, event: { type: 'ADD'; by: number }) => count + event.by, 0);
  const machine = createMachine({
    initial: 'asking',
    states: {
      asking: { invoke: { src: fromPromise(() => Promise.resolve(1)), onDone: 'summing' } },
      summing: {
        invoke: [
          { id: 'sum', src: sum },
          { id: 'other', src: sum },
        ],
        on: { ADD: { actions: sendTo('sum', { type: 'ADD', by: 2 }) } },
      },
    },
  });
  const actor = onHub(hub, 'machine', machine).start();
  await turn();
  actor.send({ type: 'ADD' });
  const names = [...hub.journal.entries()].map(({ name }) => name);
  expect(names).toContain('0.(machine).asking/xstate.promise.resolve');
  expect(names.slice(-2)).toEqual(['ADD', 'sum/ADD']);
  hub.store('machine').restore?.(actor.hub.getState());
  actor.send({ type: 'ADD' });
  expect(actor.hub.getState().children).toMatchObject({
    sum: { snapshot: { context: 4 } },
    other: { snapshot: { context: 0 } },
  });
});
