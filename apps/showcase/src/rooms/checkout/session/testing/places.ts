import type { CheckoutEvent } from '../../machine/checkout-event.ts';
import { ADDRESS_VERDICTS, ALBUM, DELIVERY_VERDICTS, TYPED } from '../../machine/testing/sample-order.ts';
import type { AddressVerdict, DeliveryVerdict } from '../../shop/shop-data.ts';
import type { CheckoutWorld } from './checkout-world.ts';
import type { PaymentOutcome } from './scripted-shop.ts';

type Way = (world: CheckoutWorld) => Promise<void>;

const BY_CARD: CheckoutEvent = { type: 'PAY_BY_CARD', token: 'token-1', label: 'card ending in 4242' };

const nowhere: Way = async () => {};

const toShipping: Way = (world) =>
  world.send({ type: 'ADD_ITEM', album: ALBUM }, { type: 'PROCEED_TO_SHIPPING' });

const toChecks: Way = async (world) => {
  await toShipping(world);
  await world.send(...TYPED.shipping, { type: 'SUBMIT_SHIPPING' });
};

const toAnswers =
  (address: AddressVerdict | undefined, delivery: DeliveryVerdict | undefined): Way =>
  async (world) => {
    await toChecks(world);
    if (address !== undefined) world.shop.answerAddress(address);
    if (delivery !== undefined) world.shop.answerDelivery(delivery);
    await world.settle();
  };

const [VALID, INVALID] = ADDRESS_VERDICTS;
const [QUOTED, UNAVAILABLE] = DELIVERY_VERDICTS;

const toPayment = toAnswers(VALID, QUOTED);

const thenSend =
  (way: Way, ...events: readonly CheckoutEvent[]): Way =>
  async (world) => {
    await way(world);
    await world.send(...events);
  };

const toAttempt = thenSend(toPayment, { type: 'SELECT_CARD' }, BY_CARD);

const toOutcome =
  (...outcomes: readonly PaymentOutcome[]): Way =>
  async (world) => {
    await toAttempt(world);
    for (const [at, outcome] of outcomes.entries()) {
      if (at > 0) await world.wait(2_000);
      world.shop.decide(outcome);
      await world.settle();
    }
  };

const checking = (address: string, delivery: string) => ({
  shipping: { validating: { address, delivery } },
});

/** Every state of the checkout, and a way to it; some in more than one condition. */
export const PLACES: readonly { readonly name: string; readonly value: unknown; readonly way: Way }[] = [
  { name: 'an empty basket', value: 'cart', way: nowhere },
  {
    name: 'a basket',
    value: 'cart',
    way: (world) => world.send({ type: 'ADD_ITEM', album: ALBUM }, { type: 'ADD_ITEM', album: ALBUM }),
  },
  { name: 'an empty form', value: { shipping: 'entering' }, way: toShipping },
  {
    name: 'a form with half a street',
    value: { shipping: 'entering' },
    way: thenSend(
      toShipping,
      { type: 'CHANGE_FIELD', field: 'street', value: 'St Ja' },
      { type: 'LEAVE_FIELD', field: 'street' },
      { type: 'CHOOSE_DELIVERY', speed: 'express' },
    ),
  },
  {
    name: 'a form with objections',
    value: { shipping: 'entering' },
    way: toAnswers(INVALID, UNAVAILABLE),
  },
  { name: 'both checks', value: checking('checking', 'calculating'), way: toChecks },
  ...ADDRESS_VERDICTS.map((verdict) => ({
    name: `an address that is ${verdict.kind} while the delivery is calculated`,
    value: checking(verdict.kind, 'calculating'),
    way: toAnswers(verdict, undefined),
  })),
  ...DELIVERY_VERDICTS.map((verdict) => ({
    name: `a delivery that is ${verdict.kind} while the address is checked`,
    value: checking('checking', verdict.kind),
    way: toAnswers(undefined, verdict),
  })),
  { name: 'the choice of means', value: { payment: 'selecting' }, way: toPayment },
  { name: 'a card', value: { payment: 'card' }, way: thenSend(toPayment, { type: 'SELECT_CARD' }) },
  {
    name: 'half an address for PayPal',
    value: { payment: 'paypal' },
    way: thenSend(
      toPayment,
      { type: 'SELECT_PAYPAL' },
      { type: 'CHANGE_FIELD', field: 'payerEmail', value: 'ada@' },
      { type: 'PAY_BY_PAYPAL' },
    ),
  },
  {
    name: 'a coin',
    value: { payment: 'crypto' },
    way: thenSend(
      toPayment,
      { type: 'SELECT_CRYPTO' },
      { type: 'CHANGE_FIELD', field: 'coin', value: 'BTC' },
    ),
  },
  { name: 'the first attempt', value: { payment: 'processing' }, way: toAttempt },
  { name: 'the wait after it', value: { payment: 'retrying' }, way: toOutcome('declined') },
  { name: 'the wait after a lost answer', value: { payment: 'retrying' }, way: toOutcome('lost') },
  {
    name: 'the third attempt',
    value: { payment: 'processing' },
    way: async (world) => {
      await toOutcome('declined', 'cut')(world);
      await world.wait(2_000);
    },
  },
  {
    name: 'three that were declined',
    value: { payment: 'failed' },
    way: toOutcome('declined', 'declined', 'declined'),
  },
  { name: 'three without an answer', value: { payment: 'failed' }, way: toOutcome('lost', 'lost', 'cut') },
  { name: 'a refusal', value: { payment: 'failed' }, way: toOutcome('refused') },
  { name: 'the receipt', value: 'receipt', way: toOutcome('cut', 'charged') },
];

/** Goes on from any state to the receipt, as a person would whom nothing hinders any more. */
export async function finish(world: CheckoutWorld): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const { actor } = world.session;
    const snapshot = actor.getSnapshot();
    if (snapshot.matches('receipt')) return;
    if (snapshot.matches({ shipping: 'validating' })) {
      if (VALID !== undefined) world.shop.answerAddress(VALID);
      if (QUOTED !== undefined) world.shop.answerDelivery(QUOTED);
      await world.settle();
    } else if (snapshot.matches({ payment: 'processing' })) {
      world.shop.decide('charged');
      await world.settle();
    } else if (snapshot.matches({ payment: 'retrying' })) await world.wait(2_000);
    else await world.send(...nextFrom(snapshot));
  }
  throw new Error('The receipt was not reached in sixty steps.');
}

type Snapshot = ReturnType<CheckoutWorld['session']['actor']['getSnapshot']>;

function nextFrom(snapshot: Snapshot): readonly CheckoutEvent[] {
  if (snapshot.matches('cart')) return [{ type: 'ADD_ITEM', album: ALBUM }, { type: 'PROCEED_TO_SHIPPING' }];
  if (snapshot.matches('shipping'))
    return [...TYPED.shipping, { type: 'CHOOSE_DELIVERY', speed: 'standard' }, { type: 'SUBMIT_SHIPPING' }];
  if (snapshot.matches({ payment: 'failed' }))
    return snapshot.can({ type: 'TRY_AGAIN' }) ? [{ type: 'TRY_AGAIN' }] : [{ type: 'CHANGE_METHOD' }];
  if (snapshot.matches({ payment: 'selecting' })) return [{ type: 'SELECT_CARD' }];
  if (snapshot.matches({ payment: 'card' })) return [BY_CARD];
  return [{ type: 'CHANGE_METHOD' }];
}
