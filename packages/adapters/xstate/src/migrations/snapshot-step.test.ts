import { createHub } from '@statehouse/hub';
import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { persistStore } from '@statehouse/persist';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { onHub } from '../on-hub.ts';
import { snapshotStep } from './snapshot-step.ts';

const first = setup({ types: { context: {} as { name: string } } }).createMachine({
  id: 'trip',
  context: { name: 'Ann Lee' },
  type: 'parallel',
  states: {
    booking: {
      initial: 'open',
      states: {
        open: { on: { HOLD: 'held' } },
        held: { after: { 1000: 'open' } },
        past: { type: 'history' },
      },
    },
    seat: { initial: 'none', states: { none: {}, chosen: {} } },
  },
});

const second = setup({ types: { context: {} as { names: readonly string[] } } }).createMachine({
  id: 'trip',
  context: { names: ['Ann', 'Lee'] },
  type: 'parallel',
  states: {
    reservation: {
      initial: 'open',
      states: {
        open: { on: { HOLD: 'waiting' } },
        waiting: { initial: 'short', states: { short: { after: { 1000: '#trip.reservation.open' } } } },
      },
    },
    seat: { initial: 'none', states: { none: {}, chosen: {} } },
  },
});

const step = snapshotStep(2, {
  machineId: 'trip',
  states: { booking: 'reservation', 'booking.held': 'reservation.waiting.short' },
  context: {
    up: (context) => ({ names: String(Reflect.get(Object(context), 'name')).split(' ') }),
    down: (context) => ({ name: [Reflect.get(Object(context), 'names')].flat().join(' ') }),
  },
});

test('a machine of the next version goes on in what the last one kept, timers included, and back', async () => {
  const storage = createMemoryKeyValueStore();
  const time = new VirtualTime();
  const open = async (machine: typeof first | typeof second, version: number) => {
    const hub = createHub();
    const trip = onHub(hub, 'trip', machine, { time, random: seededRandom(1) });
    const kept = persistStore(hub.store('trip'), {
      storage,
      key: 'trip',
      version,
      migrations: [step],
      clock: time,
      timers: time,
    });
    await kept.restored;
    return { trip: trip.start(), kept };
  };
  const one = await open(first, 1);
  one.trip.send({ type: 'HOLD' });
  await one.kept.stop();
  one.trip.stop();
  time.advance(400);

  const two = await open(second, 2);
  expect(two.trip.getSnapshot()).toMatchObject({
    value: { reservation: { waiting: 'short' }, seat: 'none' },
    context: { names: ['Ann', 'Lee'] },
  });
  await two.kept.stop();
  two.trip.stop();

  const back = await open(first, 1);
  expect(back.trip.getSnapshot()).toMatchObject({
    value: { booking: 'held', seat: 'none' },
    context: { name: 'Ann Lee' },
  });
  time.advance(599);
  expect(back.trip.getSnapshot().value).toMatchObject({ booking: 'held' });
  time.advance(1);
  expect(back.trip.getSnapshot().value).toMatchObject({ booking: 'open' });
  await back.kept.stop();
  back.trip.stop();

  const again = await open(second, 2);
  expect(again.trip.getSnapshot().value).toMatchObject({ reservation: 'open' });
});

test('a step whose context has no way down has none itself, also in children', () => {
  const up = (context: unknown) => context;
  expect(snapshotStep(2, { context: { up } }).down).toBeUndefined();
  expect(snapshotStep(2, { children: { child: { context: { up } } } }).down).toBeUndefined();
  expect(snapshotStep(2, { states: { a: 'b' } }).down).toBeTypeOf('function');
});

test('children are migrated by the name of their logic', () => {
  const { up } = snapshotStep(2, { children: { light: { states: { on: 'lit' } } } });
  const child = (value: string) => ({ src: 'light', run: 'a.1', snapshot: { status: 'active', value } });
  const other = { src: 'bell', run: 'a.2', snapshot: { status: 'active', value: 'on' } };
  expect(up({ status: 'active', value: 'here', children: { a: child('on'), b: other } })).toEqual({
    status: 'active',
    value: 'here',
    children: { a: child('lit'), b: other },
  });
});

const names = fc.constantFrom('a', 'b', 'c');
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, names, fc.dictionary(names, tie('value'), { minKeys: 1, maxKeys: 2 })),
})).value;

test('down undoes up, whatever the state', () => {
  const renaming = snapshotStep(2, { states: { a: 'x', 'a.b': 'y.z', c: 'w' } });
  fc.assert(
    fc.property(value, (given) => {
      const state = { status: 'active', value: given };
      expect(renaming.down?.(renaming.up(state))).toEqual(state);
    }),
    cases(300),
  );
});
