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

test('mutations of one lane follow each other, lanes go side by side', async () => {
  const device = new OfflineDevice();
  const page = await device.open({}, { offline: { lane: ({ id }: { id: string }) => id } });
  page.rename('a', 'A1');
  page.rename('a', 'A2');
  page.rename('b', 'B1');
  await device.pass(20);
  const bodies = () => device.server.waiting.map(({ body }) => body);
  expect(bodies()).toEqual([{ title: 'A1' }, { title: 'B1' }]);
  device.server.waiting[0]?.answer(200, { id: 'a', title: 'A1' });
  await device.pass(20);
  expect(bodies()).toEqual([{ title: 'B1' }, { title: 'A2' }]);
});

test('without an answer it is sent again after ever longer waits, and at once when the network comes back', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  page.rename('b', 'B');
  await device.pass(20);
  device.server.next('PATCH').fail();
  await device.pass(20);
  expect(page.queue.getSnapshot()).toMatchObject({
    status: 'waiting',
    entries: [{ attempts: 1, isUncertain: true }],
  });
  await device.pass(900);
  expect(device.server.waiting).toHaveLength(0);
  await device.pass(100);
  device.server.next('PATCH').fail();
  await device.pass(1_900);
  expect(device.server.waiting).toHaveLength(0);
  await device.turnConnectivity(true);
  expect(device.server.waiting).toHaveLength(1);
});

test('a refusal that is heard rejects the mutation, takes its layer away and leaves nothing behind', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  await page.load(abc());
  const renaming = page.rename('b', 'B');
  await device.pass(20);
  device.server.next('PATCH').answer(422, { title: 'taken' });
  expect(await renaming).toEqual({ error: { status: 422, data: { title: 'taken' } } });
  await device.pass(20);
  expect(page.titles()).toEqual(['a', 'b', 'c']);
  expect(page.queue.getSnapshot().entries).toEqual([]);
});

test('a refusal that nobody hears is kept; what comes behind it goes on', async () => {
  const device = new OfflineDevice();
  const first = await device.open();
  await device.turnConnectivity(false);
  first.rename('b', 'B');
  first.rename('c', 'C');
  await device.pass(20);
  first.close();
  const page = await device.open();
  await device.turnConnectivity(true);
  device.server.next('PATCH').answer(422, 'no');
  await device.pass(20);
  expect(page.queue.getSnapshot().entries).toMatchObject([
    { state: 'refused', lastError: { status: 422, data: 'no' }, isUncertain: false },
    { state: 'sending' },
  ]);
  expect(device.server.next('PATCH').body).toEqual({ title: 'C' });
});

test('a lane that holds behind a refusal goes on when that is removed', async () => {
  const device = new OfflineDevice();
  const page = await device.open({ whenRefused: 'hold' });
  page.rename('b', 'B');
  page.rename('c', 'C');
  await device.pass(20);
  device.server.next('PATCH').answer(409);
  await device.pass(20_000);
  expect(page.states()).toEqual(['refused', 'queued']);
  const [refused] = page.queue.getSnapshot().entries;
  expect(await page.queue.remove(refused?.id ?? '')).toBe('done');
  await device.pass(20);
  expect(device.server.next('PATCH').body).toEqual({ title: 'C' });
});

test('an entry at which the server fails again and again counts as refused; one without answers never does', async () => {
  const device = new OfflineDevice();
  const page = await device.open({ poisonAfter: 3, heardWithinMs: 0, sendTimeoutMs: 3_600_000 });
  page.rename('b', 'B');
  for (let failure = 0; failure < 8; failure += 1) {
    await device.pass(60_000);
    device.server.next('PATCH').fail();
    await device.pass(20);
  }
  expect(page.states()).toEqual(['queued']);
  for (let failure = 0; failure < 3; failure += 1) {
    expect(page.states()).not.toEqual(['refused']);
    await device.pass(60_000);
    device.server.next('PATCH').answer(500);
    await device.pass(20);
  }
  expect(page.states()).toEqual(['refused']);
});

test('an edit changes request and layer in their place; a correction of what was refused goes under another key', async () => {
  const device = new OfflineDevice();
  const page = await device.open({ heardWithinMs: 0 });
  await page.load(abc());
  await device.turnConnectivity(false);
  page.rename('b', 'B');
  page.rename('b', 'B2');
  await device.pass(20);
  const [first, second] = page.queue.getSnapshot().entries;
  expect(await page.queue.edit(first?.id ?? '', { arg: { id: 'c', title: 'C' } })).toBe('done');
  await device.pass(20);
  expect(page.titles()).toEqual(['a', 'B2', 'C']);
  expect(page.queue.getSnapshot().entries[0]).toMatchObject({
    idempotencyKey: first?.idempotencyKey,
    request: { url: 'posts/c', body: { title: 'C' } },
  });
  await device.turnConnectivity(true);
  await device.pass(20_000);
  device.server.next('PATCH').answer(200, { id: 'c', title: 'C' });
  await device.pass(20);
  device.server.next('PATCH').answer(422, 'no');
  await device.pass(20);
  expect(page.titles()).toEqual(['a', 'b', 'C']);
  expect(await page.queue.edit(second?.id ?? '', { request: { body: { title: 'better' } } })).toBe('done');
  await device.pass(20);
  expect(page.titles()).toEqual(['a', 'B2', 'C']);
  const { request, body } = device.server.next('PATCH');
  expect(body).toEqual({ title: 'better' });
  expect(request.headers.get('idempotency-key')).not.toBe(second?.idempotencyKey);
});

