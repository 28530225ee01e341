import { type Clock, isJsonObject, type Random, randomId } from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import type { PaymentManner } from '../../src/rooms/checkout/shop/manners.ts';
import { parsePaymentVerdict } from '../../src/rooms/checkout/shop/parse-answer.ts';
import type {
  DeliveryVerdict,
  PaymentOrder,
  PaymentVerdict,
  Receipt,
} from '../../src/rooms/checkout/shop/shop-data.ts';
import { quoteDelivery } from './quote-delivery.ts';
import type { Shelves } from './shelves.ts';

/** How long a slow payment takes. */
const SLOW_MS = 3_000;

export interface BankOptions {
  readonly storage: KeyValueStore;
  readonly shelves: Shelves;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: (delayMs: number) => Promise<void>;
  /** What a card may be called, by its pseudonym; undefined where there is none. */
  readonly labelOfCard: (owner: string, token: string) => Promise<string | undefined>;
}

/** What the bank's book says of one order. */
export interface OrderBook {
  /** How often it was asked to charge the order. */
  readonly asked: number;
  /** Every movement of money under its key: more than one would be a customer charged twice. */
  readonly charges: readonly Receipt[];
}

interface Tried {
  readonly asked: number;
  /** The newest attempt that had an answer, and what it was; 0 before there is one. */
  readonly answered: number;
  readonly verdict?: PaymentVerdict;
}

/**
 * Charges orders.
 *
 * Invariant: under one key of one owner money moves once at most, however often, in however many requests at once, and
 * by whatever means it is asked for. The movement is durable before anybody is told of it.
 */
export class Bank {
  readonly #options: BankOptions;
  /** For each order the request that is being answered; the next waits for it. */
  readonly #lines = new Map<string, Promise<unknown>>();

  constructor(options: BankOptions) {
    this.#options = options;
  }

  /** Takes up what was sold before: the shelves have less. */
  async open(): Promise<void> {
    for (const [, text] of await this.#options.storage.range('order/', 'order0')) {
      const order: unknown = JSON.parse(text);
      if (isJsonObject(order)) this.#options.shelves.take(linesIn(order.lines));
    }
  }

  /** Answers a request to pay; requests for one order are answered one after the other. */
  pay(owner: string, order: PaymentOrder, manner: PaymentManner): Promise<PaymentVerdict> {
    const place = `${owner}/${order.key}`;
    const before = this.#lines.get(place) ?? Promise.resolve();
    const answer = before.then(() => this.#answer(owner, place, order, manner));
    const line = answer.catch(() => {});
    this.#lines.set(place, line);
    line.finally(() => {
      if (this.#lines.get(place) === line) this.#lines.delete(place);
    });
    return answer;
  }

  async bookOf(owner: string, key: string): Promise<OrderBook> {
    const { asked } = await this.#tried(`${owner}/${key}`);
    const charges = await this.#movements(`${owner}/${key}`);
    return { asked, charges };
  }

  async #answer(
    owner: string,
    place: string,
    order: PaymentOrder,
    manner: PaymentManner,
  ): Promise<PaymentVerdict> {
    const { storage, wait } = this.#options;
    const before = await this.#tried(place);
    const { answered, verdict: lastVerdict } = before;
    const asked = before.asked + 1;
    await storage.write([tried(place, { ...before, asked })]);
    const [charged] = await this.#movements(place);
    if (charged !== undefined)
      return charged.amountCents === order.amountCents
        ? { kind: 'charged', receipt: charged }
        : {
            kind: 'refused',
            refusal: 'already-paid',
            reason: 'This order is paid already, for another amount.',
          };
    // An old request that comes late must not charge what was given up for declined.
    if (order.attempt < answered)
      return { kind: 'refused', refusal: 'stale-attempt', reason: 'A newer attempt was answered already.' };
    // Nor may another request of the same attempt, which is on its way still when the page was loaded anew.
    if (order.attempt === answered && lastVerdict !== undefined) return lastVerdict;
    if (manner === 'slow') await wait(SLOW_MS);
    const verdict = await this.#judge(owner, order, manner);
    const isAnswered = tried(place, { asked, answered: order.attempt, verdict });
    if (verdict.kind !== 'charged') await storage.write([isAnswered]);
    else await this.#move(place, order, verdict.receipt, isAnswered);
    return verdict;
  }

  async #judge(owner: string, order: PaymentOrder, manner: PaymentManner): Promise<PaymentVerdict> {
    const { shelves, clock, random } = this.#options;
    const paidBy = await this.#nameOf(owner, order);
    if (paidBy === undefined)
      return {
        kind: 'refused',
        refusal: 'unknown-card',
        reason: 'The card is not known here. Enter it again.',
      };
    const refusal = refusalOf(quoteDelivery(order.delivery, shelves.albumOf), order.amountCents);
    if (refusal !== undefined) return refusal;
    if (manner === 'declines') return { kind: 'declined', reason: 'The bank declined the payment.' };
    // In the turn in which there was enough: somebody else may want the same record.
    shelves.take(order.delivery.lines);
    const day = new Date(clock.nowMs()).toISOString().slice(0, 10).replaceAll('-', '');
    const number = `${day}-${randomId(random, 6).toUpperCase()}`;
    return { kind: 'charged', receipt: { number, amountCents: order.amountCents, paidBy } };
  }

