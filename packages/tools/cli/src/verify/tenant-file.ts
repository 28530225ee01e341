import { DatabaseSync } from 'node:sqlite';
import { isStatehouseError } from '@statehouse/kernel';
import type { LogRecord, LogSnapshot } from '@statehouse/storage';
import { cliError } from '../errors.ts';

/** What the file says of a document, besides its entries. */
export interface StoredDocument {
  readonly name: string;
  /** The version of its last entry. */
  readonly head: number;
  /** In order of version. Undefined: it cannot be read. */
  readonly snapshots: readonly LogSnapshot[] | undefined;
  /** Every entry in order of version, as it is stored. May throw in the middle where the file is damaged. */
  records(): Iterable<LogRecord>;
}

/** One tenant's logs, read and never written. */
export interface TenantFile {
  readonly tenant: string;
  readonly documents: readonly StoredDocument[];
  /** What SQLite finds wrong with the file itself; undefined: nothing. */
  readonly fault: string | undefined;
  close(): void;
}

/** "Stat" in ASCII, and the format: as `@statehouse/storage/sqlite` writes them. */
const APPLICATION_ID = 0x53746174;
const FORMAT = 1;
const BUSY_TIMEOUT_MS = 5_000;
const COLUMNS = 'version, kind, client, sequence, header, chain, payload, outcome';

/**
 * Opens a tenant's file read-only, as it is at this moment: a server may go on writing meanwhile.
 * @throws StatehouseError `cli/log-unreadable`
 */
export function openTenantFile(path: string): TenantFile {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    database.exec('BEGIN');
    checkFormat(path, database);
    return tenantFile(database);
  } catch (error) {
    database?.close();
    if (isStatehouseError(error)) throw error;
    throw cliError('log-unreadable', { file: path, reason: messageOf(error) }, { cause: error });
  }
}

function checkFormat(file: string, database: DatabaseSync): void {
  if (numberOf(database, 'PRAGMA application_id') !== APPLICATION_ID) {
    throw cliError('log-unreadable', { file, reason: 'another program wrote it' });
  }
  const format = numberOf(database, 'PRAGMA user_version');
  if (format !== FORMAT) {
    throw cliError('log-unreadable', { file, reason: `its format is ${format}, known is ${FORMAT}` });
  }
}

function tenantFile(database: DatabaseSync): TenantFile {
  const tenant = String(database.prepare('SELECT tenant FROM about').get()?.tenant ?? '');
  const rows = database.prepare('SELECT number, name, head FROM documents ORDER BY name').all();
  const documents = rows.map(({ number, name, head }): StoredDocument => {
    const key = Number(number);
    return {
      name: String(name),
      head: Number(head),
      snapshots: snapshotsOf(database, key),
      *records() {
        const entries = database.prepare(
          `SELECT ${COLUMNS} FROM entries WHERE document = ? ORDER BY version`,
        );
        for (const entry of entries.iterate(key)) yield recordOf(entry);
      },
    };
  });
  return { tenant, documents, fault: faultOf(database), close: () => database.close() };
}

function snapshotsOf(database: DatabaseSync, document: number): LogSnapshot[] | undefined {
  try {
    const stored = database.prepare(
      'SELECT version, body FROM snapshots WHERE document = ? ORDER BY version',
    );
    return stored
      .all(document)
      .map(({ version, body }) => ({ version: Number(version), body: String(body) }));
  } catch {
    return undefined;
  }
}

function recordOf(entry: Readonly<Record<string, unknown>>): LogRecord {
  return {
    version: Number(entry.version),
    kind: String(entry.kind),
    client: String(entry.client),
    sequence: Number(entry.sequence),
    header: String(entry.header),
    chain: String(entry.chain),
    payload: String(entry.payload),
    outcome: String(entry.outcome),
  };
}

/** Pages, trees and indexes, the index of sequences included. */
function faultOf(database: DatabaseSync): string | undefined {
  try {
    const answer = Object.values(database.prepare('PRAGMA integrity_check(1)').get() ?? {})[0];
    return answer === 'ok' ? undefined : String(answer);
  } catch (error) {
    return messageOf(error);
  }
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0] ?? 0);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
