import type { Shop } from '../../shop/shop.ts';
import type {
  AddressVerdict,
  DeliveryVerdict,
  PaymentOrder,
  PaymentVerdict,
  Receipt,
} from '../../shop/shop-data.ts';

/** A question that waits for its answer, whether or not somebody still listens. */
interface Asked<Question, Verdict> {
  readonly question: Question;
  readonly answer: (verdict: Verdict) => void;
}

/** What becomes of a request to pay: `lost` charges, but nobody is told; `cut` neither charges nor tells. */
export const PAYMENT_OUTCOMES = ['charged', 'declined', 'refused', 'lost', 'cut'] as const;

export type PaymentOutcome = (typeof PAYMENT_OUTCOMES)[number];

/**
 * A shop that answers when it is told to, in any order, and its bank.
 *
 * Invariant: `movements` is every movement of money there ever was. As a real one, the bank moves money once for a key,
 * does not listen to an attempt that is older than another that it answered, and answers the same attempt the same.
 */
export class ScriptedShop implements Pick<Shop, 'checkAddress' | 'quoteDelivery' | 'pay'> {
  readonly addresses: Asked<unknown, AddressVerdict>[] = [];
  readonly deliveries: Asked<unknown, DeliveryVerdict>[] = [];
  readonly payments: Asked<PaymentOrder, PaymentVerdict>[] = [];
  readonly movements: { readonly key: string; readonly receipt: Receipt }[] = [];
  readonly #answered = new Map<string, { readonly attempt: number; readonly verdict: PaymentVerdict }>();
  /** How many requests to pay there were. */
  asked = 0;

  readonly checkAddress: Shop['checkAddress'] = (question) => this.#ask(this.addresses, question);
  readonly quoteDelivery: Shop['quoteDelivery'] = (question) => this.#ask(this.deliveries, question);
  readonly pay: Shop['pay'] = (order) => {
    this.asked += 1;
    return this.#ask(this.payments, order);
  };

  /** Answers the newest question about an address. */
  answerAddress(verdict: AddressVerdict): void {
    this.addresses.pop()?.answer(verdict);
  }

  answerDelivery(verdict: DeliveryVerdict): void {
    this.deliveries.pop()?.answer(verdict);
  }

  /** Decides a request to pay: the newest, unless told. */
  decide(outcome: PaymentOutcome, at = this.payments.length - 1): void {
    const [asked] = this.payments.splice(at, 1);
    if (asked === undefined) return;
    const verdict = this.#judge(asked.question, outcome);
    const isHeard = outcome !== 'lost' && outcome !== 'cut';
    asked.answer(isHeard ? verdict : { kind: 'unknown', reason: 'The bank is away.' });
  }

  movementsOf(key: string): readonly Receipt[] {
    return this.movements.filter((movement) => movement.key === key).map(({ receipt }) => receipt);
  }

  #judge({ key, attempt, amountCents, means }: PaymentOrder, outcome: PaymentOutcome): PaymentVerdict {
    const [charged] = this.movementsOf(key);
    if (charged !== undefined)
      return charged.amountCents === amountCents
        ? { kind: 'charged', receipt: charged }
        : { kind: 'refused', refusal: 'already-paid', reason: 'Paid already.' };
    const answered = this.#answered.get(key);
    if (answered !== undefined && attempt < answered.attempt)
      return { kind: 'refused', refusal: 'stale-attempt', reason: 'Too old.' };
    if (attempt === answered?.attempt) return answered.verdict;
    if (outcome === 'cut') return { kind: 'unknown', reason: 'Never came.' };
    const verdict = this.#decided(key, outcome, amountCents, `by ${means.kind}`);
    this.#answered.set(key, { attempt, verdict });
    return verdict;
  }

  #decided(key: string, outcome: PaymentOutcome, amountCents: number, paidBy: string): PaymentVerdict {
    if (outcome === 'declined') return { kind: 'declined', reason: 'Not enough money.' };
    if (outcome === 'refused') return { kind: 'refused', refusal: 'unknown-card', reason: 'Unknown card.' };
    const receipt = { number: `R-${this.movements.length + 1}`, amountCents, paidBy };
    this.movements.push({ key, receipt });
    return { kind: 'charged', receipt };
  }

  #ask<Question, Verdict>(line: Asked<Question, Verdict>[], question: Question): Promise<Verdict> {
    const { promise, resolve } = Promise.withResolvers<Verdict>();
    line.push({ question, answer: resolve });
    return promise;
  }
}
