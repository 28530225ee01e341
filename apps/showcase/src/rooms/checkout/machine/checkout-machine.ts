import { newCheckout } from './checkout-context.ts';
import { checkout } from './checkout-setup.ts';
import { payment } from './payment-states.ts';
import { shipping } from './shipping-states.ts';

const cart = checkout.createStateConfig({
  on: {
    ADD_ITEM: { actions: { type: 'addItem', params: ({ event }) => event.album } },
    SET_QUANTITY: { actions: { type: 'setQuantity', params: ({ event }) => event } },
    REMOVE_ITEM: {
      actions: { type: 'setQuantity', params: ({ event: { albumId } }) => ({ albumId, quantity: 0 }) },
    },
    PROCEED_TO_SHIPPING: { guard: 'hasItems', target: 'shipping' },
  },
});

const receipt = checkout.createStateConfig({
  on: {
    START_OVER: { target: 'cart', actions: { type: 'startOver', params: ({ event }) => event.orderId } },
  },
});

/** From a basket to a receipt. Hand it a shop by `provide`. */
export const checkoutMachine = checkout.createMachine({
  id: 'checkout',
  context: ({ input }) => newCheckout(input.orderId),
  initial: 'cart',
  states: { cart, shipping, payment, receipt },
});

export type CheckoutMachine = typeof checkoutMachine;
