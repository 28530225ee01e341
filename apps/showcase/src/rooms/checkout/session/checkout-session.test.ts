import { describe, expect, test } from 'vitest';
import { nodePaths } from '../machine/testing/node-paths.ts';
import { activePaths } from '../view/checkout-step.ts';
import { openWorld } from './testing/checkout-world.ts';
import { finish, PLACES } from './testing/places.ts';

describe('a reload in the middle of any state', () => {
  test.for(PLACES)(
    '$name: it comes back as it was, and in the end the order is charged once',
    async ({ way, value }) => {
      const world = await openWorld();
      await way(world);
      expect(world.state.value).toEqual(value);
      const before = world.state;
      const asked = world.shop.asked;
      await world.reload();
      expect(world.state).toEqual(before);
      // What was being asked is asked again, and nothing else.
      expect(world.shop.asked - asked).toBe(JSON.stringify(value).includes('processing') ? 1 : 0);
      await finish(world);
      const { orderId } = world.session.actor.getSnapshot().context;
      expect(world.shop.movements.map(({ key }) => key)).toEqual([orderId]);
    },
  );

  test('every state of the machine is among them', () => {
    const there = new Set(PLACES.flatMap(({ value }) => activePaths(value)));
    const passed = ['payment.paid'];
    expect(nodePaths().filter((path) => !there.has(path) && !passed.includes(path))).toEqual([]);
  });
});

const DELAYED = [
  {
    name: 'the wait before the next attempt',
    place: 'the wait after it',
    delayMs: 2_000,
    next: { payment: 'processing' },
  },
  { name: 'the limit of the checks', place: 'both checks', delayMs: 10_000, next: { shipping: 'entering' } },
  {
    name: 'the limit of an attempt',
    place: 'the first attempt',
    delayMs: 10_000,
    next: { payment: 'retrying' },
  },
  {
    name: 'the limit of the third attempt',
    place: 'the third attempt',
    delayMs: 10_000,
    next: { payment: 'failed' },
  },
] as const;

describe('a reload while a delay runs', () => {
  test.for(DELAYED)('$name: 1 ms before its end 1 ms remains', async ({ place, delayMs, next }) => {
    const world = await openWorld();
    await PLACES.find(({ name }) => name === place)?.way(world);
    const { value } = world.state;
    await world.wait(delayMs - 1);
    await world.reload();
    expect(world.state.value).toEqual(value);
    await world.wait(1);
    expect(world.state.value).toEqual(next);
  });

  test.for(DELAYED)(
    '$name: what ran out while the page was away ends at once',
    async ({ place, delayMs, next }) => {
      const world = await openWorld();
      await PLACES.find(({ name }) => name === place)?.way(world);
      await world.reload(delayMs + 5_000);
      expect(world.state.value).toEqual(next);
    },
  );
});

test('money is asked for only when what the machine knows is durable', async () => {
  const world = await openWorld();
  const place = PLACES.find(({ name }) => name === 'the choice of means');
  await place?.way(world);
  const write = world.device.write.bind(world.device);
  const release = Promise.withResolvers<void>();
  world.device.write = async (writes) => {
    await release.promise;
    return write(writes);
  };
  await world.send({ type: 'SELECT_CARD' }, { type: 'PAY_BY_CARD', token: 'token-1', label: 'a card' });
  expect(world.state.value).toEqual({ payment: 'processing' });
  expect(world.shop.asked).toBe(0);
  release.resolve();
  await world.settle();
  expect(world.shop.asked).toBe(1);
});

test('the past is shown while the payment goes on underneath', async () => {
  const world = await openWorld();
  await PLACES.find(({ name }) => name === 'the first attempt')?.way(world);
  const { hub, actor } = world.session;
  hub.time.goTo(hub.journal.lastId - 2);
  expect(actor.getSnapshot().value).toEqual({ payment: 'selecting' });
  world.shop.decide('charged');
  await world.settle();
  expect(actor.getSnapshot().value).toEqual({ payment: 'selecting' });
  hub.time.resume();
  expect(actor.getSnapshot().value).toBe('receipt');
});
