import { addressOf, deliveryOf } from './checkout-context.ts';
import { checkout, noAnswer } from './checkout-setup.ts';

const NO_CHECK = noAnswer('The shop');

/** Where to, and how fast. Nothing is asked of the shop before the form is handed in. */
const entering = checkout.createStateConfig({
  on: {
    CHANGE_FIELD: { actions: { type: 'changeField', params: ({ event }) => event } },
    LEAVE_FIELD: { actions: { type: 'leaveField', params: ({ event }) => event.field } },
    CHOOSE_DELIVERY: { actions: { type: 'chooseDelivery', params: ({ event }) => event.speed } },
    SUBMIT_SHIPPING: [
      {
        guard: { type: 'isFormFilled', params: 'shipping' },
        target: 'validating',
        actions: [{ type: 'askForm', params: 'shipping' }, 'forgetVerdicts'],
      },
      { actions: { type: 'askForm', params: 'shipping' } },
    ],
    BACK_TO_CART: '#checkout.cart',
  },
});

const address = checkout.createStateConfig({
  initial: 'checking',
  states: {
    checking: {
      invoke: {
        id: 'checkAddress',
        src: 'checkAddress',
        input: ({ context }) => addressOf(context),
        onDone: [
          {
            guard: { type: 'isValid', params: ({ event }) => event.output },
            target: 'valid',
            actions: { type: 'keepAddress', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'isInvalid', params: ({ event }) => event.output },
            target: 'invalid',
            actions: { type: 'keepAddress', params: ({ event }) => event.output },
          },
          { target: 'unknown', actions: { type: 'keepAddress', params: ({ event }) => event.output } },
        ],
        onError: { target: 'unknown', actions: { type: 'keepAddress', params: NO_CHECK } },
      },
    },
    valid: { type: 'final' },
    invalid: { type: 'final' },
    unknown: { type: 'final' },
  },
});

const delivery = checkout.createStateConfig({
  initial: 'calculating',
  states: {
    calculating: {
      invoke: {
        id: 'quoteDelivery',
        src: 'quoteDelivery',
        input: ({ context }) => deliveryOf(context),
        onDone: [
          {
            guard: { type: 'isQuoted', params: ({ event }) => event.output },
            target: 'quoted',
            actions: { type: 'keepQuote', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'isUnavailable', params: ({ event }) => event.output },
            target: 'unavailable',
            actions: { type: 'keepQuote', params: ({ event }) => event.output },
          },
          { target: 'unknown', actions: { type: 'keepQuote', params: ({ event }) => event.output } },
        ],
        onError: { target: 'unknown', actions: { type: 'keepQuote', params: NO_CHECK } },
      },
    },
    quoted: { type: 'final' },
    unavailable: { type: 'final' },
    unknown: { type: 'final' },
  },
});

/** Address and delivery, side by side; both have an end whatever comes of them, so the form is never stuck. */
const validating = checkout.createStateConfig({
  type: 'parallel',
  states: { address, delivery },
  on: { CANCEL_CHECKS: 'entering' },
  after: { checkLimit: { target: 'entering', actions: { type: 'keepQuote', params: NO_CHECK } } },
  onDone: [{ guard: 'isShippingSettled', target: '#checkout.payment' }, { target: 'entering' }],
});

export const shipping = checkout.createStateConfig({
  initial: 'entering',
  states: { entering, validating },
});
