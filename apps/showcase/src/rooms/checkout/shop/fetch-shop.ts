import type { Manners } from './manners.ts';
import {
  messageIn,
  parseAddressVerdict,
  parseBook,
  parseCardVerdict,
  parseCatalog,
  parseDeliveryVerdict,
  parsePaymentVerdict,
} from './parse-answer.ts';
import type { Shop } from './shop.ts';

export interface FetchShopOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Who asks. */
  readonly token: () => Promise<string>;
  /** How the shop is to behave; asked before each question. */
  readonly manners: () => Manners;
}

/** What came of a question. */
type Answered =
  | { readonly kind: 'answer'; readonly body: unknown }
  /** The shop does not take the question; it has done nothing. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No answer came: what was asked may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string };

const SHOP = '/app/shop';
const AWAY = 'The shop cannot be reached.';

/** The shop over HTTP. */
export function createFetchShop({ fetch, token, manners }: FetchShopOptions): Shop {
  const ask = async (path: string, init: RequestInit): Promise<Answered> => {
    let response: Response;
    let body: unknown;
    try {
      const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
      response = await fetch(SHOP + path, { ...init, headers });
      body = await response.json();
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      return { kind: 'unknown', reason: AWAY };
    }
    if (response.ok) return { kind: 'answer', body };
    // Who stands in between says 5xx also when the shop has done what was asked.
    const isJudged = response.status >= 400 && response.status < 500;
    return { kind: isJudged ? 'refused' : 'unknown', reason: messageIn(body) ?? AWAY };
  };
  const post = (path: string, body: object, signal?: AbortSignal) =>
    ask(path, { method: 'POST', body: JSON.stringify(body), ...(signal === undefined ? {} : { signal }) });
  return {
    async catalog(words, page, signal) {
      const search = new URLSearchParams({ words, page: String(page) });
      return parseCatalog(expectAnswer(await ask(`/catalog?${search}`, { signal })));
    },
    async checkAddress(address, signal) {
      const answered = await post('/address', { manner: manners().checks, address }, signal);
      if (answered.kind === 'answer') return parseAddressVerdict(answered.body);
      return { kind: 'unknown', reason: answered.reason };
    },
    async quoteDelivery(question, signal) {
      const answered = await post('/delivery', { manner: manners().checks, question }, signal);
      if (answered.kind === 'answer') return parseDeliveryVerdict(answered.body);
      return { kind: answered.kind === 'refused' ? 'unavailable' : 'unknown', reason: answered.reason };
    },
    async pay(order, signal) {
      const answered = await post('/payments', { manner: manners().payment, order }, signal);
      if (answered.kind === 'answer') return parsePaymentVerdict(answered.body);
      const { kind, reason } = answered;
      return kind === 'refused' ? { kind, refusal: 'unavailable', reason } : { kind, reason };
    },
    async acceptCard(card) {
      const answered = await post('/cards', { card });
      if (answered.kind === 'answer') return parseCardVerdict(answered.body);
      return { kind: 'unknown', reason: answered.reason };
    },
    async book(key, signal) {
      return parseBook(expectAnswer(await ask(`/book?key=${encodeURIComponent(key)}`, { signal })));
    },
  };
}

function expectAnswer(answered: Answered): unknown {
  if (answered.kind === 'answer') return answered.body;
  throw new Error(answered.reason);
}
