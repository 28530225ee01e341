import { createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { persistStore } from './persisted-store.ts';

type Words = Readonly<Record<string, readonly number[] | number>>;

function keep(storage: KeyValueStore, key = 'words') {
  const time = new VirtualTime(1_000);
  const store = createPlainStore<Words, Words>({ initial: {}, reduce: (_, words) => words });
  return { store, time, kept: persistStore(store, { storage, key, clock: time, timers: time }) };
}

async function settled(time: VirtualTime, ms: number): Promise<void> {
  time.advance(ms);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** A storage whose next write fails when somebody says so. */
function failing() {
  const storage = createMemoryKeyValueStore(new Map());
  const switches = { fails: false };
  const given: KeyValueStore = {
    get: (key) => storage.get(key),
    range: (from, to) => storage.range(from, to),
    write: (writes) => (switches.fails ? Promise.reject(new Error('no room')) : storage.write(writes)),
    close: () => storage.close(),
  };
  return { storage: given, switches };
}

test('a list and an object of 200,000 members are read back from the log', async () => {
  const storage = createMemoryKeyValueStore(new Map());
  const { store, kept } = keep(storage);
  await kept.restored;
  store.dispatch({ list: [] });
  await kept.flush();
  const many = Array.from({ length: 200_000 }, (_, at) => at);
  store.dispatch({ list: many });
  await kept.flush();
  const again = keep(storage);
  await again.kept.restored;
  expect(again.store.getState()).toEqual({ list: many });
  store.dispatch({ list: many, ...Object.fromEntries(many.map((at) => [`m${at}`, at])) });
  await kept.flush();
  const third = keep(storage);
  await third.kept.restored;
  expect(Object.keys(third.store.getState())).toHaveLength(200_001);
});

test('what waited when all was deleted is not written after it, and nothing is claimed to be saved', async () => {
  const contents = new Map<string, string>();
  const { store, kept, time } = keep(createMemoryKeyValueStore(contents));
  await kept.restored;
  await kept.flush();
  store.dispatch({ secret: 1 });
  await kept.purge();
  expect([kept.status.isSaved, contents.size]).toEqual([false, 0]);
  await settled(time, 100_000);
  expect(contents.size).toBe(0);
  store.dispatch({ fresh: 2 });
  await settled(time, 1_000);
  expect([kept.status.isSaved, contents.size > 0]).toEqual([true, true]);
});

test('a write that fails after a pause does not end the pause', async () => {
  const { storage, switches } = failing();
  const { store, kept, time } = keep(storage);
  await kept.restored;
  store.dispatch({ a: 1 });
  switches.fails = true;
  const flushed = kept.flush().catch(() => 'failed');
  await Promise.resolve();
  await Promise.resolve();
  kept.pause();
  expect(await flushed).toBe('failed');
  switches.fails = false;
  await settled(time, 100_000);
  expect([kept.status.phase, await storage.get('words/head')]).toEqual(['paused', undefined]);
  kept.resume();
  await settled(time, 1_000);
  expect(kept.status).toEqual({ phase: 'ready', isSaved: true });
});

test('a pause before anything was read holds', async () => {
  const { store, kept, time } = keep(createMemoryKeyValueStore(new Map()));
  kept.pause();
  await kept.restored;
  store.dispatch({ a: 1 });
  await settled(time, 10_000);
  expect(kept.status).toEqual({ phase: 'paused', isSaved: false });
});

test('a store that was stopped before anything was read is kept no more', async () => {
  const contents = new Map<string, string>();
  const { store, kept, time } = keep(createMemoryKeyValueStore(contents));
  await kept.stop();
  const size = contents.size;
  store.dispatch({ a: 1 });
  await settled(time, 10_000);
  expect([kept.status.phase, contents.size]).toEqual(['stopped', size]);
});

test('a copy whose key begins with the key of another is left alone by it', async () => {
  const contents = new Map<string, string>();
  const inner = keep(createMemoryKeyValueStore(contents), 'app/games');
  await inner.kept.restored;
  inner.store.dispatch({ score: 7 });
  await inner.kept.flush();
  const outer = keep(createMemoryKeyValueStore(contents), 'app');
  await outer.kept.restored;
  await outer.kept.flush();
  await outer.kept.purge();
  const again = keep(createMemoryKeyValueStore(contents), 'app/games');
  await again.kept.restored;
  expect(again.store.getState()).toEqual({ score: 7 });
});

test('a flush while nothing may be written does not claim that all is durable', async () => {
  const { store, kept } = keep(createMemoryKeyValueStore(new Map()));
  await kept.restored;
  await kept.flush();
  kept.pause();
  await kept.flush();
  store.dispatch({ a: 1 });
  await expect(kept.flush()).rejects.toThrowError(expect.objectContaining({ code: 'persist/paused' }));
});
