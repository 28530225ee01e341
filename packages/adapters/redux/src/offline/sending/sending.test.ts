import { expect, test } from 'vitest';
import { abc, OfflineDevice } from '../testing/offline-desk.ts';

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

test('a server that says when to come again is left alone until then, also when there is a network again', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  page.rename('b', 'B');
  await device.pass(20);
  device.server.next('PATCH').answer(429, null, { 'retry-after': '90' });
  await device.pass(40_000);
  await device.turnConnectivity(true);
  await device.pass(49_000);
  expect(device.server.waiting).toEqual([]);
  await device.pass(1_000);
  expect(device.server.waiting).toHaveLength(1);
});

test('a clock that is set back a year keeps nobody waiting', async () => {
  const device = new OfflineDevice();
  let errorMs = 0;
  const page = await device.open({ clock: { nowMs: () => device.time.nowMs() + errorMs } });
  page.rename('b', 'B');
  await device.pass(20);
  device.server.next('PATCH').fail();
  await device.pass(20);
  errorMs = -31_536_000_000;
  await device.pass(1_000);
  expect(device.server.waiting).toHaveLength(1);
});

test('when what was turned away is removed, the rest goes on', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  page.rename('b', 'B');
  page.rename('c', 'C');
  await device.pass(20);
  device.server.next('PATCH').answer(401);
  await device.pass(20);
  expect(page.queue.getSnapshot().status).toBe('signed-out');
  await page.queue.remove(page.queue.getSnapshot().entries[0]?.id ?? '');
  await device.pass(20);
  expect(device.server.next('PATCH').body).toEqual({ title: 'C' });
});

test('a queue that is stopped gives up what is on its way', async () => {
  const device = new OfflineDevice();
  const page = await device.open();
  page.rename('b', 'B');
  await device.pass(20);
  page.queue.stop();
  expect(device.server.next('PATCH').request.signal.aborted).toBe(true);
});

test('for a refused entry no other mutation is begun, whatever the page hears in the meantime', async () => {
  for (let moment = 0; moment < 40; moment += 1) {
    const device = new OfflineDevice();
    let poke = () => {};
    const connectivity = {
      isOnline: () => true,
      subscribe(listener: () => void) {
        poke = listener;
        return () => {};
      },
    };
    const page = await device.open({ heardWithinMs: 0, connectivity });
    const shown = new Set<unknown>();
    page.queue.subscribe(() => {
      for (const { requestId } of page.queue.getSnapshot().entries) shown.add(requestId ?? 'none');
    });
    const { requestId } = page.rename('b', 'B');
    await device.pass(20);
    device.server.next('PATCH').answer(422);
    for (let passed = 0; passed < moment; passed += 1) await Promise.resolve();
    poke();
    await device.pass(20);
    expect([...shown], `after ${moment} turns`).toEqual([requestId, 'none']);
  }
});
