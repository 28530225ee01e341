import { expect, test, vi } from 'vitest';
import { abc, OfflineDevice, turn } from './testing/offline-desk.ts';

test('offline a mutation is pending and shows; when there is a network it is sent, and answered as ever', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  await page.load(abc());
  await device.turnConnectivity(false);
  const renaming = page.rename('b', 'B');
  await device.pass(60_000);
  expect(device.server.waiting).toEqual([]);
  expect(page.titles()).toEqual(['a', 'B', 'c']);
  const selectMutation = page.api.endpoints.renamePost.select(renaming.requestId);
  expect(selectMutation(page.store.getState())).toMatchObject({ status: 'pending' });
  expect(page.queue.getSnapshot()).toMatchObject({
    status: 'offline',
    entries: [{ endpoint: 'renamePost', requestId: renaming.requestId, state: 'queued', attempts: 0 }],
  });
  await device.turnConnectivity(true);
  expect(page.states()).toEqual(['sending']);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  expect(await renaming).toEqual({ data: { id: 'b', title: 'B' } });
  await device.pass(20);
  expect(page.queue.getSnapshot()).toEqual({ status: 'idle', isSender: true, entries: [] });
  // Its tags have the list asked for again.
  expect(device.server.waiting.map(({ request }) => request.method)).toEqual(['GET']);
});

test('what the store says of the queue is what the queue says, the same object until something changes', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  const told = vi.fn();
  page.queue.subscribe(told);
  const before = page.queue.getSnapshot();
  await device.turnConnectivity(false);
  page.rename('b', 'B');
  await device.pass(20);
  expect(page.queue.getSnapshot()).not.toBe(before);
  expect(page.queue.getSnapshot()).toBe(page.queue.getSnapshot());
  expect(page.store.getState().offline).toEqual(page.queue.getSnapshot());
  expect(told).toHaveBeenCalled();
});

test('after a reload the layer lies again, and the mutation is sent once, under the key that it had', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  await page.load(abc());
  page.rename('b', 'B');
  page.rename('b', 'B2');
  await device.pass(20);
  // It arrives, and the page is gone before the answer.
  const [sent] = device.server.log.filter((line) => line.startsWith('PATCH'));
  page.close();
  const next = await device.open();
  await next.load(abc());
  expect(next.titles()).toEqual(['a', 'B2', 'c']);
  expect(device.server.log.filter((line) => line.startsWith('PATCH'))).toEqual([sent, sent]);
  device.server.waiting.at(-1)?.answer(200, { id: 'b', title: 'B' });
  await device.pass(20);
  expect(device.server.waiting.at(-1)?.body).toEqual({ title: 'B2' });
});

test('a browser is asked once to wake a worker for what is left over', async () => {
  const device = new OfflineDevice();
  const register = vi.fn(async () => {});
  const page = await device.open({ name: 'posts', backgroundSync: { register } });
  await device.turnConnectivity(false);
  page.rename('a', 'A');
  page.rename('b', 'B');
  await device.pass(60_000);
  expect(register.mock.calls).toEqual([['statehouse-offline:posts']]);
});

test('endpoints that are injected later go through the queue too', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  const more = page.api.injectEndpoints({
    endpoints: (build) => ({
      removePost: build.mutation<null, string>({
        query: (id) => ({ url: `posts/${id}`, method: 'DELETE' }),
        extraOptions: { offline: true },
      }),
    }),
  });
  await device.turnConnectivity(false);
  page.store.dispatch(more.endpoints.removePost.initiate('a'));
  await device.pass(20);
  expect(page.queue.getSnapshot().entries).toMatchObject([{ endpoint: 'removePost', arg: 'a' }]);
});

test('what is no mutation of the queue is sent as ever', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  await device.turnConnectivity(false);
  page.store.dispatch(page.api.endpoints.touchPosts.initiate());
  await turn();
  expect(device.server.log).toEqual(['PUT /posts']);
});