test('what is on its way cannot be changed, and what may have arrived only by who means it', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  page.rename('b', 'B');
  await device.pass(20);
  const [entry] = page.queue.getSnapshot().entries;
  const id = entry?.id ?? '';
  const change = { request: { body: { title: 'other' } } };
  expect(await page.queue.edit(id, change)).toBe('sending');
  expect(await page.queue.remove(id)).toBe('sending');
  device.server.next('PATCH').fail();
  await device.pass(20);
  expect(await page.queue.edit(id, change)).toBe('uncertain');
  expect(await page.queue.edit(id, change, { evenIfSent: true })).toBe('done');
  await device.pass(20);
  expect(device.server.next('PATCH').body).toEqual({ title: 'other' });
  expect(await page.queue.remove('nothing')).toBe('gone');
});

test('what is removed rejects its mutation with a code, and is never sent', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  await page.load(abc());
  await device.turnConnectivity(false);
  const renaming = page.rename('b', 'B');
  await device.pass(20);
  await page.queue.remove(page.queue.getSnapshot().entries[0]?.id ?? '');
  expect(await renaming).toMatchObject({
    error: { status: 'CUSTOM_ERROR', data: { code: 'redux/offline-removed' } },
  });
  await device.turnConnectivity(true);
  expect(page.titles()).toEqual(['a', 'b', 'c']);
  expect(device.server.log.filter((line) => line.startsWith('PATCH'))).toEqual([]);
});

test('a mutation that is given up before it is sent is not sent', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  await device.turnConnectivity(false);
  const renaming = page.rename('b', 'B');
  await device.pass(20);
  renaming.abort();
  await device.turnConnectivity(true);
  expect(page.states()).toEqual([]);
  expect(device.server.waiting).toEqual([]);
});

test('calls with one key are one mutation, and all hear its answer', async () => {
  const device = new OfflineDevice();
  const page = await device.open({}, { offline: { key: ({ title }: { title: string }) => `post ${title}` } });
  const calls = [page.add('new'), page.add('new')];
  await device.pass(20);
  expect(device.server.log).toEqual(['POST /posts post new']);
  calls.push(page.add('new'));
  await device.pass(20);
  device.server.next('POST').answer(200, { id: 'n', title: 'new' });
  const answer = { data: { id: 'n', title: 'new' } };
  expect(await Promise.all(calls)).toEqual([answer, answer, answer]);
  expect(device.server.waiting).toEqual([]);
});

test('another tab shows the layer and hears the answer; one of them sends', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  await one.load(abc());
  await two.load(abc());
  const adding = two.add('new');
  await device.pass(30);
  expect(one.titles()).toEqual(['a', 'b', 'c', 'new']);
  expect([one.queue.getSnapshot().isSender, two.queue.getSnapshot().isSender]).toEqual([true, false]);
  expect(two.states()).toEqual(['sending']);
  device.server.next('POST').answer(200, { id: 'n', title: 'new' });
  await device.pass(30);
  expect(await adding).toEqual({ data: { id: 'n', title: 'new' } });
  for (const page of [one, two]) expect(page.posts()).toEqual([...abc(), { id: 'n', title: 'new' }]);
  expect(device.server.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
});

test('a tab that sends and freezes is relieved; when it thaws it sends nothing', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  one.tab.freeze();
  const renaming = two.rename('b', 'B');
  await device.pass(4_000);
  expect(device.server.waiting).toEqual([]);
  await device.pass(1_100);
  expect(two.queue.getSnapshot().isSender).toBe(true);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  expect(await renaming).toHaveProperty('data');
  one.tab.thaw();
  await device.pass(20_000);
  expect(one.queue.getSnapshot()).toMatchObject({ isSender: false, entries: [] });
  expect(device.server.log.filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
});

test('commands of any tab are done by the one that sends', async () => {
  const device = new OfflineDevice();
  const [one, two] = [await device.open(), await device.open()];
  await device.turnConnectivity(false);
  const renaming = one.rename('b', 'B');
  await device.pass(30);
  const removing = two.queue.remove(two.queue.getSnapshot().entries[0]?.id ?? '');
  await device.pass(30);
  expect(await removing).toBe('done');
  expect(await renaming).toHaveProperty('error');
});

test('who is not known waits, and goes on when told that he has signed in', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  const renaming = page.rename('b', 'B');
  await device.pass(20);
  device.server.next('PATCH').answer(401);
  await device.pass(3_600_000);
  expect(device.server.waiting).toEqual([]);
  expect(page.queue.getSnapshot().status).toBe('signed-out');
  await page.queue.retry();
  await device.pass(20);
  device.server.next('PATCH').answer(200, { id: 'b', title: 'B' });
  expect(await renaming).toHaveProperty('data');
});

test('an answer that does not come in time is none, and the request is made again', async () => {
  const device = new OfflineDevice();
  const page = await device.open({ sendTimeoutMs: 5_000 });
  page.rename('b', 'B');
  await device.pass(7_000);
  const [first, second] = device.server.waiting;
  expect(first?.request.signal.aborted).toBe(true);
  expect(second?.request.headers.get('idempotency-key')).toBe(first?.request.headers.get('idempotency-key'));
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
