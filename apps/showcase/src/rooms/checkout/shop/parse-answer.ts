import { isArray, isJsonObject, type JsonObject } from '@statehouse/kernel';
import { CARD_FIELDS, type CardVerdict } from './card.ts';
import type { OrderBook } from './shop.ts';
import {
  ADDRESS_FIELDS,
  type AddressVerdict,
  type Album,
  type Catalog,
  type DeliveryVerdict,
  type PaymentVerdict,
  REFUSALS,
  type Receipt,
} from './shop-data.ts';

/** The shop sent something that is no answer. */
export class StrangeAnswer extends Error {
  override readonly name = 'StrangeAnswer';

  constructor() {
    super('The shop sent something that is no answer.');
  }
}

export function parseCatalog(answer: unknown): Catalog {
  const { albums, total, isReal } = objectFrom(answer);
  return { albums: listFrom(albums).map(albumFrom), total: numberFrom(total), isReal: isReal === true };
}

export function parseAddressVerdict(answer: unknown): AddressVerdict {
  const { kind, address, problems } = objectFrom(answer);
  if (kind === 'invalid') return { kind, problems: textsFrom(problems, ADDRESS_FIELDS) };
  if (kind !== 'valid') throw new StrangeAnswer();
  const { name, street, city, postalCode, country } = objectFrom(address);
  return {
    kind,
    address: {
      name: textFrom(name),
      street: textFrom(street),
      city: textFrom(city),
      postalCode: textFrom(postalCode),
      country: textFrom(country),
    },
  };
}

export function parseDeliveryVerdict(answer: unknown): DeliveryVerdict {
  const { kind, quote, reason } = objectFrom(answer);
  if (kind === 'unavailable') return { kind, reason: textFrom(reason) };
  if (kind !== 'quoted') throw new StrangeAnswer();
  const { goodsCents, deliveryCents, totalCents, fromDays, toDays } = objectFrom(quote);
  return {
    kind,
    quote: {
      goodsCents: numberFrom(goodsCents),
      deliveryCents: numberFrom(deliveryCents),
      totalCents: numberFrom(totalCents),
      fromDays: numberFrom(fromDays),
      toDays: numberFrom(toDays),
    },
  };
}

export function parsePaymentVerdict(answer: unknown): PaymentVerdict {
  const { kind, receipt, reason, refusal } = objectFrom(answer);
  if (kind === 'charged') return { kind, receipt: receiptFrom(receipt) };
  if (kind === 'declined') return { kind, reason: textFrom(reason) };
  const known = REFUSALS.find((one) => one === refusal);
  if (kind !== 'refused' || known === undefined) throw new StrangeAnswer();
  return { kind, refusal: known, reason: textFrom(reason) };
}

export function parseCardVerdict(answer: unknown): CardVerdict {
  const { kind, token, label, problems } = objectFrom(answer);
  if (kind === 'accepted') return { kind, token: textFrom(token), label: textFrom(label) };
  if (kind !== 'invalid') throw new StrangeAnswer();
  return { kind, problems: textsFrom(problems, CARD_FIELDS) };
}

export function parseBook(answer: unknown): OrderBook {
  const { asked, charges } = objectFrom(answer);
  return { asked: numberFrom(asked), charges: listFrom(charges).map(receiptFrom) };
}

/** The words of a refusal; undefined where there are none. */
export function messageIn(answer: unknown): string | undefined {
  return isJsonObject(answer) && typeof answer.message === 'string' ? answer.message : undefined;
}

function albumFrom(value: unknown): Album {
  const { id, title, artist, genre, tracks, priceCents, stock } = objectFrom(value);
  return {
    id: textFrom(id),
    title: textFrom(title),
    artist: textFrom(artist),
    genre: textFrom(genre),
    tracks: numberFrom(tracks),
    priceCents: numberFrom(priceCents),
    stock: numberFrom(stock),
  };
}

function receiptFrom(value: unknown): Receipt {
  const { number, amountCents, paidBy } = objectFrom(value);
  return { number: textFrom(number), amountCents: numberFrom(amountCents), paidBy: textFrom(paidBy) };
}

function textsFrom<const Name extends string>(
  value: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const object = objectFrom(value);
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) if (Object.hasOwn(object, name)) texts[name] = textFrom(object[name]);
  return texts;
}

function objectFrom(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new StrangeAnswer();
  return value;
}

function listFrom(value: unknown): readonly unknown[] {
  if (!isArray(value)) throw new StrangeAnswer();
  return value;
}

function textFrom(value: unknown): string {
  if (typeof value !== 'string') throw new StrangeAnswer();
  return value;
}

function numberFrom(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new StrangeAnswer();
  return value;
}
