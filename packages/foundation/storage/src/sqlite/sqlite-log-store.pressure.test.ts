import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { LogStore } from '../log/log-store.ts';
import { sampleRecord, sampleRecords } from '../testing/sample-records.ts';
import { createSqliteLogStore } from './index.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';
import { tenantFileName } from './tenant-file.ts';

const address = { tenant: 'tenant', document: 'document' };

function outcomesOf(calls: readonly Promise<{ kind: string }>[]): Promise<string[]> {
  const outcomes = calls.map((call) =>
    call.then(
      ({ kind }) => kind,
      (error: { code: string }) => error.code,
    ),
  );
  return Promise.all(outcomes);
}

describe('the SQLite log store under pressure', () => {
  test('calls beyond the bound are refused, and those before it done', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: folder.path, maxWaitingCalls: 5 });
    const appendTo = (document: number) =>
      store.append({ ...address, document: `${document}` }, 0, 1, [sampleRecord(1)]);
    const outcomes = await outcomesOf(Array.from({ length: 8 }, (_, index) => appendTo(index)));
    expect(outcomes).toEqual([...Array(5).fill('appended'), ...Array(3).fill('storage/queue-full')]);
    expect(await appendTo(7)).toEqual({ kind: 'appended' });
    await store.close();
  });

  test('texts beyond the bound are refused, but never the only call', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: folder.path, maxWaitingSize: 1_000 });
    const large = sampleRecord(1, { payload: 'x'.repeat(5_000) });
    const appendTo = (document: string) => store.append({ ...address, document }, 0, 1, [large]);
    expect(await outcomesOf([appendTo('a'), appendTo('b')])).toEqual(['appended', 'storage/queue-full']);
    expect(await outcomesOf([appendTo('b')])).toEqual(['appended']);
    const small = ['c', 'd'].map((document) =>
      store.append({ ...address, document }, 0, 1, [sampleRecord(1)]),
    );
    expect(await outcomesOf(small)).toEqual(['appended', 'appended']);
    await store.close();
  });

  test('batches larger than their caps are cut and lose nothing', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: folder.path, maxBatchRecords: 3, maxBatchSize: 200 });
    const calls = Array.from({ length: 20 }, (_, index) =>
      store.append(address, index * 2, 1, sampleRecords(index * 2 + 1, index * 2 + 2)),
    );
    expect(await outcomesOf(calls)).toEqual(Array(20).fill('appended'));
    expect(await store.read(address, 1, 99)).toEqual(sampleRecords(1, 40));
    await store.close();
  });

  test('two servers on one folder never both win a version', async () => {
    await using folder = await temporaryFolder();
    const stores = await Promise.all([1, 2].map(() => createSqliteLogStore({ folder: folder.path })));
    const wins = await Promise.all(stores.map((store, index) => race(store, `server ${index}`, 60)));
    const records = await stores[0]?.read(address, 1, 999);
    expect(records?.map(({ version }) => version)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    for (const [index, versions] of wins.entries()) {
      const stored = records
        ?.filter(({ client }) => client === `server ${index}`)
        .map(({ version }) => version);
      expect(versions).toEqual(stored);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  test('servers that make a file at the same moment all get it', async () => {
    await using folder = await temporaryFolder();
    const stores = await Promise.all([1, 2, 3].map(() => createSqliteLogStore({ folder: folder.path })));
    for (let tenant = 0; tenant < 40; tenant += 1) {
      const first = { tenant: `tenant ${tenant}`, document: 'document' };
      const calls = stores.map((store) => store.append(first, 0, 1, [sampleRecord(1)]));
      expect((await outcomesOf(calls)).sort()).toEqual(['appended', 'conflict', 'conflict']);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  test('a file that another process keeps locked is storage/busy, and usable afterwards', async () => {
    await using folder = await temporaryFolder();
    const store = await createSqliteLogStore({ folder: folder.path, busyTimeoutMs: 20 });
    await store.append(address, 0, 1, [sampleRecord(1)]);
    const other = new DatabaseSync(join(folder.path, tenantFileName('tenant')));
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append(address, 1, 1, [sampleRecord(2)])).rejects.toMatchObject({
      code: 'storage/busy',
    });
    expect(await store.read(address, 1, 9)).toEqual([sampleRecord(1)]);
    other.exec('ROLLBACK');
    expect(await store.append(address, 1, 1, [sampleRecord(2)])).toEqual({ kind: 'appended' });
    other.close();
    await store.close();
  });
});

/** Appends until the log is as long as told, against whoever else does the same; answers the versions won. */
async function race(store: LogStore, client: string, length: number): Promise<number[]> {
  const won: number[] = [];
  let head = 0;
  while (head < length) {
    const result = await store.append(address, head, 1, [sampleRecord(head + 1, { client })]);
    if (result.kind === 'appended') {
      head += 1;
      won.push(head);
    } else if (result.kind === 'conflict') head = result.head;
  }
  return won;
}
