import { fail } from '../errors.ts';
import type { AppendResult, LoadedLog, LogAddress, LogRecord, LogSnapshot } from './log-store.ts';

interface DocumentLog {
  /** `records[n]` has version n + 1. */
  readonly records: LogRecord[];
  readonly bySequence: Map<string, Map<number, LogRecord>>;
  /** In order of version, at most two. */
  readonly snapshots: LogSnapshot[];
  readonly aside: LogRecord[];
  epoch: number;
}

interface Tenant {
  readonly documents: Map<string, DocumentLog>;
  readonly users: Map<string, string>;
}

/**
 * What a log store holds, as plain memory: the reference for the meaning of every call, without promises.
 *
 * Invariant: versions of a document are 1 to its head without gap, and each (client, sequence) above 0 stands once.
 */
export class LogTables {
  readonly #tenants = new Map<string, Tenant>();

  append(
    address: LogAddress,
    expectedVersion: number,
    epoch: number,
    records: readonly LogRecord[],
  ): AppendResult {
    const log = this.#log(address) ?? emptyLog();
    const head = log.records.length;
    if (epoch < log.epoch || expectedVersion !== head) return { kind: 'conflict', head };
    refuseTakenSequences(log, records);
    this.#tenant(address.tenant).documents.set(address.document, log);
    log.epoch = epoch;
    for (const record of records) store(log, { ...record });
    return { kind: 'appended' };
  }

  load(address: LogAddress): LoadedLog {
    const log = this.#log(address) ?? emptyLog();
    const snapshot = log.snapshots.at(-1);
    return { snapshot, tail: log.records.slice(snapshot?.version ?? 0) };
  }

  read(address: LogAddress, from: number, to: number): readonly LogRecord[] {
    return this.#log(address)?.records.slice(Math.max(0, from - 1), Math.max(0, to)) ?? [];
  }

  find(address: LogAddress, client: string, sequence: number): LogRecord | undefined {
    return this.#log(address)?.bySequence.get(client)?.get(sequence);
  }

  saveSnapshot(address: LogAddress, snapshot: LogSnapshot): void {
    const log = this.#log(address);
    const head = log?.records.length ?? 0;
    if (log === undefined || snapshot.version > head)
      throw fail('snapshot-ahead', { version: snapshot.version, head });
    const others = log.snapshots.filter((other) => other.version !== snapshot.version);
    const kept = [...others, snapshot].sort((a, b) => a.version - b.version).slice(-2);
    log.snapshots.splice(0, log.snapshots.length, ...kept);
  }

  claimClient(tenant: string, client: string, user: string): string {
    const { users } = this.#tenant(tenant);
    const owner = users.get(client) ?? user;
    users.set(client, owner);
    return owner;
  }

  setAside(address: LogAddress, lastValid: number): number {
    const log = this.#log(address);
    if (log === undefined) return 0;
    const removed = log.records.splice(Math.max(0, lastValid));
    for (const record of removed) log.bySequence.get(record.client)?.delete(record.sequence);
    log.aside.push(...removed);
    const valid = log.snapshots.filter((snapshot) => snapshot.version <= lastValid);
    log.snapshots.splice(0, log.snapshots.length, ...valid);
    return removed.length;
  }

  /** Overwrites a stored record, as a failing disk would. */
  damage(address: LogAddress, version: number, change: (record: LogRecord) => LogRecord): void {
    const log = this.#log(address);
    const record = log?.records[version - 1];
    if (log !== undefined && record !== undefined) log.records[version - 1] = change(record);
  }

  #log(address: LogAddress): DocumentLog | undefined {
    return this.#tenants.get(address.tenant)?.documents.get(address.document);
  }

  #tenant(name: string): Tenant {
    const known = this.#tenants.get(name);
    if (known !== undefined) return known;
    const tenant: Tenant = { documents: new Map(), users: new Map() };
    this.#tenants.set(name, tenant);
    return tenant;
  }
}

function emptyLog(): DocumentLog {
  return { records: [], bySequence: new Map(), snapshots: [], aside: [], epoch: 0 };
}

function refuseTakenSequences(log: DocumentLog, records: readonly LogRecord[]): void {
  const fresh = new Set<string>();
  for (const { client, sequence } of records) {
    if (sequence <= 0) continue;
    const key = `${sequence} ${client}`;
    const taken = fresh.has(key) || log.bySequence.get(client)?.has(sequence) === true;
    if (taken) throw fail('sequence-taken', { sequence });
    fresh.add(key);
  }
}

function store(log: DocumentLog, record: LogRecord): void {
  log.records.push(record);
  if (record.sequence <= 0) return;
  const ofClient = log.bySequence.get(record.client) ?? new Map<number, LogRecord>();
  log.bySequence.set(record.client, ofClient.set(record.sequence, record));
}
