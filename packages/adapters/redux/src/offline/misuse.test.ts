import { configureStore } from '@reduxjs/toolkit';
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query';
import { StatehouseError } from '@statehouse/kernel';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOfflineQueue } from './offline-queue.ts';
import { describeRequest } from './request.ts';
import { createQueuedApi, OfflineDevice } from './testing/offline-desk.ts';

// RTK Query tells of what is thrown.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (thrown) {
    return thrown instanceof StatehouseError ? thrown.code : thrown;
  }
  return undefined;
};

test('a mutation before the start is told what is missing', async () => {
  const queue = createOfflineQueue({ store: createMemoryKeyValueStore() });
  const api = createQueuedApi(queue, fetch);
  const store = configureStore({
    reducer: { api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
  });
  const { error } = await store.dispatch(api.endpoints.addPost.initiate({ title: 'new' }));
  expect(error).toMatchObject({ message: expect.stringContaining('start(store, api)') });
});

test('an API that would hold back its tags for as long as anything waits is refused', async () => {
  const queue = createOfflineQueue({ store: createMemoryKeyValueStore() });
  const api = createApi({
    baseQuery: queue.baseQuery(fetchBaseQuery({ baseUrl: 'https://posts.example/' })),
    endpoints: (build) => ({ touch: build.mutation<null, void>({ query: () => 'touch' }) }),
  });
  const store = configureStore({
    reducer: { api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
  });
  await expect(queue.start(store, api)).rejects.toMatchObject({ code: 'redux/offline-delayed-tags' });
});

test('a request with a file or a date is not kept, nor one that carries who asks', () => {
  expect(codeOf(() => describeRequest({ url: 'x', body: new Blob(['x']) }, 'send'))).toBe(
    'redux/offline-request',
  );
  expect(codeOf(() => describeRequest({ url: 'x', body: { at: new Date() } }, 'send'))).toBe(
    'redux/offline-request',
  );
  expect(codeOf(() => describeRequest({ url: 'x', validateStatus: () => true }, 'send'))).toBe(
    'redux/offline-request',
  );
  expect(codeOf(() => describeRequest(7, 'send'))).toBe('redux/offline-request');
  const secret = 'Bearer 9f2c';
  for (const headers of [
    { Authorization: secret },
    [['authorization', secret]],
    new Headers({ authorization: secret }),
  ]) {
    expect(codeOf(() => describeRequest({ url: 'x', headers }, 'send'))).toBe('redux/offline-secret');
  }
  expect(describeRequest({ url: 'x', headers: { 'X-Room': 'a', gone: undefined } }, 'send')).toEqual({
    url: 'x',
    headers: { 'x-room': 'a' },
  });
});

test('an endpoint that asks by hand is told that it cannot be queued', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  const more = page.api.injectEndpoints({
    endpoints: (build) => ({
      both: build.mutation<unknown, void>({
        queryFn: async (_, _api, _options, ask) => ask('one'),
        extraOptions: { offline: true },
      }),
    }),
  });
  const { error } = await page.store.dispatch(more.endpoints.both.initiate());
  expect(error).toMatchObject({ message: expect.stringContaining('queryFn') });
});

const full = (store: KeyValueStore): KeyValueStore => ({
  ...store,
  write: async (writes) => {
    if (writes.some(({ key }) => key.includes('/entry/'))) throw new Error('the device is full');
    return store.write(writes);
  },
});

test('a device that is full stops nobody who is online, and loses nothing in silence', async () => {
  const device = new OfflineDevice();
  const page = await device.open({}, { store: full(createMemoryKeyValueStore(device.contents)) });
  const renaming = page.rename('b', 'B');
  await device.pass(20);
  expect(page.errors.map(({ code }) => code)).toEqual(['redux/offline-not-kept']);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  expect(await renaming).toEqual({ data: { id: 'b', title: 'B' } });
});

test('on a full device nothing overtakes what waits: it is refused', async () => {
  const device = new OfflineDevice();
  const other = await device.open();
  await device.turnConnectivity(false);
  other.rename('a', 'A');
  const page = await device.open({}, { store: full(createMemoryKeyValueStore(device.contents)) });
  await device.pass(20);
  const renaming = await page.rename('b', 'B');
  expect(renaming).toMatchObject({ error: { data: { code: 'redux/offline-not-kept' } } });
});

test('what cannot be read is told, and left where it is', async () => {
  const device = new OfflineDevice();
  device.contents.set('offline/entry/nonsense', '{');
  device.contents.set('offline/entry/000000001.00000.tab/0', '{"id":"000000001.00000.tab"}');
  device.contents.set('offline/else', 'what is this');
  device.contents.set('offline0', 'of somebody else');
  const page = await device.open();
  expect(page.errors.map(({ code }) => code)).toEqual(
    Array.from({ length: 3 }, () => 'redux/offline-damaged'),
  );
  const renaming = page.rename('b', 'B');
  await device.pass(20);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  await renaming;
  await device.pass(20);
  expect(device.contents.size).toBe(5);
});

test('a device that cannot be reached for a while is told of, and everything goes on when it can', async () => {
  const device = new OfflineDevice();
  const store = createMemoryKeyValueStore(device.contents);
  let isAway = false;
  const failing: KeyValueStore = {
    ...store,
    range: async (from, to) => {
      if (isAway) throw new Error('away');
      return store.range(from, to);
    },
  };
  const page = await device.open({}, { store: failing });
  isAway = true;
  const renaming = page.rename('b', 'B');
  await device.pass(3_000);
  expect(new Set(page.errors.map(({ code }) => code))).toEqual(new Set(['redux/offline-storage']));
  expect(device.server.waiting).toEqual([]);
  isAway = false;
  await device.pass(10_000);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  expect(await renaming).toHaveProperty('data');
});
