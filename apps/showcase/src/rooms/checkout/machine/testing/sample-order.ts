import type {
  AddressVerdict,
  Album,
  DeliveryVerdict,
  PaymentVerdict,
  Quote,
  Receipt,
} from '../../shop/shop-data.ts';
import type { CheckoutEvent } from '../checkout-event.ts';
import { type FieldName, FORMS, type FormName } from '../forms.ts';

/** What the tests of the machine buy, and what the shop may say to it. */
export const ALBUM: Album = {
  id: '1',
  title: 'For Those About To Rock We Salute You',
  artist: 'AC/DC',
  genre: 'Rock',
  tracks: 10,
  priceCents: 990,
  stock: 5,
};

export const QUOTE: Quote = {
  goodsCents: 990,
  deliveryCents: 350,
  totalCents: 1340,
  fromDays: 2,
  toDays: 4,
};

export const RECEIPT: Receipt = { number: 'R-1', amountCents: 1340, paidBy: 'card ending in 4242' };

export const ADDRESS_VERDICTS: readonly AddressVerdict[] = [
  {
    kind: 'valid',
    address: {
      name: 'Ada Lovelace',
      street: 'St James’s Square 12',
      city: 'London',
      postalCode: 'SW1Y 4JH',
      country: 'United Kingdom',
    },
  },
  { kind: 'invalid', problems: { postalCode: 'Codes look like N1 5LH.' } },
  { kind: 'unknown', reason: 'The shop is away.' },
];

export const DELIVERY_VERDICTS: readonly DeliveryVerdict[] = [
  { kind: 'quoted', quote: QUOTE },
  { kind: 'unavailable', reason: 'Express does not go there.' },
  { kind: 'unknown', reason: 'The shop is away.' },
];

export const PAYMENT_VERDICTS: readonly PaymentVerdict[] = [
  { kind: 'charged', receipt: RECEIPT },
  { kind: 'declined', reason: 'Not enough money.' },
  { kind: 'refused', refusal: 'unknown-card', reason: 'The card is not known any more.' },
  { kind: 'unknown', reason: 'The bank is away.' },
];

const VALUES: Readonly<Record<FieldName, string>> = {
  name: 'Ada Lovelace',
  street: 'St James’s Square 12',
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'United Kingdom',
  payerEmail: 'ada@example.org',
  coin: 'ETH',
  wallet: `0x${'a'.repeat(40)}`,
};

const typed = (form: FormName) =>
  FORMS[form].map((field) => ({ type: 'CHANGE_FIELD', field, value: VALUES[field] }) as const);

/** Fills the form of a step, one event a field. */
export const TYPED = {
  shipping: typed('shipping'),
  paypal: typed('paypal'),
  crypto: typed('crypto'),
} as const;

/** At least one event of every type that a person can send. */
export const EVENTS: readonly CheckoutEvent[] = [
  { type: 'ADD_ITEM', album: ALBUM },
  { type: 'SET_QUANTITY', albumId: ALBUM.id, quantity: 2 },
  { type: 'REMOVE_ITEM', albumId: ALBUM.id },
  { type: 'PROCEED_TO_SHIPPING' },
  ...TYPED.shipping,
  ...TYPED.paypal,
  ...TYPED.crypto,
  { type: 'LEAVE_FIELD', field: 'name' },
  { type: 'LEAVE_FIELD', field: 'wallet' },
  { type: 'CHOOSE_DELIVERY', speed: 'express' },
  { type: 'SUBMIT_SHIPPING' },
  { type: 'CANCEL_CHECKS' },
  { type: 'BACK_TO_CART' },
  { type: 'BACK_TO_SHIPPING' },
  { type: 'SELECT_CARD' },
  { type: 'SELECT_PAYPAL' },
  { type: 'SELECT_CRYPTO' },
  { type: 'CHANGE_METHOD' },
  { type: 'PAY_BY_CARD', token: 'token-1', label: 'card ending in 4242' },
  { type: 'PAY_BY_PAYPAL' },
  { type: 'PAY_BY_CRYPTO' },
  { type: 'RETRY_NOW' },
  { type: 'TRY_AGAIN' },
  { type: 'START_OVER', orderId: 'order-2' },
];
