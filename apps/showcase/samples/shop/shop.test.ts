import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { House, RunningPart } from '@statehouse/cli';
import { systemClock, systemRandom } from '@statehouse/kernel';
import { VirtualTime } from '@statehouse/kernel/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shop } from './shop.ts';

const KEY = 'order0order0order0';
const ORDER = {
  key: KEY,
  attempt: 1,
  amountCents: 2_828,
  means: { kind: 'paypal', email: 'ada@example.org' },
  delivery: { lines: [{ albumId: 'm1', quantity: 2 }], country: 'Germany', speed: 'standard' },
};
const CARD = { number: '4242 4242 4242 4242', expiry: '12/40', code: '987' };

let folder: string;
let part: RunningPart;
let server: Server;
let address: string;

const silence = () => {};
const log = { debug: silence, info: silence, warn: silence, error: silence };

async function open(): Promise<void> {
  const house: House = {
    dataFolder: join(folder, 'shop'),
    log,
    clock: systemClock,
    timers: new VirtualTime(),
    random: systemRandom,
    readMetrics: () => {
      throw new Error('The shop reads no metrics.');
    },
    connect: () => {
      throw new Error('The shop needs no documents.');
    },
    identify: async ({ headers }) => {
      const user = headers.authorization?.replace('Bearer ', '');
      return user === undefined ? undefined : { tenant: 'dev', user };
    },
  };
  part = await shop.start(house);
  server = createServer((request, response) => void part.handle?.(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const at = server.address();
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}`;
}

async function close(): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await part.close();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'statehouse-shop-'));
  process.env.STATEHOUSE_DATA = join(folder, 'none');
  await open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(path: string, body?: unknown, user = 'ada'): Promise<readonly [number, unknown]> {
  const response = await fetch(address + path, {
    headers: user === '' ? {} : { authorization: `Bearer ${user}` },
    ...(body === undefined
      ? {}
      : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return [response.status, await response.json()];
}

const pay = (changes: object = {}, manner = 'prompt') =>
  ask('/payments', { manner, order: { ...ORDER, ...changes } });

test('what is on the shelves is shown by the page, and found by words', async () => {
  const [status, all] = await ask('/catalog');
  expect([status, all]).toMatchObject([200, { total: 16, isReal: false }]);
  expect(await ask('/catalog?words=copper%20ladders')).toMatchObject([200, { total: 1 }]);
  expect(await ask('/catalog?page=-1e99')).toMatchObject([200, { total: 16 }]);
  expect(await ask('/catalog?page=7')).toMatchObject([200, { albums: [] }]);
});

test('a card comes back as a pseudonym, and its number is in no file', async () => {
  const [, accepted] = await ask('/cards', { card: CARD });
  expect(accepted).toMatchObject({ kind: 'accepted', label: 'Visa ending in 4242' });
  const { token } = Object(accepted);
  expect(await pay({ means: { kind: 'card', token, label: 'whatever' } })).toMatchObject([
    200,
    { kind: 'charged', receipt: { amountCents: 2_828, paidBy: 'Visa ending in 4242' } },
  ]);
  const kept = readFileSync(join(folder, 'shop', 'bank'), 'utf8');
  expect(kept).toContain(token);
  for (const secret of ['4242424242424242', CARD.number, CARD.code]) expect(kept).not.toContain(secret);
});

test('the pseudonym of somebody else’s card pays nothing', async () => {
  const [, accepted] = await ask('/cards', { card: CARD }, 'ben');
  const means = { kind: 'card', token: Object(accepted).token, label: '' };
  expect(await pay({ means })).toMatchObject([200, { kind: 'refused', refusal: 'unknown-card' }]);
});

test('an answer that is lost was charged, and the next request under its key is told so', async () => {
  await expect(pay({}, 'lost')).rejects.toThrow();
  expect(await pay({ attempt: 2 })).toMatchObject([200, { kind: 'charged' }]);
  expect(await ask(`/book?key=${KEY}`)).toMatchObject([200, { asked: 2, charges: [{ amountCents: 2_828 }] }]);
});

test('what was charged is known to the next process', async () => {
  await pay();
  await close();
  await open();
  expect(await pay({ attempt: 2 })).toMatchObject([200, { kind: 'charged' }]);
  expect(await ask(`/book?key=${KEY}`)).toMatchObject([200, { asked: 2, charges: [{}] }]);
  expect(await ask('/catalog?words=allotment')).toMatchObject([200, { albums: [{ stock: 4 }] }]);
});

test('a price that is not the shop’s is refused', async () => {
  expect(await pay({ amountCents: 1 })).toMatchObject([200, { kind: 'refused', refusal: 'amount-changed' }]);
});

test.for([
  ['nothing is there', '/attic', undefined, 404, 'shop/no-such-place'],
  ['an inherited name is no place', '/constructor', undefined, 404, 'shop/no-such-place'],
  ['a question asked by the wrong method', '/payments', undefined, 405, 'shop/wrong-method'],
  ['what is no JSON', '/payments', '{"order":', 400, 'shop/not-json'],
  ['a list instead of an object', '/payments', [], 400, 'shop/ill-formed'],
  [
    'an order without a key',
    '/payments',
    { manner: 'prompt', order: { ...ORDER, key: 7 } },
    400,
    'shop/ill-formed',
  ],
  [
    'a key that is guessed',
    '/payments',
    { manner: 'prompt', order: { ...ORDER, key: 'a' } },
    400,
    'shop/ill-formed',
  ],
  [
    'half a cent',
    '/payments',
    { manner: 'prompt', order: { ...ORDER, amountCents: 0.5 } },
    400,
    'shop/ill-formed',
  ],
  [
    'a negative number of records',
    '/delivery',
    { manner: 'prompt', question: { ...ORDER.delivery, lines: [{ albumId: 'm1', quantity: -1 }] } },
    400,
    'shop/ill-formed',
  ],
  [
    'no lines at all',
    '/delivery',
    { manner: 'prompt', question: { ...ORDER.delivery, lines: [] } },
    400,
    'shop/ill-formed',
  ],
  [
    'text with half a character',
    '/address',
    '{"manner":"prompt","address":{"name":"\\ud800"}}',
    400,
    'shop/ill-formed',
  ],
  [
    'a shop that is to be away',
    '/address',
    { manner: 'away', address: { name: '', street: '', city: '', postalCode: '', country: '' } },
    503,
    'shop/away',
  ],
] as const)('%s: a coded error', async ([, path, body, status, code]) => {
  expect(await ask(path, body)).toMatchObject([status, { code }]);
});

test('who is not signed in is told so, before anything is read', async () => {
  expect(await ask('/payments', 'x'.repeat(100_000), '')).toMatchObject([
    401,
    { code: 'shop/not-signed-in' },
  ]);
});

test('a body that is too large is refused before it is parsed, with or without its length', async () => {
  expect(await ask('/payments', 'x'.repeat(20_000))).toMatchObject([413, { code: 'shop/body-too-large' }]);
  const status = await new Promise((answered, failed) => {
    const request = httpRequest(`${address}/payments`, {
      method: 'POST',
      headers: { authorization: 'Bearer ada', 'transfer-encoding': 'chunked' },
    });
    request.on('response', ({ statusCode }) => answered(statusCode));
    request.on('error', failed);
    request.write('['.repeat(20_000));
  });
  expect(status).toBe(413);
});
