import { expect, test } from 'vitest';
import { abc, OfflineDevice } from './testing/offline-desk.ts';

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

test('calls with one key are one mutation at whatever moment they come', async () => {
  for (let moment = 0; moment < 60; moment += 1) {
    const device = new OfflineDevice();
    const page = await device.open({}, { offline: { key: () => 'one' } });
    page.add('new');
    for (let passed = 0; passed < moment; passed += 1) await Promise.resolve();
    page.add('new');
    await device.pass(20);
    expect(page.states(), `after ${moment} turns`).toEqual(['sending']);
  }
});

test('what was refused comes back to its place: its layer lies under those of what stands behind it', async () => {
  const device = new OfflineDevice();
  const page = await device.open({ heardWithinMs: 0 });
  await page.load(abc());
  for (const title of ['B1', 'B2', 'B3']) page.rename('b', title);
  await device.pass(20);
  device.server.next('PATCH').answer(422);
  await device.pass(20);
  device.server.next('PATCH').fail();
  await device.pass(20);
  const [refused] = page.queue.getSnapshot().entries;
  expect(await page.queue.retry(refused?.id)).toBe('done');
  await device.pass(20);
  expect(page.states()).toEqual(['sending', 'queued', 'queued']);
  expect(page.titles()).toEqual(['a', 'B3', 'c']);
  await page.queue.remove(page.queue.getSnapshot().entries[2]?.id ?? '');
  await device.pass(20);
  expect(page.titles()).toEqual(['a', 'B2', 'c']);
});
