import { createHub } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { persistStore } from '@statehouse/persist';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { onHub } from '@statehouse/xstate';
import { assign, setup } from 'xstate';

/** Burns for a minute, wherever in the house one is: a child of the game, with a delay of its own. */
const lamp = setup({}).createMachine({
  id: 'lamp',
  initial: 'burning',
  states: { burning: { after: { 60000: 'out' } }, out: { type: 'final' } },
});

type Move = { readonly type: 'TAKE_KEY' | 'CLIMB' | 'RING_BELL' };

const game = setup({
  types: { context: {} as { readonly keys: number }, events: {} as Move },
  actors: { lamp },
  guards: { hasKey: ({ context }) => context.keys > 0 },
  actions: { takeKey: assign({ keys: ({ context }) => context.keys + 1 }) },
}).createMachine({
  id: 'game',
  context: { keys: 0 },
  initial: 'hall',
  invoke: { id: 'lamp', src: 'lamp', onDone: '.dark' },
  states: {
    hall: { on: { TAKE_KEY: { actions: 'takeKey' }, CLIMB: { guard: 'hasKey', target: 'tower' } } },
    tower: { on: { RING_BELL: 'won' } },
    dark: {},
    won: {},
  },
});

const device = createMemoryKeyValueStore();
const time = new VirtualTime();

/** Opens the game where a slot has it, or at its beginning. */
async function play(slot: string) {
  const hub = createHub();
  const actor = onHub(hub, 'game', game, { time });
  const kept = persistStore(hub.store('game'), { storage: device, key: slot });
  await kept.restored;
  actor.start();
  const look = () => `${actor.getSnapshot().value}, ${actor.getSnapshot().context.keys} keys`;
  return { actor, look, save: () => kept.flush(), leave: () => kept.stop() };
}

const first = await play('evening');
first.actor.send({ type: 'CLIMB' });
console.log('Without a key:', first.look());
first.actor.send({ type: 'TAKE_KEY' });
time.advance(40_000);
await first.save();
await first.leave();
first.actor.stop();

time.advance(5_000);
const again = await play('evening');
console.log('Loaded:', again.look());
again.actor.send({ type: 'CLIMB' });
time.advance(14_999);
console.log('A millisecond of oil is left:', again.look());
time.advance(1);
console.log('And then:', again.look());
await again.leave();
again.actor.stop();

const other = await play('morning');
console.log('Another slot:', other.look());
await other.leave();
other.actor.stop();
