import type { DatabaseSync } from 'node:sqlite';
import { fail } from '../errors.ts';

/** The version of the file's tables; a program refuses what is newer than it. */
export const fileFormat = 1;

/** Marks the file as ours ("Stat" in ASCII). */
const applicationId = 0x53746174;

const tables = `
  CREATE TABLE about (tenant TEXT NOT NULL) STRICT;
  CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    head INTEGER NOT NULL,
    epoch INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE entries (
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    client TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    header TEXT NOT NULL,
    chain TEXT NOT NULL,
    payload TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (document, version)
  ) STRICT;
  CREATE UNIQUE INDEX entries_by_sequence ON entries (document, client, sequence) WHERE sequence > 0;
  CREATE TABLE entries_set_aside (
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    client TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    header TEXT NOT NULL,
    chain TEXT NOT NULL,
    payload TEXT NOT NULL,
    outcome TEXT NOT NULL
  ) STRICT;
  CREATE TABLE snapshots (
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document, version)
  ) STRICT;
  CREATE TABLE clients (client TEXT PRIMARY KEY, user TEXT NOT NULL) STRICT;
`;

/**
 * Makes a connection durable and its file one of ours: commits are synced before they return, and an empty file gets
 * its tables in one transaction.
 * @throws StatehouseError `storage/newer-format`, `storage/foreign-file`
 */
export function prepareFile(database: DatabaseSync, tenant: string): void {
  const empty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0;
  if (!empty) checkFormat(database);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;');
  database.exec('PRAGMA journal_size_limit = 67108864;');
  if (empty) createTables(database, tenant);
  checkFormat(database);
  if (database.prepare('SELECT tenant FROM about').get()?.tenant !== tenant) throw fail('foreign-file');
}

function checkFormat(database: DatabaseSync): void {
  if (numberOf(database, 'PRAGMA application_id') !== applicationId) throw fail('foreign-file');
  const found = numberOf(database, 'PRAGMA user_version');
  if (found > fileFormat) throw fail('newer-format', { found, known: fileFormat });
}

/** Another process may be doing the same: whoever comes second finds the tables in place. */
function createTables(database: DatabaseSync, tenant: string): void {
  database.exec('BEGIN IMMEDIATE');
  if (numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0) {
    database.exec(tables);
    database.prepare('INSERT INTO about (tenant) VALUES (?)').run(tenant);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${fileFormat};`);
  }
  database.exec('COMMIT');
}

function numberOf(database: DatabaseSync, query: string): number {
  const value = Object.values(database.prepare(query).get() ?? {})[0];
  return typeof value === 'number' ? value : 0;
}
