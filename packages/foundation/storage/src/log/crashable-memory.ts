import { VolatileQueue, type VolatileQueueOptions } from '../crash/volatile-queue.ts';
import { fail } from '../errors.ts';
import { checkAddress } from '../names.ts';
import { checkAppend, checkClaim, checkSnapshot } from './call-checks.ts';
import type { AppendResult, LogAddress, LogRecord, LogStore } from './log-store.ts';
import { LogTables } from './log-tables.ts';

/** A call as a simulation sees it. */
export interface LogCall {
  readonly method: 'append' | 'load' | 'read' | 'find' | 'saveSnapshot' | 'claimClient' | 'setAside';
  readonly tenant: string;
  /** Empty for calls about the tenant as a whole. */
  readonly document: string;
  /** What an append would store; empty for other calls. */
  readonly records: readonly LogRecord[];
}

/**
 * What goes wrong with a call. `failure` rejects it with nothing stored and fits every method; the rest fit appends:
 * a `conflict` that no one else caused, an `unknown` answer with the records stored or not, and `acknowledged-early`,
 * the planted bug of answering before the sync.
 */
export type LogFault =
  | 'failure'
  | 'conflict'
  | 'unknown-stored'
  | 'unknown-not-stored'
  | 'acknowledged-early';

export interface CrashableLogOptions extends VolatileQueueOptions {
  /** Decides when a call is made; undefined lets it be. */
  readonly faultOf?: (call: LogCall) => LogFault | undefined;
  /** Called when a call is made and again when the disk has done it but the caller does not know yet; may crash. */
  readonly at?: (point: 'before' | 'after', call: LogCall) => void;
}

/** A disk with logs on it, which outlives the processes that open it. */
export interface CrashableLogDisk {
  /** A store of a new process. */
  open(): LogStore;
  /**
   * Kills the process of one store, or cuts the power: what is not synced is lost but for a random prefix, promises
   * under way never settle, and the store is dead.
   */
  crash(store?: LogStore): void;
  /** What is durable at this instant: for checks, at every step. */
  durableRecords(address: LogAddress): readonly LogRecord[];
  /** Overwrites a durable record, as a failing disk would. */
  damage(address: LogAddress, version: number, change: (record: LogRecord) => LogRecord): void;
}

/** The simulator's disk for logs: writes are volatile until synced, under handed-in time and chance. */
export function createCrashableLogDisk(options: CrashableLogOptions): CrashableLogDisk {
  const tables = new LogTables();
  const queue = new VolatileQueue(options);
  const owners = new WeakMap<LogStore, object>();
  return {
    open() {
      const owner = queue.open();
      const store = openStore(tables, queue, owner, options);
      owners.set(store, owner);
      return store;
    },
    crash: (store) => queue.crash(store && owners.get(store)),
    durableRecords: (address) => tables.read(address, 1, Number.MAX_SAFE_INTEGER),
    damage: (address, version, change) => tables.damage(address, version, change),
  };
}

/** What a call does under the faults that fit it, in place of what it does without. */
type FaultyRuns<Result> = Partial<Record<LogFault, () => Result>>;

function openStore(
  tables: LogTables,
  queue: VolatileQueue,
  owner: object,
  options: CrashableLogOptions,
): LogStore {
  let lastCall: Promise<unknown> = Promise.resolve();
  let open = true;
  const perform = async <Result>(
    call: LogCall,
    run: () => Result,
    faulty: FaultyRuns<Result> = {},
  ): Promise<Result> => {
    if (!open) throw fail('closed');
    options.at?.('before', call);
    const fault = options.faultOf?.(call);
    const writes = call.method !== 'load' && call.method !== 'read' && call.method !== 'find';
    const done = () => options.at?.('after', call);
    const early = fault === 'acknowledged-early' ? faulty[fault] : undefined;
    const faultyRun = fault === 'failure' ? refuse(call) : fault && faulty[fault];
    const actualRun = early === undefined ? (faultyRun ?? run) : run;
    const answer = queue.submit({ lane: call.tenant, writes, owner, done, run: actualRun });
    lastCall = answer.catch(() => {});
    return early !== undefined && queue.isAlive(owner) ? early() : answer;
  };
  const read = async <Result>(call: LogCall, run: () => Result): Promise<Result> => {
    checkAddress(call);
    return perform(call, run);
  };
  return {
    append: async (address, expectedVersion, epoch, records) => {
      checkAppend(address, expectedVersion, records);
      const copies = records.map((record) => ({ ...record }));
      const append = () => tables.append(address, expectedVersion, epoch, copies);
      const head = () => tables.read(address, 1, Number.MAX_SAFE_INTEGER).length;
      return perform({ ...about('append', address), records: copies }, append, faultyAppends(append, head));
    },
    load: (address) => read(about('load', address), () => tables.load(address)),
    read: (address, from, to) => read(about('read', address), () => tables.read(address, from, to)),
    find: (address, client, sequence) =>
      read(about('find', address), () => tables.find(address, client, sequence)),
    saveSnapshot: async (address, snapshot) => {
      checkSnapshot(address, snapshot);
      return perform(about('saveSnapshot', address), () => tables.saveSnapshot(address, snapshot));
    },
    claimClient: async (tenant, client, user) => {
      checkClaim(tenant, client, user);
      const call = about('claimClient', { tenant, document: '' });
      return perform(call, () => tables.claimClient(tenant, client, user));
    },
    setAside: async (address, lastValid) => {
      checkAddress(address);
      return perform(about('setAside', address), () => tables.setAside(address, lastValid));
    },
    close: async () => {
      open = false;
      await lastCall;
    },
  };
}

function about(method: LogCall['method'], { tenant, document }: LogAddress): LogCall {
  return { method, tenant, document, records: [] };
}

function faultyAppends(append: () => AppendResult, head: () => number): FaultyRuns<AppendResult> {
  const unknown: AppendResult = { kind: 'unknown', reason: 'storage/failed' };
  return {
    conflict: () => ({ kind: 'conflict', head: head() }),
    'unknown-not-stored': () => unknown,
    'unknown-stored': () => {
      const result = append();
      return result.kind === 'appended' ? unknown : result;
    },
    'acknowledged-early': () => ({ kind: 'appended' }),
  };
}

function refuse(call: LogCall): () => never {
  return () => {
    throw fail('failed', { action: call.method, reason: 'a fault was injected' });
  };
}
