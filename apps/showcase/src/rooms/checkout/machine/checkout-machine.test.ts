import { expect, test } from 'vitest';
import type { AnyEventObject } from 'xstate';
import { problemsToSay } from './forms.ts';
import {
  ADDRESS_VERDICTS,
  ALBUM,
  DELIVERY_VERDICTS,
  PAYMENT_VERDICTS,
  TYPED,
} from './testing/sample-order.ts';
import { after, begin, type CheckoutSnapshot } from './testing/walk.ts';

const run = (from: CheckoutSnapshot, ...events: readonly (AnyEventObject | string)[]): CheckoutSnapshot =>
  events.reduce<CheckoutSnapshot>(
    (snapshot, event) => after(snapshot, typeof event === 'string' ? { type: event } : event),
    from,
  );

const done = (actor: string, output: unknown): AnyEventObject => ({
  type: `xstate.done.actor.${actor}`,
  output,
});
const [VALID, INVALID, ADDRESS_UNKNOWN] = ADDRESS_VERDICTS.map((verdict) => done('checkAddress', verdict));
const [QUOTED, UNAVAILABLE] = DELIVERY_VERDICTS.map((verdict) => done('quoteDelivery', verdict));
const [CHARGED, DECLINED, REFUSED, UNKNOWN] = PAYMENT_VERDICTS.map((verdict) => done('pay', verdict));
if (!VALID || !INVALID || !ADDRESS_UNKNOWN || !QUOTED || !UNAVAILABLE) throw new Error('missing');
if (!CHARGED || !DECLINED || !REFUSED || !UNKNOWN) throw new Error('missing');

const WAITED = { type: 'xstate.after.retryDelay.checkout.payment.retrying' };
const BY_CARD = { type: 'PAY_BY_CARD', token: 'token-1', label: 'card ending in 4242' };

const shipping = run(begin(), { type: 'ADD_ITEM', album: ALBUM }, 'PROCEED_TO_SHIPPING');
const checking = run(shipping, ...TYPED.shipping, 'SUBMIT_SHIPPING');
const selecting = run(checking, VALID, QUOTED);
const paying = run(selecting, 'SELECT_CARD', BY_CARD);

test('an empty basket goes nowhere', () => {
  expect(run(begin(), 'PROCEED_TO_SHIPPING').value).toBe('cart');
});

test('whoever comes to the address is told nothing before something was entered', () => {
  expect(problemsToSay(shipping.context.forms, 'shipping')).toEqual({});
  expect(shipping.context.notices).toEqual([]);
  expect(shipping.value).toEqual({ shipping: 'entering' });
});

test('an address that is not filled in is not sent anywhere, and is told what is missing', () => {
  const asked = run(shipping, { type: 'CHANGE_FIELD', field: 'city', value: 'London' }, 'SUBMIT_SHIPPING');
  expect(asked.value).toEqual({ shipping: 'entering' });
  expect(Object.keys(problemsToSay(asked.context.forms, 'shipping'))).toEqual(['name', 'street', 'country']);
});

test('address and delivery are asked about side by side, in either order', () => {
  expect(checking.value).toEqual({
    shipping: { validating: { address: 'checking', delivery: 'calculating' } },
  });
  for (const order of [
    [VALID, QUOTED],
    [QUOTED, VALID],
  ])
    expect(run(checking, ...order).value).toEqual({ payment: 'selecting' });
});

test('whatever one of the two objects to is told when the other has answered too', () => {
  const back = run(checking, INVALID, UNAVAILABLE);
  expect(back.value).toEqual({ shipping: 'entering' });
  expect(problemsToSay(back.context.forms, 'shipping')).toEqual({ postalCode: 'Codes look like N1 5LH.' });
  expect(back.context.notices).toEqual(['Express does not go there.']);
  const again = run(back, 'SUBMIT_SHIPPING');
  expect(again.value).toEqual(checking.value);
  expect(again.context.notices).toEqual([]);
  expect(run(again, VALID, QUOTED).value).toEqual({ payment: 'selecting' });
  expect(run(checking, ADDRESS_UNKNOWN, QUOTED).value).toEqual({ shipping: 'entering' });
});

test('three attempts are made, two seconds apart, and then a person is asked', () => {
  const once = run(paying, DECLINED);
  expect(once.value).toEqual({ payment: 'retrying' });
  const twice = run(once, WAITED, DECLINED);
  const thrice = run(twice, WAITED, DECLINED);
  expect([twice.value, thrice.value]).toEqual([{ payment: 'retrying' }, { payment: 'failed' }]);
  expect(thrice.context).toMatchObject({ attempt: 3, attemptsInRow: 3, mayBeCharged: false });
  const anew = run(thrice, 'TRY_AGAIN');
  expect(anew.context).toMatchObject({ attempt: 4, attemptsInRow: 1 });
  expect(run(anew, DECLINED).value).toEqual({ payment: 'retrying' });
});

test('what will never go through is not tried again', () => {
  const refused = run(paying, REFUSED);
  expect(refused.value).toEqual({ payment: 'failed' });
  expect(run(refused, 'TRY_AGAIN').value).toEqual({ payment: 'failed' });
  expect(run(refused, 'CHANGE_METHOD', 'SELECT_CARD', BY_CARD).value).toEqual({ payment: 'processing' });
});

test('an attempt without an answer may have been charged: it can be tried again or otherwise, but not changed', () => {
  const lost = run(paying, UNKNOWN, WAITED, UNKNOWN, WAITED, UNKNOWN);
  expect(lost.value).toEqual({ payment: 'failed' });
  expect(run(lost, 'BACK_TO_SHIPPING').value).toEqual({ payment: 'failed' });
  expect(run(lost, 'CHANGE_METHOD', 'BACK_TO_SHIPPING').value).toEqual({ payment: 'selecting' });
  expect(run(lost, 'TRY_AGAIN').value).toEqual({ payment: 'processing' });
  const settled = run(lost, 'TRY_AGAIN', DECLINED, 'CHANGE_METHOD', 'BACK_TO_SHIPPING');
  expect(settled.value).toEqual({ shipping: 'entering' });
});

test('all attempts of an order have one key, and the receipt ends the order', () => {
  const paid = run(paying, DECLINED, 'RETRY_NOW', CHARGED);
  expect(paid.value).toBe('receipt');
  expect(paid.context).toMatchObject({ orderId: 'order-1', attempt: 2, means: undefined });
  const next = run(paid, { type: 'START_OVER', orderId: 'order-2' });
  expect(next.value).toBe('cart');
  expect(next.context).toMatchObject({ orderId: 'order-2', cart: [], attempt: 0, receipt: undefined });
});

test('no state has room for the number of a card', () => {
  const kept = JSON.stringify([paying.context, run(paying, DECLINED).context]);
  expect(kept).toContain('token-1');
  expect(kept).not.toMatch(/\d{13,}/);
});
