/** A record in the shop. Money is whole cents. */
export interface Album {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly genre: string;
  readonly tracks: number;
  readonly priceCents: number;
  /** How many can still be sold. */
  readonly stock: number;
}

/** One page of what the shop has. */
export interface Catalog {
  readonly albums: readonly Album[];
  /** How many there are on all pages. */
  readonly total: number;
  /** Whether the records are of the recorded shop or made up. */
  readonly isReal: boolean;
}

/** Where to. All of it as it was typed. */
export interface Address {
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
}

export type AddressField = keyof Address;

export const ADDRESS_FIELDS = ['name', 'street', 'city', 'postalCode', 'country'] as const;

export const DELIVERY_SPEEDS = ['standard', 'express'] as const;

export type DeliverySpeed = (typeof DELIVERY_SPEEDS)[number];

/** How many of a record. */
export interface OrderLine {
  readonly albumId: string;
  readonly quantity: number;
}

export type AddressVerdict =
  /** The address as the shop would write it. */
  | { readonly kind: 'valid'; readonly address: Address }
  | { readonly kind: 'invalid'; readonly problems: Readonly<Partial<Record<AddressField, string>>> }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What an order costs, and when it comes. */
export interface Quote {
  readonly goodsCents: number;
  readonly deliveryCents: number;
  readonly totalCents: number;
  readonly fromDays: number;
  readonly toDays: number;
}

export type DeliveryVerdict =
  | { readonly kind: 'quoted'; readonly quote: Quote }
  /** Why it cannot be delivered so, in words. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What is sent to whom for checking. */
export interface DeliveryQuestion {
  readonly lines: readonly OrderLine[];
  readonly country: string;
  readonly speed: DeliverySpeed;
}

export const COINS = ['BTC', 'ETH'] as const;

export type Coin = (typeof COINS)[number];

/** How an order is paid. A card is known by the pseudonym that the shop gave it; its number is nowhere in here. */
export type PaymentMeans =
  | { readonly kind: 'card'; readonly token: string; readonly label: string }
  | { readonly kind: 'paypal'; readonly email: string }
  | { readonly kind: 'crypto'; readonly coin: Coin; readonly wallet: string };

/** An order to charge. */
export interface PaymentOrder {
  /** The same for all attempts to pay one order: the shop charges it once, however often it is asked. */
  readonly key: string;
  /** 1, 2, 3… over all attempts of the order. The shop does not listen to one that is older than another that it answered. */
  readonly attempt: number;
  readonly amountCents: number;
  readonly means: PaymentMeans;
  readonly delivery: DeliveryQuestion;
}

export interface Receipt {
  readonly number: string;
  readonly amountCents: number;
  /** How it was paid, as a person would say it. */
  readonly paidBy: string;
}

export const REFUSALS = [
  'unknown-card',
  'amount-changed',
  'unavailable',
  'already-paid',
  'stale-attempt',
] as const;

/** Why a payment will not go through, however often it is tried. */
export type Refusal = (typeof REFUSALS)[number];

export type PaymentVerdict =
  | { readonly kind: 'charged'; readonly receipt: Receipt }
  /** Not charged, for sure. Another try may go better. */
  | { readonly kind: 'declined'; readonly reason: string }
  /** Not charged, for sure, nor will it be. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly reason: string }
  /** No answer: it may have been charged. */
  | { readonly kind: 'unknown'; readonly reason: string };
