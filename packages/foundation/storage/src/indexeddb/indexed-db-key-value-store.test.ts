import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runKeyValueConformance } from '../key-value/conformance.ts';
import { createIndexedDbKeyValueStore, type StoreClosedReason } from './index.ts';

let created = 0;
const freshName = () => {
  created += 1;
  return `store ${created}`;
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the key-value store in IndexedDB', () => {
  runKeyValueConformance(
    {
      async create() {
        const name = freshName();
        const reopen = () => createIndexedDbKeyValueStore({ name });
        const store = await reopen();
        const dispose = async () => {
          await store.close();
          await deleteDB(name);
        };
        return { store, reopen, dispose };
      },
    },
    { test },
  );

  test('a write settles with its transaction, not with its requests', async () => {
    const store = await createIndexedDbKeyValueStore({ name: freshName() });
    const original = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...input) {
      const request = original.apply(this, input);
      // The request has succeeded when the transaction fails: as when the disk fills at commit.
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    });
    await expect(store.write([{ key: 'a', value: '1' }])).rejects.toMatchObject({ code: 'storage/failed' });
    expect(await store.get('a')).toBeUndefined();
  });

  test('transactions are strict', async () => {
    const store = await createIndexedDbKeyValueStore({ name: freshName() });
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await store.write([{ key: 'a', value: '1' }]);
    expect(transaction.mock.calls[0]?.[2]).toEqual({ durability: 'strict' });
  });

  test('without room a write is storage/quota and changes nothing', async () => {
    const store = await createIndexedDbKeyValueStore({ name: freshName() });
    const original = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...input) {
      if (input[1] === 'too much') throw new DOMException('no room', 'QuotaExceededError');
      return original.apply(this, input);
    });
    const writes = ['small', 'too much', 'small too'].map((key) => ({ key, value: '' }));
    await expect(store.write(writes)).rejects.toMatchObject({ code: 'storage/quota' });
    expect(await store.range('', 'z')).toEqual([]);
    await store.write([{ key: 'small', value: 'fits' }]);
    expect(await store.get('small')).toBe('fits');
  });

  test('a store gives way to a newer version of the database and says so', async () => {
    const name = freshName();
    const reasons: StoreClosedReason[] = [];
    const store = await createIndexedDbKeyValueStore({ name, onClosed: (reason) => reasons.push(reason) });
    const underWay = store.write([{ key: 'a', value: '1' }]);
    const newer = await openDB(name, 2);
    expect(reasons).toEqual(['version-change']);
    await underWay;
    await expect(store.write([])).rejects.toMatchObject({ code: 'storage/closed' });
    expect(await newer.get('entries', 'a')).toBe('1');
    newer.close();
    await store.close();
    expect(reasons).toEqual(['version-change']);
    await expect(createIndexedDbKeyValueStore({ name })).rejects.toMatchObject({
      code: 'storage/newer-format',
    });
  });

  test('a connection that the browser takes away closes the store and says so', async () => {
    const reasons: StoreClosedReason[] = [];
    const open = vi.spyOn(IDBFactory.prototype, 'open');
    const store = await createIndexedDbKeyValueStore({
      name: freshName(),
      onClosed: (why) => reasons.push(why),
    });
    open.mock.results[0]?.value.result.dispatchEvent(new IDBVersionChangeEvent('close'));
    expect(reasons).toEqual(['terminated']);
    await expect(store.get('a')).rejects.toMatchObject({ code: 'storage/closed' });
  });

  test('a database that another tab blocks is storage/blocked, and is let go when it opens after all', async () => {
    const name = freshName();
    const original = IDBFactory.prototype.open;
    const close = vi.spyOn(IDBDatabase.prototype, 'close');
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(function (this: IDBFactory, ...input) {
      const request = original.apply(this, input);
      const blocked = new IDBVersionChangeEvent('blocked', { oldVersion: 1, newVersion: 2 });
      queueMicrotask(() => request.dispatchEvent(blocked));
      return request;
    });
    await expect(createIndexedDbKeyValueStore({ name })).rejects.toMatchObject({ code: 'storage/blocked' });
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
    await (await createIndexedDbKeyValueStore({ name })).close();
  });

  test('no database at all is storage/unavailable', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(createIndexedDbKeyValueStore({ name: 'any' })).rejects.toMatchObject({
      code: 'storage/unavailable',
    });
  });

  test('a private window that refuses to open is storage/unavailable', async () => {
    for (const name of ['SecurityError', 'InvalidStateError']) {
      vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
        throw new DOMException('not here', name);
      });
      const opening = createIndexedDbKeyValueStore({ name: 'any' });
      await expect(opening).rejects.toMatchObject({ code: 'storage/unavailable' });
    }
  });
});
