import { mkdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../sqlite/temporary-folder.fixture.ts';
import { createFileKeyValueStore } from './file-key-value-store.ts';

test('a write stands when the file cannot be written anew, which is tried again', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'store');
  const store = await createFileKeyValueStore({ path });
  await mkdir(`${path}.new`);
  for (let at = 0; at < 8; at += 1) await store.write([{ key: 'a', value: `${at}`.repeat(400_000) }]);
  const before = (await readFile(path)).length;
  await rmdir(`${path}.new`);
  await store.write([{ key: 'a', value: 'last' }]);
  expect((await readFile(path)).length).toBeLessThan(before / 2);
  await store.close();
  const again = await createFileKeyValueStore({ path });
  expect(await again.get('a')).toBe('last');
  await again.close();
});

test('a file of long characters is not written anew with each write', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'store');
  const store = await createFileKeyValueStore({ path });
  for (let at = 0; at < 4; at += 1) await store.write([{ key: 'a', value: '字'.repeat(800_000) }]);
  for (const value of ['first', 'second', 'third']) await store.write([{ key: 'b', value }]);
  // A file written anew would hold the last alone.
  const text = await readFile(path, 'utf8');
  expect(['first', 'second', 'third'].filter((value) => text.includes(value)).length).toBeGreaterThan(1);
  await store.close();
});
