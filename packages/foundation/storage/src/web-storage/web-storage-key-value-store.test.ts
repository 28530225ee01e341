import { describe, expect, test } from 'vitest';
import { runKeyValueConformance } from '../key-value/conformance.ts';
import { FixtureStorage } from './testing-storage.fixture.ts';
import { createWebStorageKeyValueStore } from './web-storage-key-value-store.ts';

describe('the key-value store in web storage', () => {
  runKeyValueConformance(
    {
      async create() {
        const storage = new FixtureStorage();
        storage.setItem('another library', 'its own');
        const reopen = async () => createWebStorageKeyValueStore({ storage, name: 'here' });
        return { store: await reopen(), reopen, dispose: async () => {} };
      },
    },
    { test },
  );

  test('a write that has no room changes nothing', async () => {
    const storage = new FixtureStorage();
    const store = createWebStorageKeyValueStore({ storage, name: 'here' });
    await store.write([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    const before = new Map(storage.contents);
    for (const room of [30, 60, 90, 120]) {
      storage.room = room;
      const write = store.write([
        { key: 'a', value: 'x'.repeat(50) },
        { key: 'b', value: undefined },
        { key: 'c', value: 'y'.repeat(50) },
      ]);
      await expect(write).rejects.toMatchObject({ code: 'storage/quota' });
      expect(storage.contents).toEqual(before);
    }
  });

  test('a tab that dies anywhere in a write leaves all of it or nothing', async () => {
    for (let life = 0; life < 12; life += 1) {
      const storage = new FixtureStorage();
      const store = createWebStorageKeyValueStore({ storage, name: 'here' });
      await store.write([
        { key: 'a', value: 'old' },
        { key: 'b', value: 'old' },
      ]);
      storage.life = life;
      const outcome = await store
        .write([
          { key: 'a', value: 'new' },
          { key: 'b', value: undefined },
          { key: 'c', value: 'new' },
        ])
        .then(
          () => 'done',
          () => 'dead',
        );
      storage.life = Number.POSITIVE_INFINITY;
      const again = createWebStorageKeyValueStore({ storage, name: 'here' });
      const entries = Object.fromEntries(await again.range('', '\uffff'));
      const [all, nothing] = [
        { a: 'new', c: 'new' },
        { a: 'old', b: 'old' },
      ];
      expect(outcome === 'done' || life > 0 ? [all, nothing] : [nothing]).toContainEqual(entries);
      if (outcome === 'done') expect(entries).toEqual(all);
      expect([...storage.contents.keys()].some((key) => key.endsWith('!'))).toBe(false);
    }
  });
});
