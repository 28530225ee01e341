import { assign, fromPromise, setup } from 'xstate';
import type {
  Address,
  AddressVerdict,
  Album,
  DeliveryQuestion,
  DeliverySpeed,
  DeliveryVerdict,
  PaymentMeans,
  PaymentOrder,
  PaymentVerdict,
} from '../shop/shop-data.ts';
import { withAlbum, withQuantity } from './cart.ts';
import {
  type CheckoutContext,
  cryptoOf,
  isShippingSettled,
  MOST_ATTEMPTS,
  newCheckout,
  paypalOf,
  withAddress,
  withAttempt,
  withDelivery,
  withoutVerdicts,
  withVerdict,
} from './checkout-context.ts';
import type { CheckoutEvent } from './checkout-event.ts';
import { type FieldName, type FormName, isFilled, withAsked, withField, withLeft } from './forms.ts';

/** How long the machine waits before it tries again, and for how long it waits for an answer. */
export const DELAYS = { retryDelay: 2_000, checkLimit: 10_000, paymentLimit: 10_000 } as const;

const NOBODY_TO_ASK = () => Promise.reject(new Error('Hand the machine a shop by `provide`.'));

/** What the states of the checkout are made of. All actions are pure; what reaches outside are the three actors. */
export const checkout = setup({
  types: {
    context: {} as CheckoutContext,
    events: {} as CheckoutEvent,
    input: {} as { readonly orderId: string },
  },
  actors: {
    checkAddress: fromPromise<AddressVerdict, Address>(NOBODY_TO_ASK),
    quoteDelivery: fromPromise<DeliveryVerdict, DeliveryQuestion>(NOBODY_TO_ASK),
    pay: fromPromise<PaymentVerdict, PaymentOrder>(NOBODY_TO_ASK),
  },
  delays: DELAYS,
  guards: {
    hasItems: ({ context }) => context.cart.length > 0,
    isFormFilled: ({ context }, form: FormName) => isFilled(context.forms, form),
    isShippingSettled: ({ context }) => isShippingSettled(context),
    isValid: (_, verdict: AddressVerdict) => verdict.kind === 'valid',
    isInvalid: (_, verdict: AddressVerdict) => verdict.kind === 'invalid',
    isQuoted: (_, verdict: DeliveryVerdict) => verdict.kind === 'quoted',
    isUnavailable: (_, verdict: DeliveryVerdict) => verdict.kind === 'unavailable',
    isCharged: (_, verdict: PaymentVerdict) => verdict.kind === 'charged',
    isRefused: (_, verdict: PaymentVerdict) => verdict.kind === 'refused',
    canRetry: ({ context }) => context.attemptsInRow < MOST_ATTEMPTS,
    canTryAgain: ({ context }) => context.means !== undefined && context.failure?.kind !== 'refused',
    /** What may be paid already stays as it is until that is known. */
    isSettled: ({ context }) => !context.mayBeCharged,
  },
  actions: {
    addItem: assign(({ context: { cart } }, album: Album) => ({ cart: withAlbum(cart, album) })),
    setQuantity: assign(
      ({ context: { cart } }, { albumId, quantity }: { albumId: string; quantity: number }) => ({
        cart: withQuantity(cart, albumId, quantity),
      }),
    ),
    changeField: assign(({ context: { forms } }, { field, value }: { field: FieldName; value: string }) => ({
      forms: withField(forms, field, value),
    })),
    leaveField: assign(({ context: { forms } }, field: FieldName) => ({ forms: withLeft(forms, field) })),
    askForm: assign(({ context: { forms } }, form: FormName) => ({ forms: withAsked(forms, form) })),
    chooseDelivery: assign((_, speed: DeliverySpeed) => ({ speed })),
    forgetVerdicts: assign(({ context }) => withoutVerdicts(context)),
    keepAddress: assign(({ context }, verdict: AddressVerdict) => withAddress(context, verdict)),
    keepQuote: assign(({ context }, verdict: DeliveryVerdict) => withDelivery(context, verdict)),
    payWith: assign((_, means: PaymentMeans) => ({ means, attemptsInRow: 0 })),
    payByPaypal: assign(({ context }) => ({ means: paypalOf(context), attemptsInRow: 0 })),
    payByCrypto: assign(({ context }) => ({ means: cryptoOf(context), attemptsInRow: 0 })),
    countFromOne: assign({ attemptsInRow: 0 }),
    forgetMeans: assign({ means: undefined, failure: undefined, attemptsInRow: 0 }),
    beginAttempt: assign(({ context }) => withAttempt(context)),
    keepVerdict: assign((_, verdict: PaymentVerdict) => withVerdict(verdict)),
    startOver: assign((_, orderId: string) => newCheckout(orderId)),
  },
});

/** What is kept of an answer that did not come. */
export function noAnswer(what: string): { readonly kind: 'unknown'; readonly reason: string } {
  return { kind: 'unknown', reason: `${what} did not answer.` };
}
