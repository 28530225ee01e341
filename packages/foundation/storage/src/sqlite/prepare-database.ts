import type { DatabaseSync } from 'node:sqlite';
import { fail } from '../errors.ts';

/** What makes a file one of ours, of one kind. */
export interface DatabaseLayout {
  /** Marks the file, in SQLite's own place for it. */
  readonly applicationId: number;
  /** The version of its tables; what is newer is refused. */
  readonly format: number;
  /** Makes the tables of an empty file, inside a transaction. */
  readonly createTables: (database: DatabaseSync) => void;
}

/**
 * Makes a connection durable and its file one of ours: commits are synced before they return, and an empty file gets
 * its tables in one transaction. Throws SQLite's “busy” while another process does the same.
 * @throws StatehouseError `storage/newer-format`, `storage/foreign-file`
 */
export function prepareDatabase(database: DatabaseSync, layout: DatabaseLayout): void {
  const empty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0;
  if (!empty) checkFormat(database, layout);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;');
  database.exec('PRAGMA journal_size_limit = 67108864;');
  if (empty) createTables(database, layout);
  checkFormat(database, layout);
}

function checkFormat(database: DatabaseSync, { applicationId, format }: DatabaseLayout): void {
  if (numberOf(database, 'PRAGMA application_id') !== applicationId) throw fail('foreign-file');
  const found = numberOf(database, 'PRAGMA user_version');
  if (found > format) throw fail('newer-format', { found, known: format });
}

/** Another process may be doing the same: whoever comes second finds the tables in place. */
function createTables(database: DatabaseSync, layout: DatabaseLayout): void {
  database.exec('BEGIN IMMEDIATE');
  if (numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0) {
    layout.createTables(database);
    database.exec(`PRAGMA application_id = ${layout.applicationId}; PRAGMA user_version = ${layout.format};`);
  }
  database.exec('COMMIT');
}

function numberOf(database: DatabaseSync, query: string): number {
  const value = Object.values(database.prepare(query).get() ?? {})[0];
  return typeof value === 'number' ? value : 0;
}
