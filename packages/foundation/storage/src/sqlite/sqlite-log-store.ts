import { resolve as resolvePath } from 'node:path';
import { assert } from '@statehouse/kernel';
import { checkAppend, checkClaim, checkSnapshot } from '../log/call-checks.ts';
import type { LogAddress, LogStore } from '../log/log-store.ts';
import { checkAddress } from '../names.ts';
import { makeFolder } from './data-folder.ts';
import { type LogCalls, startLogCalls } from './log-calls.ts';
import type { StoreCall, StoreReply, WorkerOptions } from './messages.ts';
import { columnsFromRecords, recordsFromColumns } from './record-columns.ts';

export interface SqliteLogStoreOptions {
  /** Holds one file for each tenant; made if it is not there. */
  readonly folder: string;
  /** Open files at a time; the one used longest ago closes first. 64 unless said otherwise. */
  readonly maxOpenFiles?: number;
  /** Calls that may wait for the disk before more are refused. 20,000 unless said otherwise. */
  readonly maxWaitingCalls?: number;
  /** UTF-16 code units that may wait for the disk before more are refused. 64 Mi unless said otherwise. */
  readonly maxWaitingSize?: number;
  /** Records in one transaction. 500 unless said otherwise. */
  readonly maxBatchRecords?: number;
  /** UTF-16 code units in one transaction. 4 Mi unless said otherwise. */
  readonly maxBatchSize?: number;
  /** How long another process may keep a file locked. 2,000 unless said otherwise. */
  readonly busyTimeoutMs?: number;
}

const mebi = 1_048_576;

/**
 * A log store in SQLite files on a worker thread, one file for each tenant, named after its encoded id. What waits
 * for one tenant shares one transaction and one disk sync; a call is answered after the commit.
 * @throws StatehouseError `storage/failed` when the folder cannot be made or the worker does not start
 */
export async function createSqliteLogStore(options: SqliteLogStoreOptions): Promise<LogStore> {
  const folder = resolvePath(options.folder);
  await makeFolder(folder);
  const workerOptions: WorkerOptions = {
    folder,
    maxOpenFiles: options.maxOpenFiles ?? 64,
    maxBatchRecords: options.maxBatchRecords ?? 500,
    maxBatchSize: options.maxBatchSize ?? 4 * mebi,
    busyTimeoutMs: options.busyTimeoutMs ?? 2_000,
  };
  // An entry of the package's exports, so that it is found from the sources and from the build alike.
  const entry = new URL(import.meta.resolve('@statehouse/storage/sqlite/worker'));
  const calls = await startLogCalls(entry, workerOptions, {
    maxWaitingCalls: options.maxWaitingCalls ?? 20_000,
    maxWaitingSize: options.maxWaitingSize ?? 64 * mebi,
  });
  return storeOver(calls);
}

function storeOver(calls: LogCalls): LogStore {
  const ask = async <Kind extends StoreReply['kind']>(
    request: StoreCall,
    kind: Kind,
  ): Promise<Extract<StoreReply, { kind: Kind }>> => {
    const reply = await calls.send(request);
    assert(isKind(reply, kind), () => `the worker answered ${request.kind} with ${reply.kind}`);
    return reply;
  };
  return {
    append: async (address, expectedVersion, epoch, records) => {
      checkAppend(address, expectedVersion, records);
      const columns = columnsFromRecords(records);
      const size = columns.texts.reduce((sum, text) => sum + text.length, 0);
      const request = {
        kind: 'append',
        ...named(address),
        expectedVersion,
        epoch,
        records: columns,
        size,
      } as const;
      return (await ask(request, 'append')).result;
    },
    load: async (address) => {
      const { snapshot, tail } = await ask({ kind: 'load', ...named(address) }, 'log');
      return { snapshot, tail: recordsFromColumns(tail) };
    },
    read: async (address, from, to) =>
      recordsFromColumns((await ask({ kind: 'read', ...named(address), from, to }, 'records')).records),
    find: async (address, client, sequence) => {
      const { records } = await ask({ kind: 'find', ...named(address), client, sequence }, 'records');
      return recordsFromColumns(records)[0];
    },
    saveSnapshot: async (address, snapshot) => {
      checkSnapshot(address, snapshot);
      const { version, body } = snapshot;
      const request = { kind: 'save-snapshot', ...named(address), snapshot: { version, body } } as const;
      await ask(request, 'saved');
    },
    claimClient: async (tenant, client, user) => {
      checkClaim(tenant, client, user);
      return (await ask({ kind: 'claim-client', tenant, client, user }, 'owner')).user;
    },
    setAside: async (address, lastValid) =>
      (await ask({ kind: 'set-aside', ...named(address), lastValid }, 'count')).count,
    close: () => calls.close(),
  };
}

function isKind<Kind extends StoreReply['kind']>(
  reply: StoreReply,
  kind: Kind,
): reply is Extract<StoreReply, { kind: Kind }> {
  return reply.kind === kind;
}

function named(address: LogAddress): LogAddress {
  checkAddress(address);
  return { tenant: address.tenant, document: address.document };
}
