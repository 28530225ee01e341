import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { runKeyValueConformance } from '../../key-value/conformance.ts';
import { createSqliteKeyValueStore } from '../index.ts';
import { createSqliteLogStore } from '../sqlite-log-store.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { tenantFileName } from '../tenant-file.ts';

describe('the key-value store in SQLite', () => {
  runKeyValueConformance(
    {
      async create() {
        const folder = await temporaryFolder();
        const reopen = () => createSqliteKeyValueStore({ path: join(folder.path, 'inner', 'store') });
        const store = await reopen();
        const dispose = async () => {
          await store.close();
          await folder[Symbol.asyncDispose]();
        };
        return { store, reopen, dispose };
      },
    },
    { test },
  );

  test('commits are synced, in a write-ahead log', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'store');
    await (await createSqliteKeyValueStore({ path })).close();
    const file = new DatabaseSync(path);
    expect(file.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    file.close();
  });

  test('a store that is closed leaves one file, with all in it', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteKeyValueStore({ path: join(folder.path, 'store') });
    const written = store.write([{ key: 'a', value: '1' }]);
    await Promise.all([written, store.close()]);
    expect(await readdir(folder.path)).toEqual(['store']);
  });

  test('a file of a newer format, and one of another purpose, are refused and left as they are', async () => {
    await using folder = await temporaryFolder();
    const newer = join(folder.path, 'newer');
    await (await createSqliteKeyValueStore({ path: newer })).close();
    const file = new DatabaseSync(newer);
    file.exec('PRAGMA user_version = 2');
    file.close();
    const logs = await createSqliteLogStore({ folder: folder.path });
    await logs.claimClient('tenant', 'client', 'user');
    await logs.close();
    const log = join(folder.path, tenantFileName('tenant'));
    const text = join(folder.path, 'text');
    await writeFile(text, 'not a database at all, '.repeat(400));
    for (const [path, code] of [
      [newer, 'storage/newer-format'],
      [log, 'storage/foreign-file'],
      [text, 'storage/damaged'],
    ] as const) {
      const before = await stat(path);
      await expect(createSqliteKeyValueStore({ path })).rejects.toMatchObject({ code });
      expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
    }
  });

  test('a write that waits too long for another process is refused, and later ones are not', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'store');
    const store = await createSqliteKeyValueStore({ path, busyTimeoutMs: 1 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const write = store.write([{ key: 'a', value: '1' }]);
    await expect(write).rejects.toMatchObject({ code: 'storage/busy' });
    expect(await store.get('a')).toBeUndefined();
    other.exec('COMMIT');
    other.close();
    await store.write([{ key: 'a', value: '2' }]);
    expect(await store.get('a')).toBe('2');
    await store.close();
  });
});
