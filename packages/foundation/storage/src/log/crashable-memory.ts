import { VolatileQueue, type VolatileQueueOptions } from '../crash/volatile-queue.ts';
import { fail } from '../errors.ts';
import { checkAddress } from '../names.ts';
import { checkAppend, checkClaim, checkSnapshot } from './call-checks.ts';
import type { AppendResult, LogAddress, LogRecord, LogSnapshot, LogStore } from './log-store.ts';
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
      const store = new VolatileLog(tables, queue, owner, options);
      owners.set(store, owner);
      return store;
    },
    crash: (store) => queue.crash(store && owners.get(store)),
    durableRecords: (address) => tables.read(address, 1, Number.MAX_SAFE_INTEGER),
    damage: (address, version, change) => tables.damage(address, version, change),
  };
}

/** A call with what it demands, what it does, and what it does instead under the faults that fit it. */
interface Deed<Result> {
  readonly call: LogCall;
  readonly check: () => void;
  readonly run: () => Result;
  readonly faulty?: FaultyRuns<Result>;
}

type FaultyRuns<Result> = Partial<Record<LogFault, () => Result>>;

/** One process's store on the disk: what it is asked goes through the queue, where a crash may catch it. */
class VolatileLog implements LogStore {
  readonly #tables: LogTables;
  readonly #queue: VolatileQueue;
  readonly #owner: object;
  readonly #options: CrashableLogOptions;
  readonly #underWay = new Set<Promise<unknown>>();
  #open = true;

  constructor(tables: LogTables, queue: VolatileQueue, owner: object, options: CrashableLogOptions) {
    this.#tables = tables;
    this.#queue = queue;
    this.#owner = owner;
    this.#options = options;
  }

  append(address: LogAddress, expectedVersion: number, epoch: number, records: readonly LogRecord[]) {
    const copies = records.map((record) => ({ ...record }));
    const run = () => this.#tables.append(address, expectedVersion, epoch, copies);
    return this.#perform({
      call: { ...about('append', address), records: copies },
      check: () => checkAppend(address, expectedVersion, copies),
      run,
      faulty: faultyAppends(run, () => this.#tables.read(address, 1, Number.MAX_SAFE_INTEGER).length),
    });
  }

  load(address: LogAddress) {
    return this.#about('load', address, () => this.#tables.load(address));
  }

  read(address: LogAddress, from: number, to: number) {
    return this.#about('read', address, () => this.#tables.read(address, from, to));
  }

  find(address: LogAddress, client: string, sequence: number) {
    return this.#about('find', address, () => this.#tables.find(address, client, sequence));
  }

  saveSnapshot(address: LogAddress, snapshot: LogSnapshot) {
    return this.#perform({
      call: about('saveSnapshot', address),
      check: () => checkSnapshot(address, snapshot),
      run: () => this.#tables.saveSnapshot(address, snapshot),
    });
  }

  claimClient(tenant: string, client: string, user: string) {
    return this.#perform({
      call: about('claimClient', { tenant, document: '' }),
      check: () => checkClaim(tenant, client, user),
      run: () => this.#tables.claimClient(tenant, client, user),
    });
  }

  setAside(address: LogAddress, lastValid: number) {
    return this.#about('setAside', address, () => this.#tables.setAside(address, lastValid));
  }

  async close(): Promise<void> {
    this.#open = false;
    await Promise.allSettled(this.#underWay);
  }

  #about<Result>(method: LogCall['method'], address: LogAddress, run: () => Result): Promise<Result> {
    return this.#perform({ call: about(method, address), check: () => checkAddress(address), run });
  }

  #perform<Result>(deed: Deed<Result>): Promise<Result> {
    const answer = this.#submit(deed);
    const forget = () => this.#underWay.delete(answer);
    this.#underWay.add(answer);
    answer.then(forget, forget);
    return answer;
  }

  async #submit<Result>({ call, check, run, faulty = {} }: Deed<Result>): Promise<Result> {
    if (!this.#open) throw fail('closed');
    check();
    this.#options.at?.('before', call);
    const fault = this.#options.faultOf?.(call);
    const early = fault === 'acknowledged-early' ? faulty[fault] : undefined;
    const faultyRun = fault === 'failure' ? refuse(call) : fault && faulty[fault];
    const answer = this.#queue.submit({
      lane: call.tenant,
      writes: call.method !== 'load' && call.method !== 'read' && call.method !== 'find',
      owner: this.#owner,
      run: early === undefined ? (faultyRun ?? run) : run,
      done: () => this.#options.at?.('after', call),
    });
    if (early === undefined || !this.#queue.isAlive(this.#owner)) return answer;
    answer.catch(() => {});
    return early();
  }
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
