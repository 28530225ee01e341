import type { DatabaseSync } from 'node:sqlite';
import { fail } from '../errors.ts';
import { prepareDatabase } from './prepare-database.ts';

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
 * Makes a connection durable and its file the one of a tenant.
 * @throws StatehouseError `storage/newer-format`, `storage/foreign-file`
 */
export function prepareFile(database: DatabaseSync, tenant: string): void {
  prepareDatabase(database, {
    applicationId,
    format: fileFormat,
    createTables: () => {
      database.exec(tables);
      database.prepare('INSERT INTO about (tenant) VALUES (?)').run(tenant);
    },
  });
  if (database.prepare('SELECT tenant FROM about').get()?.tenant !== tenant) throw fail('foreign-file');
}
