import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADDRESS_VERDICTS, DELIVERY_VERDICTS, EVENTS } from '../machine/testing/sample-order.ts';
import { type CheckoutWorld, openWorld } from './testing/checkout-world.ts';
import { finish, PLACES } from './testing/places.ts';
import { PAYMENT_OUTCOMES } from './testing/scripted-shop.ts';

type Act = (world: CheckoutWorld) => Promise<void>;

const act =
  (run: (world: CheckoutWorld) => void): Act =>
  async (world) => {
    run(world);
    await world.settle();
  };

const userActs = EVENTS.filter(({ type }) => type !== 'START_OVER').map(
  (event): Act =>
    (world) =>
      world.send(event),
);

/** An event of a person who knows what can be done, a whole new order included. */
const likelyAct = fc.nat().map(
  (choice): Act =>
    async (world) => {
      const snapshot = world.session.actor.getSnapshot();
      const possible = EVENTS.filter((event) => snapshot.can(event));
      const event = possible[choice % Math.max(1, possible.length)];
      if (event === undefined) return;
      const isNew = event.type === 'START_OVER';
      await world.send(isNew ? { ...event, orderId: world.session.newOrderId() } : event);
    },
);

const acts = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: likelyAct },
    { weight: 2, arbitrary: fc.constantFrom(...userActs) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...PAYMENT_OUTCOMES), fc.nat())
        .map(([outcome, at]) =>
          act(({ shop }) => shop.decide(outcome, shop.payments.length === 0 ? 0 : at % shop.payments.length)),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...ADDRESS_VERDICTS)
        .map((verdict) => act(({ shop }) => shop.answerAddress(verdict))),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...DELIVERY_VERDICTS)
        .map((verdict) => act(({ shop }) => shop.answerDelivery(verdict))),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(1, 1_999, 2_000, 10_000).map(
        (ms): Act =>
          (world) =>
            world.wait(ms),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(0, 1, 1_999, 60_000).map(
        (ms): Act =>
          (world) =>
            world.reload(ms),
      ),
    },
    {
      weight: 1,
      // Gone in the very turn in which something was done: it may not have been kept.
      arbitrary: fc.constantFrom(...EVENTS.filter(({ type }) => type !== 'START_OVER')).map(
        (event): Act =>
          (world) => {
            world.session.actor.send(event);
            return world.reload();
          },
      ),
    },
  ),
  { minLength: 1, maxLength: 40 },
);

/** What holds after every step. */
function check({ shop, session }: CheckoutWorld, orders: Set<string>): void {
  const { value, context } = session.actor.getSnapshot();
  orders.add(context.orderId);
  const keys = shop.movements.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => orders.has(key))).toBe(true);
  expect(context.attemptsInRow).toBeLessThanOrEqual(3);
  if (value === 'receipt') expect(shop.movementsOf(context.orderId)).toEqual([context.receipt]);
  else if (shop.movementsOf(context.orderId).length > 0)
    // Money moved for an order without a receipt: then the machine knows that it may have.
    expect(context.mayBeCharged).toBe(true);
}

test('whatever happens, in whatever order, an order is charged once, for what was said, and nobody is stuck', async () => {
  let reached = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PLACES), acts, async ({ way }, all) => {
      const world = await openWorld();
      const orders = new Set<string>();
      await way(world);
      check(world, orders);
      for (const each of all) {
        await each(world);
        check(world, orders);
      }
      await finish(world);
      check(world, orders);
      const { orderId, quote, receipt } = world.session.actor.getSnapshot().context;
      expect(world.shop.movementsOf(orderId)).toEqual([receipt]);
      expect(receipt?.amountCents).toBe(quote?.totalCents);
      reached += 1;
    }),
    cases(150),
  );
  expect(reached).toBeGreaterThan(0);
});
