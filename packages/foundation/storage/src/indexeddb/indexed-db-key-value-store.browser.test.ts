import { deleteDB, openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import { runKeyValueConformance } from '../key-value/conformance.ts';
import { createIndexedDbKeyValueStore, type StoreClosedReason } from './index.ts';

const freshName = () => `store ${crypto.randomUUID()}`;

describe('the key-value store in the IndexedDB of a real browser', () => {
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

  test('it gives way to a newer version of the database and says so', async () => {
    const name = freshName();
    const reasons: StoreClosedReason[] = [];
    const store = await createIndexedDbKeyValueStore({ name, onClosed: (reason) => reasons.push(reason) });
    const underWay = store.write([{ key: 'a', value: '1' }]);
    const newer = await openDB(name, 2);
    await underWay;
    expect(reasons).toEqual(['version-change']);
    await expect(store.write([])).rejects.toMatchObject({ code: 'storage/closed' });
    expect(await newer.get('entries', 'a')).toBe('1');
    newer.close();
    await expect(createIndexedDbKeyValueStore({ name })).rejects.toMatchObject({
      code: 'storage/newer-format',
    });
  });

  test('a page that dies in a stream of writes has kept all that were reported, in order', async () => {
    const name = freshName();
    const frame = document.createElement('iframe');
    frame.srcdoc = `<script type="module">
      import { createIndexedDbKeyValueStore } from '${new URL('./index.ts', import.meta.url).href}';
      const store = await createIndexedDbKeyValueStore({ name: '${name}' });
      for (let at = 10_000; ; at += 1) {
        store.write([{ key: String(at), value: 'x' }]).then(() => parent.postMessage(at, '*'));
        await new Promise((resolve) => setTimeout(resolve));
      }
    </script>`;
    const reported: number[] = [];
    const enough = new Promise<void>((resolve) => {
      addEventListener('message', ({ data }) => {
        if (typeof data === 'number') reported.push(data);
        if (reported.length === 50) resolve();
      });
    });
    document.body.append(frame);
    await enough;
    frame.remove();
    const store = await createIndexedDbKeyValueStore({ name });
    const keys = (await store.range('', ':')).map(([key]) => Number(key));
    expect(keys).toEqual(keys.map((_, at) => 10_000 + at));
    expect(keys).toEqual(expect.arrayContaining(reported));
    await store.close();
  });
});
