import type {
  Address,
  AddressVerdict,
  Coin,
  DeliveryQuestion,
  DeliverySpeed,
  DeliveryVerdict,
  PaymentMeans,
  PaymentOrder,
  PaymentVerdict,
  Quote,
  Receipt,
} from '../shop/shop-data.ts';
import type { Cart } from './cart.ts';
import { EMPTY_FORMS, type Forms, withObjections } from './forms.ts';

/** How many times a payment is tried before a person is asked. */
export const MOST_ATTEMPTS = 3;

/** Why the last attempt to pay came to nothing. */
export interface PaymentFailure {
  readonly kind: 'declined' | 'refused' | 'unknown';
  readonly reason: string;
}

/** What a checkout knows besides the state in which it is. Plain data: it is kept, recorded and replayed as it stands. */
export interface CheckoutContext {
  /** Made by whoever starts the checkout; the shop charges it once. */
  readonly orderId: string;
  readonly cart: Cart;
  readonly forms: Forms;
  readonly speed: DeliverySpeed;
  readonly quote: Quote | undefined;
  /** Why address or delivery could not be settled, in words; what is wrong with single fields stands at them. */
  readonly notices: readonly string[];
  readonly means: PaymentMeans | undefined;
  /** Over all of the order. */
  readonly attempt: number;
  /** Since a person last said to pay; at most {@link MOST_ATTEMPTS}. */
  readonly attemptsInRow: number;
  /** An attempt had no answer, and none after it had one: the order may be paid. */
  readonly mayBeCharged: boolean;
  readonly failure: PaymentFailure | undefined;
  readonly receipt: Receipt | undefined;
}

export function newCheckout(orderId: string): CheckoutContext {
  return {
    orderId,
    cart: [],
    forms: EMPTY_FORMS,
    speed: 'standard',
    quote: undefined,
    notices: [],
    means: undefined,
    attempt: 0,
    attemptsInRow: 0,
    mayBeCharged: false,
    failure: undefined,
    receipt: undefined,
  };
}

/** Where to, as it is asked about. */
export function addressOf({ forms: { values } }: CheckoutContext): Address {
  const { name, street, city, postalCode, country } = values;
  return { name, street, city, postalCode, country };
}

export function deliveryOf({ cart, forms, speed }: CheckoutContext): DeliveryQuestion {
  const lines = cart.map(({ album, quantity }) => ({ albumId: album.id, quantity }));
  return { lines, country: forms.values.country, speed };
}

/** What was said about address and delivery before is out of date. */
export function withoutVerdicts({ forms }: CheckoutContext): Partial<CheckoutContext> {
  return { forms: withObjections(forms, {}), quote: undefined, notices: [] };
}

export function withAddress({ forms, notices }: CheckoutContext, verdict: AddressVerdict) {
  if (verdict.kind === 'valid')
    return { forms: { ...forms, values: { ...forms.values, ...verdict.address } } };
  if (verdict.kind === 'invalid') return { forms: withObjections(forms, verdict.problems) };
  return { notices: withNotice(notices, verdict.reason) };
}

export function withDelivery({ notices }: CheckoutContext, verdict: DeliveryVerdict) {
  return verdict.kind === 'quoted'
    ? { quote: verdict.quote }
    : { notices: withNotice(notices, verdict.reason) };
}

/** What is said twice is read once. */
function withNotice(notices: readonly string[], notice: string): readonly string[] {
  return notices.includes(notice) ? notices : [...notices, notice];
}

export function isShippingSettled({ quote, notices, forms }: CheckoutContext): boolean {
  return quote !== undefined && notices.length === 0 && Object.keys(forms.objections).length === 0;
}

export function paypalOf({ forms: { values } }: CheckoutContext): PaymentMeans {
  return { kind: 'paypal', email: values.payerEmail.trim() };
}

export function cryptoOf({ forms: { values } }: CheckoutContext): PaymentMeans {
  const coin: Coin = values.coin === 'ETH' ? 'ETH' : 'BTC';
  return { kind: 'crypto', coin, wallet: values.wallet.trim() };
}

/** An attempt begins: from now until it is answered nobody knows whether it was charged. */
export function withAttempt({ attempt, attemptsInRow }: CheckoutContext): Partial<CheckoutContext> {
  return {
    attempt: attempt + 1,
    attemptsInRow: attemptsInRow + 1,
    mayBeCharged: true,
    failure: undefined,
  };
}

/** What an attempt came to; the means of paying are forgotten with the receipt. */
export function withVerdict(verdict: PaymentVerdict): Partial<CheckoutContext> {
  if (verdict.kind === 'charged')
    return { receipt: verdict.receipt, means: undefined, failure: undefined, mayBeCharged: false };
  const { kind, reason } = verdict;
  return { failure: { kind, reason }, ...(kind === 'unknown' ? {} : { mayBeCharged: false }) };
}

/**
 * The order to charge.
 *
 * @throws Error when there is nothing to pay with yet, or no price: the machine does not pay before
 */
export function paymentOf(context: CheckoutContext): PaymentOrder {
  const { orderId, attempt, quote, means } = context;
  if (quote === undefined || means === undefined) throw new Error('There is no order to pay yet.');
  return { key: orderId, attempt, amountCents: quote.totalCents, means, delivery: deliveryOf(context) };
}
