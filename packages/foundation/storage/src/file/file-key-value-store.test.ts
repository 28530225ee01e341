import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runKeyValueConformance } from '../key-value/conformance.ts';
import { temporaryFolder } from '../sqlite/temporary-folder.fixture.ts';
import { createFileKeyValueStore } from './file-key-value-store.ts';

describe('the key-value store in a file', () => {
  runKeyValueConformance(
    {
      async create() {
        const folder = await temporaryFolder();
        const reopen = () => createFileKeyValueStore({ path: join(folder.path, 'inner', 'store') });
        return { store: await reopen(), reopen, dispose: async () => folder[Symbol.asyncDispose]() };
      },
    },
    { test },
  );

  test('a process that dies in a write leaves all of it or nothing, wherever the file is cut', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'store');
    const store = await createFileKeyValueStore({ path });
    await store.write([{ key: 'a', value: 'old' }]);
    const kept = (await readFile(path)).length;
    await store.write([
      { key: 'a', value: 'new é' },
      { key: 'b', value: 'new' },
    ]);
    await store.close();
    const whole = await readFile(path);
    for (let length = kept; length <= whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      const again = await createFileKeyValueStore({ path, onDamaged: () => expect.unreachable() });
      const expected =
        length === whole.length
          ? [
              ['a', 'new é'],
              ['b', 'new'],
            ]
          : [['a', 'old']];
      expect(await again.range('', 'z')).toEqual(expected);
      await again.write([{ key: 'c', value: '1' }]);
      await again.close();
      const third = await createFileKeyValueStore({ path });
      expect(await third.get('c')).toBe('1');
      await third.close();
    }
    expect(await readdir(folder.path)).toEqual(['store']);
  });

  test('a damaged line is moved aside with what follows it, and told', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'store');
    const store = await createFileKeyValueStore({ path });
    for (const value of ['one', 'two', 'three']) await store.write([{ key: 'a', value }]);
    await store.close();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('two', 'tow'));
    const told: string[] = [];
    const again = await createFileKeyValueStore({ path, onDamaged: (aside) => told.push(aside) });
    expect(await again.get('a')).toBe('one');
    expect(await readFile(told[0] ?? '', 'utf8')).toMatch(/tow.*\n.*three.*\n/);
    await again.close();
  });

  test('what is out of date is dropped, and the file stays small', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'store');
    const store = await createFileKeyValueStore({ path });
    for (let round = 0; round < 60; round += 1) {
      await store.write([{ key: `k${round % 3}`, value: `${round}`.padEnd(100_000, 'x') }]);
    }
    expect((await readFile(path)).length).toBeLessThan(2_500_000);
    await store.close();
    const again = await createFileKeyValueStore({ path });
    expect((await again.get('k2'))?.slice(0, 3)).toBe('59x');
    await again.close();
  });
});
