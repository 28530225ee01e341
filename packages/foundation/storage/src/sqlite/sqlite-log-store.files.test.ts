import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { chainOf, chainStart, verifyChain } from '../log/chain.ts';
import type { LogRecord } from '../log/log-store.ts';
import { sampleRecord, sampleRecords } from '../testing/sample-records.ts';
import { fileFormat, prepareFile } from './file-format.ts';
import { createSqliteLogStore } from './index.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';
import { tenantFileName } from './tenant-file.ts';

const address = { tenant: 'tenant', document: 'document' };

/** Opens a tenant's file beside the store. */
function openFile(folder: string, tenant = address.tenant): DatabaseSync {
  return new DatabaseSync(join(folder, tenantFileName(tenant)));
}

/** Changes a tenant's file while no store has it open. */
function alterFile(folder: string, sql: string): void {
  const file = openFile(folder);
  file.exec(sql);
  file.close();
}

async function storeOnce(folder: string, records: readonly LogRecord[]): Promise<void> {
  const store = await createSqliteLogStore({ folder });
  await store.append(address, 0, 1, records);
  await store.close();
}

describe('the files of the SQLite log store', () => {
  test('each tenant has a file of its own, named by its encoded id', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: join(folder.path, 'made', 'on the way') });
    for (const tenant of ['a', 'A', '../b'])
      await store.append({ ...address, tenant }, 0, 1, [sampleRecord(1)]);
    await store.close();
    const files = await readdir(join(folder.path, 'made', 'on the way'));
    expect(files.sort()).toEqual(['a', 'A', '../b'].map(tenantFileName).sort());
    expect(await readdir(folder.path)).toEqual(['made']);
  });

  test('looking for what is not there makes no file', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: folder.path });
    await store.load(address);
    await store.read(address, 1, 2);
    await store.find(address, 'client', 1);
    await store.close();
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('commits are synced before they are answered, in a write-ahead log', () => {
    const database = new DatabaseSync(':memory:');
    prepareFile(database, 'tenant');
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
  });

  test('files are in write-ahead mode', async () => {
    await using folder = await temporaryFolder();
    await storeOnce(folder.path, [sampleRecord(1)]);
    const file = openFile(folder.path);
    expect(file.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    file.close();
  });

  test.skipIf(process.platform !== 'linux')(
    'the number of open files is bounded (seen on Linux)',
    async () => {
      await using folder = await temporaryFolder();
      const store = await createSqliteLogStore({ folder: folder.path, maxOpenFiles: 3 });
      const tenants = Array.from({ length: 12 }, (_, index) => `tenant ${index}`);
      let mostOpen = 0;
      for (let head = 0; head < 3; head += 1) {
        await Promise.all(
          tenants.map((tenant) => store.append({ ...address, tenant }, head, 1, [sampleRecord(head + 1)])),
        );
        mostOpen = Math.max(mostOpen, openFilesIn(folder.path));
      }
      for (const tenant of tenants) {
        expect(await store.read({ ...address, tenant }, 1, 9)).toEqual(sampleRecords(1, 3));
        mostOpen = Math.max(mostOpen, openFilesIn(folder.path));
      }
      await store.close();
      expect([mostOpen, openFilesIn(folder.path)]).toEqual([3, 0]);
    },
  );

  test('only the newest two snapshots are kept', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: folder.path });
    await store.append(address, 0, 1, sampleRecords(1, 5));
    for (const version of [1, 2, 4, 3, 5]) await store.saveSnapshot(address, { version, body: '' });
    await store.close();
    const file = openFile(folder.path);
    const kept = file.prepare('SELECT version FROM snapshots ORDER BY version').all();
    file.close();
    expect(kept.map(({ version }) => version)).toEqual([4, 5]);
  });

  test('a file of a newer format is refused and left alone', async () => {
    await using folder = await temporaryFolder();
    await storeOnce(folder.path, [sampleRecord(1)]);
    alterFile(folder.path, `PRAGMA user_version = ${fileFormat + 1}`);
    const before = await stat(join(folder.path, tenantFileName('tenant')));
    const store = await createSqliteLogStore({ folder: folder.path });
    const error = { code: 'storage/newer-format', details: { found: fileFormat + 1, known: fileFormat } };
    await expect(store.load(address)).rejects.toMatchObject(error);
    await expect(store.append(address, 1, 1, [sampleRecord(2)])).rejects.toMatchObject(error);
    await store.close();
    expect((await stat(join(folder.path, tenantFileName('tenant')))).mtimeMs).toBe(before.mtimeMs);
  });

  test('another program’s file and another tenant’s file are refused', async () => {
    await using folder = await temporaryFolder();
    await storeOnce(folder.path, [sampleRecord(1)]);
    alterFile(folder.path, `UPDATE about SET tenant = 'someone else'`);
    const other = openFile(folder.path, 'foreign');
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const store = await createSqliteLogStore({ folder: folder.path });
    const refused = { code: 'storage/foreign-file' };
    await expect(store.load(address)).rejects.toMatchObject(refused);
    await expect(
      store.append({ ...address, tenant: 'foreign' }, 0, 1, [sampleRecord(1)]),
    ).rejects.toMatchObject(refused);
    await store.close();
  });

  test('what is no database is damaged, and the other tenants go on', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, tenantFileName('tenant')), 'not a database at all, '.repeat(400));
    const store = await createSqliteLogStore({ folder: folder.path });
    await expect(store.load(address)).rejects.toMatchObject({ code: 'storage/damaged' });
    await expect(store.append(address, 0, 1, [])).rejects.toMatchObject({ code: 'storage/damaged' });
    expect(await store.append({ ...address, tenant: 'other' }, 0, 1, [sampleRecord(1)])).toEqual({
      kind: 'appended',
    });
    await store.close();
  });

  test('a record that was altered on the disk is found by the chain and set aside', async () => {
    await using folder = await temporaryFolder();
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const records: LogRecord[] = [];
    for (const record of sampleRecords(1, 6)) {
      records.push({ ...record, chain: chainOf(records.at(-1)?.chain ?? chainStart, record.header, sha256) });
    }
    await storeOnce(folder.path, records);
    alterFile(folder.path, 'UPDATE entries SET header = header || char(32) WHERE version = 4');
    const store = await createSqliteLogStore({ folder: folder.path });
    const { valid } = verifyChain((await store.load(address)).tail, chainStart, sha256);
    expect(valid).toBe(3);
    expect(await store.setAside(address, valid)).toBe(3);
    expect((await store.load(address)).tail).toEqual(records.slice(0, 3));
    await store.close();
    const file = openFile(folder.path);
    const aside = file.prepare('SELECT version, payload FROM entries_set_aside ORDER BY version').all();
    file.close();
    expect(aside.map(({ version, payload }) => [version, payload])).toEqual([
      [4, 'payload 4'],
      [5, 'payload 5'],
      [6, 'payload 6'],
    ]);
  });

  test('a folder that cannot be made, or goes away, is storage/failed', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'file'), '');
    const failed = { code: 'storage/failed' };
    await expect(createSqliteLogStore({ folder: join(folder.path, 'file') })).rejects.toMatchObject(failed);
    const store = await createSqliteLogStore({ folder: join(folder.path, 'gone') });
    await rm(join(folder.path, 'gone'), { recursive: true });
    await expect(store.append(address, 0, 1, [sampleRecord(1)])).rejects.toMatchObject(failed);
    await store.close();
  });
});

function openFilesIn(folder: string): number {
  const links = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return '';
    }
  });
  return links.filter((target) => target.startsWith(folder) && target.endsWith('.sqlite')).length;
}
