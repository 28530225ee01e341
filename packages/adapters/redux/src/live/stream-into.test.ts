import { configureStore } from '@reduxjs/toolkit';
import { createApi } from '@reduxjs/toolkit/query';
import type { ConnectionStatus, EventSourceLike } from '@statehouse/kernel/live';
import { VirtualTime } from '@statehouse/kernel/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { optimistic } from '../query/index.ts';
import { HeldRequests } from '../query/testing/held-requests.ts';
import type { Ask, AskServer } from '../query/testing/posts-api.ts';
import { eventSourceConnection } from './live-connection.ts';
import { type StreamOptions, streamInto } from './stream-into.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

interface Price {
  id: string;
  cents: number;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

type Listener = Parameters<EventSourceLike['addEventListener']>[1];

/** A stream of events that the test plays. */
class FakeSource implements EventSourceLike {
  readonly url: string;
  isClosed = false;
  readonly #listeners = new Map<string, Listener>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  tell(type: string, event: Parameters<Listener>[0] = {}): void {
    this.#listeners.get(type)?.(event);
  }

  say(price: unknown, lastEventId = ''): void {
    this.tell('message', { data: JSON.stringify(price), lastEventId });
  }
}

function isPrice(value: unknown): value is Price {
  return typeof value === 'object' && value !== null && 'id' in value && 'cents' in value;
}

