import { paymentOf } from './checkout-context.ts';
import { checkout, noAnswer } from './checkout-setup.ts';

const NO_ANSWER = noAnswer('The bank');

const selecting = checkout.createStateConfig({
  entry: 'forgetMeans',
  on: {
    SELECT_CARD: 'card',
    SELECT_PAYPAL: 'paypal',
    SELECT_CRYPTO: 'crypto',
    BACK_TO_SHIPPING: { guard: 'isSettled', target: '#checkout.shipping' },
  },
});

/** The card's form stands outside of the machine: its number goes to the shop, and only a pseudonym comes here. */
const card = checkout.createStateConfig({
  on: {
    PAY_BY_CARD: {
      target: 'processing',
      actions: {
        type: 'payWith',
        params: ({ event: { token, label } }) => ({ kind: 'card', token, label }),
      },
    },
    CHANGE_METHOD: 'selecting',
  },
});

const paypal = checkout.createStateConfig({
  on: {
    CHANGE_FIELD: { actions: { type: 'changeField', params: ({ event }) => event } },
    LEAVE_FIELD: { actions: { type: 'leaveField', params: ({ event }) => event.field } },
    PAY_BY_PAYPAL: [
      { guard: { type: 'isFormFilled', params: 'paypal' }, target: 'processing', actions: 'payByPaypal' },
      { actions: { type: 'askForm', params: 'paypal' } },
    ],
    CHANGE_METHOD: 'selecting',
  },
});

const crypto = checkout.createStateConfig({
  on: {
    CHANGE_FIELD: { actions: { type: 'changeField', params: ({ event }) => event } },
    LEAVE_FIELD: { actions: { type: 'leaveField', params: ({ event }) => event.field } },
    PAY_BY_CRYPTO: [
      { guard: { type: 'isFormFilled', params: 'crypto' }, target: 'processing', actions: 'payByCrypto' },
      { actions: { type: 'askForm', params: 'crypto' } },
    ],
    CHANGE_METHOD: 'selecting',
  },
});

/** One attempt. Whatever becomes of the page meanwhile, the same attempt is made again, under the same key. */
const processing = checkout.createStateConfig({
  entry: 'beginAttempt',
  invoke: {
    id: 'pay',
    src: 'pay',
    input: ({ context }) => paymentOf(context),
    onDone: [
      {
        guard: { type: 'isCharged', params: ({ event }) => event.output },
        target: 'paid',
        actions: { type: 'keepVerdict', params: ({ event }) => event.output },
      },
      {
        guard: { type: 'isRefused', params: ({ event }) => event.output },
        target: 'failed',
        actions: { type: 'keepVerdict', params: ({ event }) => event.output },
      },
      {
        guard: 'canRetry',
        target: 'retrying',
        actions: { type: 'keepVerdict', params: ({ event }) => event.output },
      },
      { target: 'failed', actions: { type: 'keepVerdict', params: ({ event }) => event.output } },
    ],
    onError: [
      { guard: 'canRetry', target: 'retrying', actions: { type: 'keepVerdict', params: NO_ANSWER } },
      { target: 'failed', actions: { type: 'keepVerdict', params: NO_ANSWER } },
    ],
  },
  after: {
    paymentLimit: [
      { guard: 'canRetry', target: 'retrying', actions: { type: 'keepVerdict', params: NO_ANSWER } },
      { target: 'failed', actions: { type: 'keepVerdict', params: NO_ANSWER } },
    ],
  },
});

const retrying = checkout.createStateConfig({
  after: { retryDelay: 'processing' },
  on: { RETRY_NOW: 'processing', CHANGE_METHOD: 'selecting' },
});

const failed = checkout.createStateConfig({
  on: {
    TRY_AGAIN: { guard: 'canTryAgain', target: 'processing', actions: 'countFromOne' },
    CHANGE_METHOD: 'selecting',
    BACK_TO_SHIPPING: { guard: 'isSettled', target: '#checkout.shipping' },
  },
});

export const payment = checkout.createStateConfig({
  initial: 'selecting',
  states: { selecting, card, paypal, crypto, processing, retrying, failed, paid: { type: 'final' } },
  onDone: '#checkout.receipt',
});
