import { expect, test } from 'vitest';
import { newCheckout } from '../machine/checkout-context.ts';
import { activePaths, announcementOf, stepOf, valueInWords } from './checkout-step.ts';

const context = newCheckout('order');
const checking = { shipping: { validating: { address: 'checking', delivery: 'quoted' } } } as const;

test('a step is what the outermost state is called', () => {
  expect(stepOf({ value: 'cart' })).toBe('cart');
  expect(stepOf({ value: checking })).toBe('shipping');
  expect(stepOf({ value: { payment: 'retrying' } })).toBe('payment');
});

test('states that are side by side are all active', () => {
  expect(activePaths(checking)).toEqual([
    'shipping',
    'shipping.validating',
    'shipping.validating.address',
    'shipping.validating.address.checking',
    'shipping.validating.delivery',
    'shipping.validating.delivery.quoted',
  ]);
  expect(valueInWords(checking)).toBe('shipping.validating.{address.checking, delivery.quoted}');
  expect(valueInWords('receipt')).toBe('receipt');
});

test('what has come about is said in words', () => {
  expect(announcementOf({ value: checking, context })).toMatch(/^Checking the address/);
  const failure = { kind: 'declined', reason: 'Not enough money.' } as const;
  expect(announcementOf({ value: { payment: 'failed' }, context: { ...context, failure } })).toBe(
    'Not paid. Not enough money.',
  );
  expect(announcementOf({ value: { payment: 'selecting' }, context })).toBe('Payment.');
});
