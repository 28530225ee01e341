import { isStatehouseError, StatehouseError } from '@statehouse/kernel';
import { seededRandom } from '@statehouse/kernel/testing';
import {
  createMemoryIdentityLocks,
  createMemoryKeyValueStore,
  type KeyValueStore,
} from '@statehouse/storage';
import { expect, test } from 'vitest';
import { documentPrefix, metaKey, metaText, pendingKey, pendingText } from '../device/device-format.ts';
import { vote } from '../testing/notes.ts';
import {
  acquireIdentity,
  adoptOrphans,
  documentsWithPending,
  forgetClient,
  type SessionMemory,
} from './client-identity.ts';

/** A device with tabs: one store and one set of locks for all of them. */
class Device {
  readonly contents = new Map<string, string>();
  readonly store = createMemoryKeyValueStore(this.contents);
  readonly locks = createMemoryIdentityLocks();
  readonly #random = seededRandom(1);

  acquire(session?: SessionMemory, store: KeyValueStore = this.store) {
    return acquireIdentity(store, this.locks, session, this.#random);
  }

  leaveWork(client: string, ...documents: readonly string[]): void {
    for (const document of documents) {
      const prefix = documentPrefix(client, document);
      this.contents.set(metaKey(prefix), metaText(0, 2));
      this.contents.set(
        pendingKey(prefix, 1),
        pendingText({ operation: vote('n1'), seen: undefined, sent: undefined }),
      );
    }
  }
}

function session(client?: string): SessionMemory {
  let remembered = client;
  return {
    get: () => remembered,
    set: (next) => {
      remembered = next;
    },
  };
}

test('a tab finds its own id again over a reload', async () => {
  const device = new Device();
  const memory = session();
  const first = await device.acquire(memory);
  await device.acquire(session());
  first.release();
  const again = await device.acquire(memory);
  expect(again.client).toBe(first.client);
});

test('a duplicated tab, which copies the session, gets another id, and remembers it', async () => {
  const device = new Device();
  const original = session();
  const first = await device.acquire(original);
  const copy = session(original.get());
  const second = await device.acquire(copy);
  expect(second.client).not.toBe(first.client);
  expect(copy.get()).toBe(second.client);
  expect(original.get()).toBe(first.client);
});

test('a new tab takes over the id of a closed one, and makes none of its own', async () => {
  const device = new Device();
  const closed = await device.acquire(session());
  const open = await device.acquire(session());
  closed.release();
  const next = await device.acquire(session());
  expect(next.client).toBe(closed.client);
  expect(next.client).not.toBe(open.client);
});

test('without a session there is an id all the same', async () => {
  const { client } = await new Device().acquire();
  expect(client).toMatch(/^[0-9A-Za-z]{16}$/);
});

test('an id that could not be written down is given back', async () => {
  const device = new Device();
  const full: KeyValueStore = {
    ...device.store,
    write: () => Promise.reject(new StatehouseError('storage/quota', 'full')),
  };
  const memory = session('mine');
  const error: unknown = await device.acquire(memory, full).catch((caught: unknown) => caught);
  expect(isStatehouseError(error, 'storage/quota')).toBe(true);
  expect((await device.acquire(memory)).client).toBe('mine');
});

test('orphans are the ids that nobody goes by and that left work behind', async () => {
  const device = new Device();
  const own = await device.acquire(session());
  const other = await device.acquire(session());
  const gone = await device.acquire(session());
  const idle = await device.acquire(session());
  for (const { client } of [own, other, gone]) device.leaveWork(client, 'a/b', 'c');
  gone.release();
  idle.release();
  const orphans = await adoptOrphans(device.store, device.locks, own.client);
  expect(orphans.map(({ client, documents }) => ({ client, documents }))).toEqual([
    { client: gone.client, documents: ['a/b', 'c'] },
  ]);
  expect(await adoptOrphans(device.store, device.locks, own.client)).toEqual([]);
  const free = await device.locks.tryAcquire(`statehouse/client/${idle.client}`);
  expect(free).toBeDefined();
  for (const { release } of orphans) release();
  expect(await adoptOrphans(device.store, device.locks, own.client)).toHaveLength(1);
});

test('ids that were taken hold of are given back if the device fails in between', async () => {
  const device = new Device();
  const own = await device.acquire(session());
  const gone = await device.acquire(session());
  const later = await device.acquire(session());
  for (const { client } of [gone, later]) device.leaveWork(client, 'd');
  gone.release();
  later.release();
  let reads = 0;
  const failing: KeyValueStore = {
    ...device.store,
    range: (from, to) => {
      reads += 1;
      if (reads <= 2) return device.store.range(from, to);
      return Promise.reject(new StatehouseError('storage/failed', 'no'));
    },
  };
  await expect(adoptOrphans(failing, device.locks, own.client)).rejects.toThrow('no');
  expect(await adoptOrphans(device.store, device.locks, own.client)).toHaveLength(2);
});

test('only documents in which something waits are named', async () => {
  const device = new Device();
  device.leaveWork('c1', 'waiting');
  device.contents.set(metaKey(documentPrefix('c1', 'done')), metaText(3, 2));
  device.leaveWork('c10', 'other');
  expect(await documentsWithPending(device.store, 'c1')).toEqual(['waiting']);
});

test('a forgotten client leaves nothing on the device, and takes nobody along', async () => {
  const device = new Device();
  const kept = await device.acquire(session());
  const gone = await device.acquire(session());
  for (const { client } of [kept, gone]) device.leaveWork(client, 'd');
  const before = device.contents.size;
  await forgetClient(device.store, gone.client);
  expect([...device.contents.keys()].filter((key) => key.includes(gone.client))).toEqual([]);
  expect(device.contents.size).toBe(before - 3);
  expect(await documentsWithPending(device.store, kept.client)).toEqual(['d']);
});
