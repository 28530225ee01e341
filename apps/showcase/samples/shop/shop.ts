import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { House, PartCaller, ServerPart } from '@statehouse/cli';
import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { createFileKeyValueStore } from '@statehouse/storage/file';
import type { CheckManner } from '../../src/rooms/checkout/shop/manners.ts';
import type { Catalog } from '../../src/rooms/checkout/shop/shop-data.ts';
import { Bank } from './bank.ts';
import { CardVault } from './card-vault.ts';
import { readCatalog } from './catalog.ts';
import { checkAddress } from './check-address.ts';
import {
  parseAddressRequest,
  parseCardRequest,
  parseDeliveryRequest,
  parseKey,
  parsePaymentRequest,
} from './parse-request.ts';
import { quoteDelivery } from './quote-delivery.ts';
import { readBody } from './read-body.ts';
import { Shelves } from './shelves.ts';
import { shopError } from './shop-errors.ts';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const ALBUMS_PER_PAGE = 24;
const SLOW_CHECK_MS = 2_000;

const STATUSES: Readonly<Record<string, number>> = {
  'shop/no-such-place': 404,
  'shop/wrong-method': 405,
  'shop/not-signed-in': 401,
  'shop/body-too-large': 413,
  'shop/away': 503,
};

interface Desk {
  readonly house: Pick<House, 'clock' | 'random' | 'timers' | 'identify'>;
  readonly shelves: Shelves;
  readonly bank: Bank;
  readonly vault: CardVault;
}

/** A question that has been let in. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly owner: string;
}

/** How a place is asked, and what it answers; nothing: it has seen to the answer itself. */
interface Counter {
  readonly method: 'GET' | 'POST';
  answer(desk: Desk, visit: Visit): Promise<object | undefined> | object;
}

const COUNTERS: Readonly<Record<string, Counter>> = {
  '/catalog': { method: 'GET', answer: ({ shelves }, { url }) => pageOf(shelves, url.searchParams) },
  '/cards': {
    method: 'POST',
    answer: async ({ vault }, { request, owner }) =>
      vault.accept(owner, parseCardRequest(await readBody(request))),
  },
  '/address': {
    method: 'POST',
    async answer(desk, { request }) {
      const { manner, address } = parseAddressRequest(await readBody(request));
      await behave(desk, manner);
      return checkAddress(address);
    },
  },
  '/delivery': {
    method: 'POST',
    async answer(desk, { request }) {
      const { manner, question } = parseDeliveryRequest(await readBody(request));
      await behave(desk, manner);
      return quoteDelivery(question, desk.shelves.albumOf);
    },
  },
  '/payments': { method: 'POST', answer: pay },
  '/book': {
    method: 'GET',
    answer: ({ bank }, { url, owner }) => bank.bookOf(owner, parseKey(url.searchParams.get('key') ?? '')),
  },
};

/**
 * A record shop, with everything that a checkout asks: what there is, whether an address is one, what delivery costs,
 * and a bank. It behaves as badly as whoever asks wants it to.
 */
export const shop: ServerPart = {
  name: 'shop',
  async start(house) {
    const { dataFolder, clock, random } = house;
    const data = resolve(REPOSITORY, process.env.STATEHOUSE_DATA ?? '../shared/data');
    const storage = await createFileKeyValueStore({ path: join(dataFolder, 'bank') });
    const shelves = new Shelves(await readCatalog(join(data, 'chinook')));
    const vault = new CardVault(storage, clock, random);
    const wait = (delayMs: number) => waitFor(house, delayMs);
    const bank = new Bank({ storage, shelves, clock, random, wait, labelOfCard: vault.labelOf });
    await bank.open();
    const desk: Desk = { house, shelves, bank, vault };
    return {
      handle: (request, response) => serve(desk, request, response),
      close: () => storage.close(),
    };
  },
};

/** Answers one request, or says by its code what is wrong with it. */
export async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://shop');
    const counter = Object.hasOwn(COUNTERS, url.pathname) ? COUNTERS[url.pathname] : undefined;
    if (counter === undefined) throw shopError('no-such-place', { path: url.pathname });
    const { method } = counter;
    if (request.method !== method) throw shopError('wrong-method', { path: url.pathname, method });
    const caller = await desk.house.identify(request);
    if (caller === undefined) throw shopError('not-signed-in');
    const body = await counter.answer(desk, { request, response, url, owner: ownerOf(caller) });
    if (body !== undefined) send(response, 200, body);
  } catch (error) {
    if (!isStatehouseError(error)) throw error;
    refuse(response, error);
  }
}

function refuse(response: ServerResponse, { code, message }: StatehouseError): void {
  // What is left of a body that is too large is not waited for.
  if (code === 'shop/body-too-large') response.setHeader('connection', 'close');
  send(response, STATUSES[code] ?? 400, { code, message });
}

async function pay({ bank }: Desk, { request, response, owner }: Visit): Promise<object | undefined> {
  const { manner, order } = parsePaymentRequest(await readBody(request));
  if (manner === 'away') throw shopError('away');
  if (manner === 'silent') return undefined;
  const verdict = await bank.pay(owner, order, manner);
  if (manner !== 'lost' || verdict.kind !== 'charged') return verdict;
  response.destroy();
  return undefined;
}

async function behave({ house }: Desk, manner: CheckManner): Promise<void> {
  if (manner === 'away') throw shopError('away');
  if (manner === 'slow') await waitFor(house, SLOW_CHECK_MS);
}

function waitFor({ timers }: Pick<House, 'timers'>, delayMs: number): Promise<void> {
  return new Promise((done) => timers.after(delayMs, done));
}

function pageOf(shelves: Shelves, search: URLSearchParams): Catalog {
  const found = shelves.find((search.get('words') ?? '').slice(0, 100));
  const page = Math.min(1_000, Math.max(0, Math.floor(Number(search.get('page') ?? 0)) || 0));
  const albums = found.slice(page * ALBUMS_PER_PAGE, (page + 1) * ALBUMS_PER_PAGE);
  return { albums, total: found.length, isReal: shelves.isReal };
}

/** Whose basket it is, as a part of keys. */
function ownerOf({ tenant, user }: PartCaller): string {
  return `${encodeURIComponent(tenant)}/${encodeURIComponent(user)}`;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
