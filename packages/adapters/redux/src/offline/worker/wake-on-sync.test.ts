import { createMemoryKeyValueStore } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { OfflineDevice } from '../testing/offline-desk.ts';
import { type SyncWake, wakeOnSync } from './wake-on-sync.ts';

const begun = { state: 'sending', attempts: 1, failures: 0, answers: 0, isUncertain: true };

/** A service worker on a device, and its waking. */
function createWorker(device: OfflineDevice) {
  const tab = device.browser.open();
  let wake: ((event: SyncWake) => void) | undefined;
  wakeOnSync(
    {
      addEventListener(_, listener) {
        wake = listener;
      },
    },
    {
      ...{
        store: createMemoryKeyValueStore(device.contents),
        clock: device.time,
        timers: tab.timers,
      },
      ...{ tabs: tab, random: device.random },
      baseUrl: 'https://posts.example',
      fetch: device.server.fetch,
    },
  );
  const ends: string[] = [];
  return {
    ends,
    wake(tag = 'statehouse-offline:offline') {
      const waitUntil = (work: Promise<unknown>) =>
        void work.then(
          () => ends.push('done'),
          () => ends.push('again'),
        );
      wake?.({ tag, waitUntil });
    },
  };
}

async function leave(device: OfflineDevice, tokenless: boolean, lane = (_: { title: string }) => 'main') {
  const page = await device.open({}, { offline: { tokenless, lane } });
  await device.turnConnectivity(false);
  page.rename('a', 'A');
  page.add('new');
  await device.pass(20);
  page.close();
  await device.turnConnectivity(true);
}

test('with no tab open a worker sends in order what needs no token', async () => {
  const device = new OfflineDevice();
  await leave(device, true);
  const worker = createWorker(device);
  worker.wake();
  await device.pass(50);
  const { request, body } = device.server.next('PATCH');
  expect([request.url, body]).toEqual(['https://posts.example/posts/a', { title: 'A' }]);
  expect(request.headers.get('content-type')).toBe('application/json');
  device.server.next('PATCH').answer(200, {});
  await device.pass(50);
  device.server.next('POST').answer(200, {});
  await device.pass(50);
  expect(worker.ends).toEqual(['done']);
  expect([...device.contents.keys()].filter((key) => key.includes('/entry/'))).toEqual([]);
});

test('what needs a token is left to a tab', async () => {
  const device = new OfflineDevice();
  await leave(device, false);
  const worker = createWorker(device);
  worker.wake('something else');
  worker.wake();
  await device.pass(50);
  expect(device.server.waiting).toEqual([]);
  expect(worker.ends).toEqual(['done']);
  await device.open();
  expect(device.server.waiting).toHaveLength(1);
});

test('an open tab is woken and sends itself', async () => {
  const device = new OfflineDevice();
  const page = await device.open({}, { offline: { tokenless: true } });
  const worker = createWorker(device);
  page.rename('a', 'A');
  await device.pass(20);
  device.server.next('PATCH').fail();
  await device.pass(20);
  worker.wake();
  await device.pass(50);
  expect(worker.ends).toEqual(['done']);
  expect(page.queue.getSnapshot().isSender).toBe(true);
});

test('what the server could not do has the browser wake the worker again', async () => {
  const device = new OfflineDevice();
  await leave(device, true);
  const worker = createWorker(device);
  worker.wake();
  await device.pass(50);
  device.server.next('PATCH').answer(503);
  await device.pass(50);
  expect(worker.ends).toEqual(['again']);
});

test('a worker that the server does not know leaves it at that', async () => {
  const device = new OfflineDevice();
  await leave(device, true);
  const worker = createWorker(device);
  worker.wake();
  await device.pass(50);
  device.server.next('PATCH').answer(401);
  await device.pass(50);
  expect(worker.ends).toEqual(['done']);
  expect(device.server.waiting).toEqual([]);
});

/** Has what renames need a token after all; `change` looks at all else that is kept. */
function lockRenames({ contents }: OfflineDevice, change: (key: string) => void = () => {}) {
  for (const [key, text] of [...contents]) {
    if (!key.includes('/entry/')) continue;
    const entry: { request: { method: string } } = JSON.parse(text);
    if (entry.request.method !== 'PATCH') change(key);
    else contents.set(key, JSON.stringify({ ...entry, isTokenless: false }));
  }
}

test('while a worker sends what needs no token it sends nothing else, in no lane', async () => {
  const device = new OfflineDevice();
  await leave(device, true, ({ title }) => title);
  lockRenames(device);
  const worker = createWorker(device);
  worker.wake();
  await device.pass(50);
  expect(device.server.waiting.map(({ request }) => request.method)).toEqual(['POST']);
  device.server.next('POST').answer(200, {});
  await device.pass(50);
  expect([worker.ends, device.server.waiting]).toEqual([['done'], []]);
});

test('what a page had begun to send, and stands behind something that needs a token, keeps no worker awake', async () => {
  const device = new OfflineDevice();
  await leave(device, true);
  lockRenames(device, (key) =>
    device.contents.set(key.replace('/entry/', '/progress/'), JSON.stringify(begun)),
  );
  const worker = createWorker(device);
  worker.wake();
  await device.pass(50);
  expect([worker.ends, device.server.waiting]).toEqual([['done'], []]);
});