  /** Moves the money for what was taken off the shelves: one write, which holds all of it or nothing. */
  async #move(
    place: string,
    { delivery: { lines } }: PaymentOrder,
    receipt: Receipt,
    isAnswered: { readonly key: string; readonly value: string },
  ): Promise<void> {
    const { storage, shelves, random } = this.#options;
    try {
      await storage.write([
        { key: `book/${place}/${randomId(random)}`, value: JSON.stringify(receipt) },
        { key: `order/${place}`, value: JSON.stringify({ lines }) },
        isAnswered,
      ]);
    } catch (error) {
      shelves.take(lines, -1);
      throw error;
    }
  }

  async #nameOf(owner: string, { means }: PaymentOrder): Promise<string | undefined> {
    if (means.kind === 'card') return this.#options.labelOfCard(owner, means.token);
    return means.kind === 'paypal'
      ? `PayPal, ${means.email}`
      : `${means.coin} from ${means.wallet.slice(0, 8)}…`;
  }

  async #movements(place: string): Promise<readonly Receipt[]> {
    const found = await this.#options.storage.range(`book/${place}/`, `book/${place}0`);
    return found.map(([, text]) => receiptFrom(JSON.parse(text)));
  }

  async #tried(place: string): Promise<Tried> {
    const text = await this.#options.storage.get(`tried/${place}`);
    const found: unknown = text === undefined ? undefined : JSON.parse(text);
    if (!isJsonObject(found)) return { asked: 0, answered: 0 };
    const { asked, answered, verdict } = found;
    const times = { asked: Number(asked), answered: Number(answered) };
    return verdict === undefined ? times : { ...times, verdict: parsePaymentVerdict(verdict) };
  }
}

function tried(place: string, value: Tried): { readonly key: string; readonly value: string } {
  return { key: `tried/${place}`, value: JSON.stringify(value) };
}

function refusalOf(verdict: DeliveryVerdict, amountCents: number): PaymentVerdict | undefined {
  if (verdict.kind !== 'quoted') return { kind: 'refused', refusal: 'unavailable', reason: verdict.reason };
  if (verdict.quote.totalCents === amountCents) return undefined;
  const reason = 'The price has changed. Go back to the delivery to see the new one.';
  return { kind: 'refused', refusal: 'amount-changed', reason };
}

function receiptFrom(value: unknown): Receipt {
  const { number, amountCents, paidBy } = isJsonObject(value) ? value : {};
  return { number: String(number), amountCents: Number(amountCents), paidBy: String(paidBy) };
}

function linesIn(value: unknown): readonly { readonly albumId: string; readonly quantity: number }[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isJsonObject)
    .map(({ albumId, quantity }) => ({ albumId: String(albumId), quantity: Number(quantity) }));
}
