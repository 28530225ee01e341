import { Buffer } from 'node:buffer';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { assert, isWellFormedText } from '@statehouse/kernel';
import { type DatabaseLayout, prepareDatabase } from '../prepare-database.ts';
import { retryWhileBusy } from '../retry-while-busy.ts';

/** "StKv" in ASCII marks the file; a key is its UTF-16 code units, high byte first, so that bytes sort as the port says. */
export const keyValueLayout: DatabaseLayout = {
  applicationId: 0x53744b76,
  format: 1,
  createTables: (database) =>
    database.exec('CREATE TABLE entries (key BLOB NOT NULL PRIMARY KEY, value ANY NOT NULL) STRICT'),
};

/**
 * One file of keys and values: the meaning of each call in SQL. Batches and answers are the caller's business; a write
 * belongs between `begin` and `commit`.
 *
 * Invariant of the file: a value is text, or a blob of UTF-16 where UTF-8 would lose half a surrogate pair.
 */
export class KeyValueDatabase {
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #range: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  /** @throws StatehouseError `storage/newer-format`, `storage/foreign-file` */
  constructor(path: string, busyTimeoutMs: number) {
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    this.#database = database;
    try {
      retryWhileBusy(() => prepareDatabase(database, keyValueLayout), busyTimeoutMs);
      this.#get = database.prepare('SELECT value FROM entries WHERE key = ?');
      this.#range = database.prepare(
        'SELECT key, value FROM entries WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
      );
      this.#put = database.prepare(
        'INSERT INTO entries (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      );
      this.#delete = database.prepare('DELETE FROM entries WHERE key = ?');
    } catch (error) {
      database.close();
      throw error;
    }
  }

  begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
  }

  commit(): void {
    this.#database.exec('COMMIT');
  }

  /** Nothing when the error that led here has ended the transaction already. */
  rollback(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  close(): void {
    this.#database.close();
  }

  get(key: string): string | undefined {
    const row = this.#get.get(bytesOf(key));
    return row === undefined ? undefined : textOf(row.value);
  }

  /** Keys and values in turn. */
  range(from: string, to: string, limit: number | undefined): readonly string[] {
    const rows = this.#range.all(bytesOf(from), bytesOf(to), limit ?? -1);
    return rows.flatMap(({ key, value }) => [keyFrom(key), textOf(value)]);
  }

  put(key: string, value: string): void {
    this.#put.run(bytesOf(key), isWellFormedText(value) ? value : Buffer.from(value, 'utf16le'));
  }

  delete(key: string): void {
    this.#delete.run(bytesOf(key));
  }
}

function bytesOf(key: string): Uint8Array {
  return Buffer.from(key, 'utf16le').swap16();
}

function keyFrom(bytes: unknown): string {
  assert(bytes instanceof Uint8Array, () => 'a key is no blob');
  return Buffer.from(bytes).swap16().toString('utf16le');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  assert(value instanceof Uint8Array, () => 'a value is neither text nor a blob');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf16le');
}