function createBoard(options: Partial<StreamOptions<Price[], string, Price>> = {}) {
  const time = new VirtualTime();
  const server = new HeldRequests();
  const sources: FakeSource[] = [];
  const statuses: ConnectionStatus['kind'][] = [];
  const errors: string[] = [];
  const reopened = vi.fn();
  const ask: AskServer = server.baseQuery;
  const plain = createApi({
    baseQuery: ask,
    endpoints: (build) => ({
      getPrices: build.query<Price[], string>({
        query: (page): Ask => ({ kind: 'getPost', arg: page }),
        keepUnusedDataFor: 1,
        onCacheEntryAdded: streamInto<Price[], string, Price>({
          connect: (page) =>
            eventSourceConnection({
              url: (last) => `/prices/${page}${last === undefined ? '' : `?after=${last}`}`,
              createSource(url) {
                const source = new FakeSource(url);
                sources.push(source);
                return source;
              },
              parse({ data }) {
                const price: unknown = JSON.parse(data);
                if (!isPrice(price)) throw new Error('no price');
                return price;
              },
              initialMs: 100,
              maxMs: 1_000,
              jitter: 0,
              timers: time,
              clock: time,
            }),
          receive(prices, { id, cents }) {
            if (cents < 0) throw new Error('a price below nothing');
            const known = prices.find((price) => price.id === id);
            if (known === undefined) prices.push({ id, cents });
            else known.cents = cents;
          },
          onStatus: ({ kind }) => void statuses.push(kind),
          onReopened: reopened,
          onError: ({ code }) => void errors.push(code),
          timers: time,
          ...options,
        }),
      }),
      setPrice: build.mutation<null, Price>({
        query: ({ id, cents }): Ask => ({ kind: 'renamePost', arg: { id, title: String(cents) } }),
      }),
    }),
  });
  const api = optimistic(plain, {
    setPrice: {
      getPrices: (prices, { id, cents }) => {
        for (const price of prices) if (price.id === id) price.cents = cents;
      },
    },
  });
  let changes = 0;
  const store = configureStore({
    reducer: { api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
    enhancers: (getDefault) => getDefault({ autoBatch: false }),
  });
  store.subscribe(() => {
    changes += 1;
  });
  const select = api.endpoints.getPrices.select('all');
  const last = () => sources.at(-1) ?? new FakeSource('none');
  return {
    ...{ time, server, sources, statuses, errors, reopened, api, store, last },
    watch: () => store.dispatch(api.endpoints.getPrices.initiate('all')),
    prices: () =>
      Object.fromEntries((select(store.getState()).data ?? []).map(({ id, cents }) => [id, cents])),
    changes: () => changes,
  };
}

test('a stream goes into the cache from the moment in which the query is first asked, and nothing of it is missed', async () => {
  const { server, last, watch, prices, statuses } = createBoard();
  watch();
  last().tell('open');
  last().say({ id: 'a', cents: 5 });
  last().say({ id: 'b', cents: 7 });
  server.next('getPost').answer([{ id: 'a', cents: 1 }]);
  await turn();
  expect(prices()).toEqual({ a: 5, b: 7 });
  last().say({ id: 'a', cents: 6 });
  expect(prices()).toEqual({ a: 6, b: 7 });
  expect(statuses).toEqual(['connecting', 'open']);
});

test('it is connected again behind the last event, and whoever must ask anew is told', async () => {
  const { server, time, last, sources, watch, prices, statuses, reopened } = createBoard();
  watch();
  server.next('getPost').answer([]);
  await turn();
  last().tell('open');
  last().say({ id: 'a', cents: 1 }, '7');
  last().tell('error');
  time.advance(99);
  expect(sources).toHaveLength(1);
  time.advance(1);
  expect(sources.map(({ url, isClosed }) => [url, isClosed])).toEqual([
    ['/prices/all', true],
    ['/prices/all?after=7', false],
  ]);
  expect(reopened).not.toHaveBeenCalled();
  last().tell('open');
  expect(reopened).toHaveBeenCalledOnce();
  last().say({ id: 'a', cents: 2 });
  expect(prices()).toEqual({ a: 2 });
  expect(statuses).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
});

test('it is closed when the entry goes, also when that never had data', async () => {
  const { server, last, watch, statuses, store } = createBoard();
  const watching = watch();
  server.next('getPost').refuse('no');
  await turn();
  last().tell('open');
  last().say({ id: 'a', cents: 1 });
  watching.unsubscribe();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(last().isClosed).toBe(true);
  expect(statuses.at(-1)).toBe('idle');
  expect(Object.keys(store.getState().api.queries)).toEqual([]);
});

test('a stream writes under the layers: what a person has done stays on top until it is answered', async () => {
  const { server, last, watch, prices, api, store } = createBoard();
  watch();
  server.next('getPost').answer([{ id: 'a', cents: 1 }]);
  await turn();
  const setting = store.dispatch(api.endpoints.setPrice.initiate({ id: 'a', cents: 9 }));
  last().say({ id: 'a', cents: 2 });
  last().say({ id: 'b', cents: 3 });
  expect(prices()).toEqual({ a: 9, b: 3 });
  server.next('renamePost').refuse('no');
  await setting;
  expect(prices()).toEqual({ a: 2, b: 3 });
});

test('messages that cannot be read or applied are told of and left out, and the others come in', async () => {
  const { server, last, watch, prices, errors } = createBoard();
  watch();
  last().say('nonsense');
  last().tell('message', { data: '{' });
  last().say({ id: 'a', cents: -1 });
  last().say({ id: 'b', cents: 3 });
  server.next('getPost').answer([]);
  await turn();
  last().say({ id: 'c', cents: -1 });
  expect(prices()).toEqual({ b: 3 });
  expect(errors).toEqual(Array.from({ length: 4 }, () => 'redux/live-bad-message'));
});

test('a burst is one change where messages are gathered', async () => {
  const { server, time, last, watch, prices, changes } = createBoard({ batchMs: 16 });
  watch();
  server.next('getPost').answer([]);
  await turn();
  last().say({ id: 'a', cents: 0 });
  const empty = changes();
  time.advance(16);
  const forOne = changes() - empty;
  const before = changes();
  for (let cents = 0; cents < 1_000; cents += 1) last().say({ id: 'a', cents });
  expect(prices()).toEqual({ a: 0 });
  time.advance(16);
  expect(prices()).toEqual({ a: 999 });
  expect(changes() - before).toBe(forOne);
});
