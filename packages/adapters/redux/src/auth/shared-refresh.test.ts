import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query';
import { drawInt, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import type { TabLocks, Tabs } from '@statehouse/storage/tabs';
import { createVirtualTabs } from '@statehouse/storage/testing';
import { expect, test } from 'vitest';
import { HeldFetches } from '../offline/testing/held-fetch.ts';
import { authenticate } from './authenticate.ts';

interface AuthState {
  readonly token: string | undefined;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Tabs of one browser, on a server that the test plays. */
class Browser {
  readonly server = new HeldFetches();
  readonly #time = new VirtualTime();
  readonly #tabs;

  constructor(seed = 1) {
    const random = seededRandom(seed);
    this.#tabs = createVirtualTabs({ timers: this.#time, random, delayMs: () => drawInt(random, 20) });
  }

  open(token = 'old', has: Partial<Tabs> = {}) {
    const tab = this.#tabs.open();
    const initialState: AuthState = { token };
    const auth = createSlice({
      name: 'auth',
      initialState,
      reducers: {
        signedIn: (_, { payload }: PayloadAction<string>) => ({ token: payload }),
        signedOut: () => ({ token: undefined }),
      },
    });
    const { signedIn, signedOut } = auth.actions;
    const fetchFn: typeof globalThis.fetch = (input, init) => tab.hear(this.server.fetch(input, init));
    const api = createApi({
      baseQuery: authenticate(fetchBaseQuery({ baseUrl: 'https://posts.example/', fetchFn }), {
        token: (state: { auth: AuthState }) => state.auth.token,
        async refresh(own, send) {
          const { data } = await send({ url: 'refresh', method: 'PUT' });
          if (typeof data === 'string') own.dispatch(signedIn(data));
          return typeof data === 'string';
        },
        signedOut,
        shared: {
          tabs: { locks: tab.locks, openChannel: tab.openChannel, ...has },
          take: signedIn,
          timers: tab.timers,
        },
      }),
      endpoints: (build) => ({ getPost: build.query<unknown, string>({ query: (id) => `posts/${id}` }) }),
    });
    const store = configureStore({
      reducer: { auth: auth.reducer, api: api.reducer },
      middleware: (getDefault) => getDefault().concat(api.middleware),
    });
    return {
      tab,
      token: () => store.getState().auth.token,
      signOut: () => store.dispatch(signedOut()),
      get: (id: string) => store.dispatch(api.endpoints.getPost.initiate(id)),
    };
  }

  /** Who has a token of the server's is answered, all others are turned away. */
  async answer(...good: readonly string[]): Promise<void> {
    await this.pass(0);
    for (const held of [...this.server.waiting]) {
      if (held.request.method === 'PUT') continue;
      const token = held.request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
      held.answer(good.includes(token) ? 200 : 401, 'fine');
    }
  }

  get refreshes(): number {
    return this.server.log.filter((line) => line.startsWith('PUT')).length;
  }

  async pass(ms: number): Promise<void> {
    await turn();
    for (let passed = 0; passed < ms; passed += 10) {
      this.#time.advance(10);
      await turn();
    }
  }
}

test('of many tabs that are turned away one refreshes, and all go on with its token', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const browser = new Browser(seed);
    const tabs = [browser.open(), browser.open(), browser.open()];
    const asking = tabs.map(({ get }) => get('a'));
    await browser.answer();
    await browser.pass(300);
    expect(browser.refreshes, `with seed ${seed}`).toBe(1);
    browser.server.next('PUT').answer(200, 'new');
    await browser.pass(300);
    await browser.answer('new');
    for (const each of asking) expect((await each).data).toBe('fine');
    expect(tabs.map(({ token }) => token())).toEqual(['new', 'new', 'new']);
    expect(browser.refreshes, `with seed ${seed}`).toBe(1);
  }
});

test('a tab that slept through a refresh is told of it before it makes another one', async () => {
  const browser = new Browser();
  const [one, late] = [browser.open(), browser.open()];
  one.get('a');
  await browser.answer();
  await browser.pass(200);
  browser.server.next('PUT').answer(200, 'new');
  await browser.pass(200);
  await browser.answer('new');
  // It opens its channel with its first request, and has heard nothing so far.
  const asking = late.get('b');
  await browser.answer('new');
  // An answer ends the wait for one.
  await browser.pass(70);
  await browser.answer('new');
  expect((await asking).data).toBe('fine');
  expect([late.token(), browser.refreshes]).toEqual(['new', 1]);
});

test('a token is nothing for who holds another one, or none', async () => {
  const browser = new Browser();
  const [ada, bob, nobody] = [browser.open('ada'), browser.open('bob'), browser.open('ada')];
  for (const { get } of [bob, nobody]) get('a');
  await browser.answer('ada', 'bob');
  nobody.signOut();
  ada.get('b');
  await browser.answer('bob');
  await browser.pass(200);
  browser.server.next('PUT').answer(200, 'new ada');
  await browser.pass(200);
  expect([ada, bob, nobody].map(({ token }) => token())).toEqual(['new ada', 'bob', undefined]);
});

test('a tab that freezes while it refreshes is not waited for', async () => {
  const browser = new Browser();
  const [frozen, other] = [browser.open(), browser.open()];
  frozen.get('a');
  await browser.answer();
  await browser.pass(200);
  frozen.tab.freeze();
  other.get('b');
  await browser.answer();
  await browser.pass(9_000);
  expect(browser.refreshes).toBe(1);
  await browser.pass(2_000);
  expect(browser.refreshes).toBe(2);
});

test('who is turned away with a token of his own is told of nobody else’s', async () => {
  const browser = new Browser();
  const [ada, bob] = [browser.open('ada'), browser.open('bob')];
  bob.get('a');
  await browser.answer('bob');
  ada.get('b');
  await browser.answer();
  await browser.pass(200);
  browser.server.next('PUT').answer(200, 'new ada');
  await browser.pass(200);
  bob.get('c');
  await browser.answer('new ada');
  await browser.pass(200);
  expect([bob.token(), browser.refreshes]).toEqual(['bob', 2]);
});

test('without locks, without a channel, or if locks are refused, each tab refreshes when it is turned away', async () => {
  const refusing: TabLocks = {
    request(_, { onFailed }) {
      queueMicrotask(() => onFailed('no'));
      return () => {};
    },
  };
  for (const has of [{ locks: undefined }, { openChannel: undefined }, { locks: refusing }]) {
    const browser = new Browser();
    browser.open('old', has).get('a');
    await browser.answer();
    await browser.pass(300);
    browser.server.next('PUT').answer(200, 'new');
    await browser.pass(300);
    await browser.answer('new');
    await browser.pass(20);
    expect(browser.server.waiting).toEqual([]);
    expect(browser.refreshes).toBe(1);
  }
});
