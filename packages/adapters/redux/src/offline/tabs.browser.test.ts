import { configureStore } from '@reduxjs/toolkit';
import type { KeyValueStore } from '@statehouse/storage';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs, type TabChannel } from '@statehouse/storage/tabs';
import { expect, test } from 'vitest';
import { createOfflineQueue } from './offline-queue.ts';
import { createQueuedApi } from './testing/offline-desk.ts';

/** A server that does each key once, after some time, and counts. */
class SlowServer {
  /** Of each tab that asks, what it asks for. */
  readonly asked: { readonly tab: string; readonly key: string; readonly title: string }[] = [];
  readonly done = new Map<string, string>();
  delayMs = 0;

  fetchOf(tab: string): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const { title }: { title: string } = await request.json();
      const key = request.headers.get('idempotency-key') ?? '';
      this.asked.push({ tab, key, title });
      if (!this.done.has(key)) this.done.set(key, title);
      await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      return Response.json({ id: title, title });
    };
  }
}

/** A tab: a frame, whose locks and channel are its own and go with it. */
async function openTab(database: string, server: SlowServer, name: string) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const scope = frame.contentWindow;
  if (scope === null) throw new Error('the frame has no window');
  const web = createWebTabs({
    navigator: scope.navigator,
    BroadcastChannel: Reflect.get(scope, 'BroadcastChannel'),
  });
  let isDeaf = false;
  const openChannel = (channelName: string): TabChannel => {
    const real = web.openChannel?.(channelName);
    if (real === undefined) throw new Error('the frame has no channels');
    return { ...real, listen: (listener) => real.listen((message) => isDeaf || listener(message)) };
  };
  const store: KeyValueStore = await createIndexedDbKeyValueStore({ name: database });
  const queue = createOfflineQueue({
    ...{ store, tabs: { locks: web.locks, openChannel }, name: database, leaderPatienceMs: 300 },
    onProblem: () => {},
  });
  const api = createQueuedApi(queue, server.fetchOf(name));
  const redux = configureStore({
    reducer: { api: api.reducer, offline: queue.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
  });
  await queue.start(redux, api);
  return {
    queue,
    add: (title: string) => redux.dispatch(api.endpoints.addPost.initiate({ title })),
    isSender: () => queue.getSnapshot().isSender,
    entries: () => queue.getSnapshot().entries.length,
    /** It does not hear any more, as if it were frozen. */
    turnDeaf: () => {
      isDeaf = true;
    },
    close: () => frame.remove(),
    end: () => {
      queue.stop();
      frame.remove();
    },
  };
}

const titles = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);

test('of two tabs one sends for both, each mutation once and in the order of the calls', async () => {
  const server = new SlowServer();
  const database = `offline ${crypto.randomUUID()}`;
  const [one, two] = [await openTab(database, server, 'one'), await openTab(database, server, 'two')];
  await expect.poll(one.isSender).toBe(true);
  const results: unknown[] = [];
  for (const title of titles(12)) {
    results.push((await (Number(title) % 2 === 0 ? one : two).add(title)).data);
  }
  expect(results).toEqual(titles(12).map((title) => ({ id: title, title })));
  expect(server.asked.map(({ tab, title }) => [tab, title])).toEqual(
    titles(12).map((title) => ['one', title]),
  );
  expect(two.isSender()).toBe(false);
  await expect.poll(() => [one.entries(), two.entries()]).toEqual([0, 0]);
  one.end();
  two.end();
});

test('a tab that is closed in the middle of a request is followed by another one, under the same key', async () => {
  const server = new SlowServer();
  const database = `offline ${crypto.randomUUID()}`;
  const [one, two] = [await openTab(database, server, 'one'), await openTab(database, server, 'two')];
  await expect.poll(one.isSender).toBe(true);
  server.delayMs = 60_000;
  void one.add('first');
  await expect.poll(() => server.asked.length).toBe(1);
  void two.add('second');
  await expect.poll(two.entries).toBe(2);
  server.delayMs = 0;
  one.close();
  await expect.poll(() => two.entries(), { timeout: 10_000 }).toBe(0);
  const [first, again, second] = server.asked;
  expect(again).toEqual({ ...first, tab: 'two' });
  expect(second).toMatchObject({ tab: 'two', title: 'second' });
  expect([...server.done.values()]).toEqual(['first', 'second']);
  one.queue.stop();
  two.end();
});

test('the lock of a tab that does not hear is taken from it, and it sends nothing more', async () => {
  const server = new SlowServer();
  const database = `offline ${crypto.randomUUID()}`;
  const [one, two] = [await openTab(database, server, 'one'), await openTab(database, server, 'two')];
  await expect.poll(one.isSender).toBe(true);
  await one.add('early');
  await expect.poll(one.entries).toBe(0);
  one.turnDeaf();
  expect(await two.add('late')).toMatchObject({ data: { title: 'late' } });
  expect(server.asked.map(({ tab }) => tab)).toEqual(['one', 'two']);
  await expect.poll(() => [one.isSender(), two.isSender()]).toEqual([false, true]);
  one.end();
  two.end();
});
