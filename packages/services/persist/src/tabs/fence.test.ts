import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { sealed } from '../format/checksum.ts';
import { appliedKey, claimStorage, fencedStorage, readApplied, writeApplied } from './fence.ts';

const clock = new VirtualTime(1_000_000);

describe('a claim on a storage', () => {
  test('is greater than every one before it, and than any that has been heard of', async () => {
    const storage = createMemoryKeyValueStore();
    const claim = (least: number) => claimStorage(storage, 'house', 'tab', least, clock);
    expect([await claim(0), await claim(0), await claim(7), await claim(3)]).toMatchObject(
      [1, 2, 8, 9].map((epoch) => ({ epoch })),
    );
  });

  test.each(['x', sealed('many of them'), sealed('')])(
    'after a damaged one (%j) is greater than what that can have been',
    async (damaged) => {
      const storage = createMemoryKeyValueStore(new Map([['house/leader', damaged]]));
      expect((await claimStorage(storage, 'house', 'tab', 3, clock))?.epoch).toBe(1_000_001);
      expect((await claimStorage(storage, 'house', 'tab', 3, clock))?.epoch).toBe(1_000_002);
    },
  );

  test('lets nobody write who had it before, and tells him', async () => {
    const storage = createMemoryKeyValueStore();
    let lost = 0;
    const claim = async () => {
      const taken = await claimStorage(storage, 'house', 'tab', 0, clock);
      if (taken === undefined) throw new Error('not taken');
      return fencedStorage(storage, taken, () => {
        lost += 1;
      });
    };
    const before = await claim();
    await before.write([{ key: 'a', value: '1' }]);
    const now = await claim();
    await expect(before.write([{ key: 'a', value: '2' }])).rejects.toMatchObject({ code: 'storage/changed' });
    await now.write([{ key: 'b', value: '3' }]);
    expect([await before.get('a'), await now.get('b'), lost]).toEqual(['1', '3', 1]);
    expect(await now.range('a', 'c', 1)).toEqual([['a', '1']]);
  });

  test('is taken from nobody by a tab that has given way while it asked', async () => {
    const contents = new Map<string, string>();
    let isWanted = true;
    const memory = createMemoryKeyValueStore(contents);
    const storage: KeyValueStore = {
      ...memory,
      async write(writes, onlyIf) {
        // Another tab is faster, and this one is told.
        if (isWanted) await claimStorage(memory, 'house', 'other', 0, clock);
        isWanted = false;
        await memory.write(writes, onlyIf);
      },
    };
    expect(await claimStorage(storage, 'house', 'tab', 0, clock, () => isWanted)).toBeUndefined();
    expect(contents.get('house/leader')).toContain('1 other');
  });

  test('of two at once both get one, one after the other', async () => {
    const storage = createMemoryKeyValueStore();
    const claims = await Promise.all(
      ['one', 'two'].map((tab) => claimStorage(storage, 'house', tab, 0, clock)),
    );
    expect(claims.map((claim) => claim?.epoch).toSorted()).toEqual([1, 2]);
  });
});

test('what a kept state holds of each tab is read as it was written, and nothing of what is damaged', () => {
  const applied = new Map([
    ['one', 3],
    ['__proto__', 4],
  ]);
  const value = writeApplied(applied);
  expect(readApplied(value)).toEqual(applied);
  for (const broken of [undefined, `${value} `, sealed('{'), sealed('[["one",-1]]'), sealed('{"one":1}')])
    expect(readApplied(broken)).toEqual(new Map());
  expect(appliedKey('house')).toBe('house/tabs');
});
