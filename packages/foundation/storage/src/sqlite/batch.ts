import { type StatehouseError, unreachable } from '@statehouse/kernel';
import type { StoreAnswer, StoreReply, StoreRequest } from './messages.ts';
import type { OpenDatabases } from './open-databases.ts';
import { storageErrorFrom } from './sqlite-error.ts';
import type { TenantDatabase } from './tenant-database.ts';
import { type Refusal, refusal } from './worker-messages.ts';

/**
 * Does one tenant's requests in order. All writes among them stand in one transaction, and nothing is answered
 * before it is committed; a request that is refused leaves the others alone.
 */
export function runBatch(
  databases: OpenDatabases,
  requests: readonly StoreRequest[],
): readonly StoreAnswer[] {
  const tenant = requests[0]?.tenant;
  if (tenant === undefined) return [];
  const writes = requests.some(isWrite);
  try {
    const database = databases.use(tenant, writes);
    if (database === undefined)
      return requests.map((request) => ({ call: request.call, reply: nothingStored(request) }));
    if (!writes) return requests.map((request) => answer(database, request));
    return runTransaction(database, requests, () => databases.drop(tenant));
  } catch (error) {
    const reply = refusal(storageErrorFrom(error, 'open the log'));
    return requests.map(({ call }) => ({ call, reply }));
  }
}

function runTransaction(
  database: TenantDatabase,
  requests: readonly StoreRequest[],
  drop: () => void,
): readonly StoreAnswer[] {
  const answers: StoreAnswer[] = [];
  database.begin();
  for (const request of requests) {
    const done = answer(database, request);
    // Some errors (disk full, I/O) end the transaction, and all that stood in it is gone.
    if (!database.inTransaction) {
      drop();
      return requests.map(({ call }) => ({ call, reply: done.reply }));
    }
    answers.push(done);
  }
  try {
    database.commit();
    return answers;
  } catch (error) {
    drop();
    const failure = storageErrorFrom(error, 'commit');
    return requests.map(({ call, kind }) => ({ call, reply: afterFailedCommit(kind, failure) }));
  }
}

function answer(database: TenantDatabase, request: StoreRequest): StoreAnswer {
  try {
    return { call: request.call, reply: perform(database, request) };
  } catch (error) {
    return { call: request.call, reply: refusal(storageErrorFrom(error, request.kind)) };
  }
}

function perform(database: TenantDatabase, request: StoreRequest): StoreReply {
  switch (request.kind) {
    case 'append':
      return { kind: 'append', result: database.append(request) };
    case 'load':
      return { kind: 'log', ...database.load(request.document) };
    case 'read':
      return { kind: 'records', records: database.read(request.document, request.from, request.to) };
    case 'find':
      return { kind: 'records', records: database.find(request.document, request.client, request.sequence) };
    case 'save-snapshot':
      database.saveSnapshot(request.document, request.snapshot);
      return { kind: 'saved' };
    case 'claim-client':
      return { kind: 'owner', user: database.claimClient(request.client, request.user) };
    case 'set-aside':
      return { kind: 'count', count: database.setAside(request.document, request.lastValid) };
    default:
      return unreachable(request);
  }
}

function isWrite({ kind }: StoreRequest): boolean {
  return kind !== 'load' && kind !== 'read' && kind !== 'find';
}

/** What a read finds where no file is. */
function nothingStored({ kind }: StoreRequest): StoreReply {
  const records = { texts: [], numbers: [] };
  return kind === 'load' ? { kind: 'log', snapshot: undefined, tail: records } : { kind: 'records', records };
}

/** A commit that failed may still have reached the disk, which only reading can tell. */
function afterFailedCommit(kind: StoreRequest['kind'], failure: StatehouseError): StoreReply | Refusal {
  if (kind === 'append') return { kind: 'append', result: { kind: 'unknown', reason: failure.code } };
  return refusal(failure);
}
