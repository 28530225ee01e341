import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { assert } from '@statehouse/kernel';
import { fail } from '../errors.ts';
import type { AppendResult, LogSnapshot } from '../log/log-store.ts';
import { prepareFile } from './file-format.ts';
import type { AppendRequest } from './messages.ts';
import { countRecords, pushRecord, type RecordColumns, recordAt } from './record-columns.ts';
import { retryWhileBusy } from './retry-while-busy.ts';
import { isUniqueViolation } from './sqlite-error.ts';

interface DocumentRow {
  readonly number: number;
  readonly head: number;
  readonly epoch: number;
}

const columns = 'version, kind, client, sequence, header, chain, payload, outcome';

/**
 * One tenant's file: the meaning of each call in SQL. Batches and answers are the caller's business; a write belongs
 * between `begin` and `commit`.
 *
 * Invariant of the file: `documents.head` is the highest version in `entries`, which has no gap below it.
 */
export class TenantDatabase {
  readonly #database: DatabaseSync;
  readonly #statements: Map<string, StatementSync> = new Map();

  /** @throws StatehouseError `storage/newer-format`, `storage/foreign-file` */
  constructor(path: string, tenant: string, busyTimeoutMs: number) {
    this.#database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    try {
      retryWhileBusy(() => prepareFile(this.#database, tenant), busyTimeoutMs);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  begin(): void {
    this.#run('BEGIN IMMEDIATE');
  }

  commit(): void {
    this.#run('COMMIT');
  }

  rollback(): void {
    this.#run('ROLLBACK');
  }

  close(): void {
    this.#database.close();
  }

  /** Stores all records or, when it throws or answers `conflict`, none. */
  append({ document, expectedVersion, epoch, records }: AppendRequest): AppendResult {
    const row = this.#document(document) ?? { number: 0, head: 0, epoch: 0 };
    if (epoch < row.epoch || expectedVersion !== row.head) return { kind: 'conflict', head: row.head };
    const count = countRecords(records);
    const several = count > 1;
    if (several) this.#run('SAVEPOINT append');
    try {
      const number = row.number > 0 ? row.number : this.#addDocument(document);
      for (let index = 0; index < count; index += 1) this.#insert(number, records, index);
      this.#run('UPDATE documents SET head = ?, epoch = ? WHERE number = ?', row.head + count, epoch, number);
    } catch (error) {
      if (several && this.inTransaction) this.#run('ROLLBACK TO append');
      if (several && this.inTransaction) this.#run('RELEASE append');
      throw error;
    }
    if (several) this.#run('RELEASE append');
    return { kind: 'appended' };
  }

  load(document: string): { snapshot: LogSnapshot | undefined; tail: RecordColumns } {
    const row = this.#document(document);
    if (row === undefined) return { snapshot: undefined, tail: { texts: [], numbers: [] } };
    const newest =
      'SELECT version, body FROM snapshots WHERE document = ? AND version <= ? ORDER BY version DESC LIMIT 1';
    const found = this.#prepare(newest).get(row.number, row.head);
    const snapshot = found && { version: numberIn(found.version), body: textIn(found.body) };
    return { snapshot, tail: this.#records(row.number, (snapshot?.version ?? 0) + 1, row.head) };
  }

  read(document: string, from: number, to: number): RecordColumns {
    const row = this.#document(document);
    return row === undefined ? { texts: [], numbers: [] } : this.#records(row.number, from, to);
  }

  find(document: string, client: string, sequence: number): RecordColumns {
    const found: RecordColumns = { texts: [], numbers: [] };
    const row = this.#document(document);
    if (row === undefined) return found;
    const query = `SELECT ${columns} FROM entries WHERE document = ? AND client = ? AND sequence = ? AND sequence > 0`;
    for (const entry of this.#prepare(query).iterate(row.number, client, sequence)) pushEntry(found, entry);
    return found;
  }

  /** @throws StatehouseError `storage/snapshot-ahead` */
  saveSnapshot(document: string, { version, body }: LogSnapshot): void {
    const row = this.#document(document);
    const head = row?.head ?? 0;
    if (row === undefined || version > head) throw fail('snapshot-ahead', { version, head });
    this.#run(
      'INSERT OR REPLACE INTO snapshots (document, version, body) VALUES (?, ?, ?)',
      row.number,
      version,
      body,
    );
    this.#run(
      `DELETE FROM snapshots WHERE document = ?1 AND version NOT IN
        (SELECT version FROM snapshots WHERE document = ?1 ORDER BY version DESC LIMIT 2)`,
      row.number,
    );
  }

  claimClient(client: string, user: string): string {
    this.#run('INSERT OR IGNORE INTO clients (client, user) VALUES (?, ?)', client, user);
    return textIn(this.#prepare('SELECT user FROM clients WHERE client = ?').get(client)?.user);
  }

  setAside(document: string, lastValid: number): number {
    const row = this.#document(document);
    if (row === undefined) return 0;
    const beyond = 'WHERE document = ? AND version > ?';
    const fields = `document, ${columns}`;
    this.#run(
      `INSERT INTO entries_set_aside (${fields}) SELECT ${fields} FROM entries ${beyond}`,
      row.number,
      lastValid,
    );
    this.#run(`DELETE FROM snapshots ${beyond}`, row.number, lastValid);
    const removed = this.#run(`DELETE FROM entries ${beyond}`, row.number, lastValid);
    this.#run('UPDATE documents SET head = min(head, ?) WHERE number = ?', lastValid, row.number);
    return removed;
  }

  #document(name: string): DocumentRow | undefined {
    const row = this.#prepare('SELECT number, head, epoch FROM documents WHERE name = ?').get(name);
    return row && { number: numberIn(row.number), head: numberIn(row.head), epoch: numberIn(row.epoch) };
  }

  #addDocument(name: string): number {
    const insert = this.#prepare('INSERT INTO documents (name, head, epoch) VALUES (?, 0, 0)');
    return Number(insert.run(name).lastInsertRowid);
  }

  #insert(document: number, records: RecordColumns, index: number): void {
    const { version, kind, client, sequence, header, chain, payload, outcome } = recordAt(records, index);
    const statement = this.#prepare(
      `INSERT INTO entries (document, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    try {
      statement.run(document, version, kind, client, sequence, header, chain, payload, outcome);
    } catch (error) {
      throw isUniqueViolation(error) ? fail('sequence-taken', { sequence }, { cause: error }) : error;
    }
  }

  #records(document: number, from: number, to: number): RecordColumns {
    const found: RecordColumns = { texts: [], numbers: [] };
    const query = `SELECT ${columns} FROM entries WHERE document = ? AND version BETWEEN ? AND ? ORDER BY version`;
    for (const entry of this.#prepare(query).iterate(document, from, to)) pushEntry(found, entry);
    return found;
  }

  #run(sql: string, ...values: (string | number)[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function pushEntry(found: RecordColumns, entry: Readonly<Record<string, unknown>>): void {
  pushRecord(found, {
    version: numberIn(entry.version),
    kind: textIn(entry.kind),
    client: textIn(entry.client),
    sequence: numberIn(entry.sequence),
    header: textIn(entry.header),
    chain: textIn(entry.chain),
    payload: textIn(entry.payload),
    outcome: textIn(entry.outcome),
  });
}

function textIn(value: unknown): string {
  assert(typeof value === 'string', () => 'a text column holds something else');
  return value;
}

function numberIn(value: unknown): number {
  assert(typeof value === 'number', () => 'a number column holds something else');
  return value;
}
