import { expect, test } from 'vitest';
import { checkoutMachine } from '../machine/checkout-machine.ts';
import { chartOf, eventName, eventsIn } from './chart-node.ts';

test('the chart has the states of the machine, inside of each other', () => {
  const chart = chartOf(checkoutMachine.root);
  expect(chart.map(({ name }) => name)).toEqual(['cart', 'shipping', 'payment', 'receipt']);
  const validating = chart[1]?.inner.find(({ name }) => name === 'validating');
  expect(validating).toMatchObject({ path: 'shipping.validating', isParallel: true });
  expect(validating?.inner.map(({ name }) => name)).toEqual(['address', 'delivery']);
});

test('what can happen in a state is said in words', () => {
  expect(eventsIn(checkoutMachine.root, ['payment', 'payment.retrying'])).toEqual([
    'RETRY_NOW',
    'CHANGE_METHOD',
    'after retryDelay',
  ]);
  expect(eventName('xstate.done.actor.pay')).toBe('pay done');
  expect(eventName('xstate.error.actor.pay')).toBe('pay broken');
  expect(eventName('xstate.done.state.checkout.shipping.validating')).toBe('validating done');
  expect(eventName('pay/xstate.promise.resolve')).toBe('pay answered');
  expect(eventName('ADD_ITEM')).toBe('ADD_ITEM');
});
