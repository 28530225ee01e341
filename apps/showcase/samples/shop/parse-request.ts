import { isArray, isJsonObject } from '@statehouse/kernel';
import type { CardDetails } from '../../src/rooms/checkout/shop/card.ts';
import {
  type CheckManner,
  isCheckManner,
  isPaymentManner,
  type PaymentManner,
} from '../../src/rooms/checkout/shop/manners.ts';
import {
  type Address,
  COINS,
  DELIVERY_SPEEDS,
  type DeliveryQuestion,
  type OrderLine,
  type PaymentMeans,
  type PaymentOrder,
} from '../../src/rooms/checkout/shop/shop-data.ts';
import { shopError } from './shop-errors.ts';

const MOST_LINES = 100;
const MOST_OF_ONE = 9;
const MOST_CENTS = 1_000_000;
const MOST_ATTEMPTS = 10_000;

/** An object of a request, and where in it it stands. Everything it is asked for is checked. */
class Fields {
  readonly #value: unknown;
  readonly #at: string;

  constructor(value: unknown, at = 'the body') {
    this.#value = value;
    this.#at = at;
  }

  /** A text of well-formed characters, and not too many of them. */
  text(name: string, most = 200): string {
    const value = this.#member(name);
    if (typeof value !== 'string') throw this.#fault(name, 'a text is needed');
    if (value.length > most || !value.isWellFormed()) throw this.#fault(name, `at most ${most} characters`);
    return value;
  }

  matching(name: string, pattern: RegExp): string {
    const value = this.text(name);
    if (!pattern.test(value)) throw this.#fault(name, 'it has another form');
    return value;
  }

  /** A whole number from 1 on. */
  count(name: string, most: number): number {
    const value = this.#member(name);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most)
      throw this.#fault(name, `a whole number from 1 to ${most} is needed`);
    return value;
  }

  oneOf<const Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.#member(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.#fault(name, `one of ${choices.join(', ')}`);
    return found;
  }

  inner(name: string): Fields {
    return new Fields(this.#member(name), name);
  }

  list(name: string, most: number): readonly Fields[] {
    const value = this.#member(name);
    if (!isArray(value) || value.length === 0 || value.length > most)
      throw this.#fault(name, `a list of 1 to ${most} is needed`);
    return value.map((item, at) => new Fields(item, `${name}[${at}]`));
  }

  #member(name: string): unknown {
    if (!isJsonObject(this.#value))
      throw shopError('ill-formed', { at: this.#at, problem: 'it is no object' });
    return Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
  }

  #fault(name: string, problem: string): Error {
    return shopError('ill-formed', { at: `${this.#at}, ${name}`, problem });
  }
}

/** @throws StatehouseError `shop/ill-formed`, as all of these do */
export function parseAddressRequest(body: unknown): {
  readonly manner: CheckManner;
  readonly address: Address;
} {
  const fields = new Fields(body);
  const address = fields.inner('address');
  return {
    manner: checkMannerIn(fields),
    address: {
      name: address.text('name'),
      street: address.text('street'),
      city: address.text('city'),
      postalCode: address.text('postalCode'),
      country: address.text('country'),
    },
  };
}

export function parseDeliveryRequest(body: unknown): {
  readonly manner: CheckManner;
  readonly question: DeliveryQuestion;
} {
  const fields = new Fields(body);
  return { manner: checkMannerIn(fields), question: deliveryIn(fields.inner('question')) };
}

export function parsePaymentRequest(body: unknown): {
  readonly manner: PaymentManner;
  readonly order: PaymentOrder;
} {
  const fields = new Fields(body);
  const order = fields.inner('order');
  const manner = fields.text('manner');
  return {
    manner: isPaymentManner(manner) ? manner : 'prompt',
    order: {
      key: parseKey(order.text('key')),
      attempt: order.count('attempt', MOST_ATTEMPTS),
      amountCents: order.count('amountCents', MOST_CENTS),
      means: meansIn(order.inner('means')),
      delivery: deliveryIn(order.inner('delivery')),
    },
  };
}

export function parseCardRequest(body: unknown): CardDetails {
  const card = new Fields(body).inner('card');
  return { number: card.text('number', 40), expiry: card.text('expiry', 10), code: card.text('code', 8) };
}

/** The key of an order, as a client makes it: long enough not to be guessed. */
export function parseKey(key: string): string {
  if (/^[0-9A-Za-z]{16,64}$/.test(key)) return key;
  throw shopError('ill-formed', { at: 'key', problem: '16 to 64 letters and digits are needed' });
}

function checkMannerIn(fields: Fields): CheckManner {
  const manner = fields.text('manner');
  return isCheckManner(manner) ? manner : 'prompt';
}

function deliveryIn(fields: Fields): DeliveryQuestion {
  return {
    country: fields.text('country'),
    speed: fields.oneOf('speed', DELIVERY_SPEEDS),
    lines: fields.list('lines', MOST_LINES).map(lineIn),
  };
}

function lineIn(fields: Fields): OrderLine {
  return { albumId: fields.text('albumId', 32), quantity: fields.count('quantity', MOST_OF_ONE) };
}

function meansIn(fields: Fields): PaymentMeans {
  const kind = fields.oneOf('kind', ['card', 'paypal', 'crypto']);
  if (kind === 'card')
    return { kind, token: fields.matching('token', /^[0-9A-Za-z]{16,64}$/), label: fields.text('label', 60) };
  if (kind === 'paypal') return { kind, email: fields.text('email') };
  return { kind, coin: fields.oneOf('coin', COINS), wallet: fields.text('wallet') };
}
