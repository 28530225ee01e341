import { canonicalSnapshot, type Snapshot } from '@statehouse/db';
import { isStatehouseError, type Json, randomId, systemClock, systemRandom } from '@statehouse/kernel';
import { createSyncClient, type SyncedDocument } from '@statehouse/sync';
import { cliError } from '../errors.ts';
import { openDocument, untilSynced } from '../open-document.ts';
import { probeNewDocument } from '../probe-document.ts';
import type { CommandServer } from '../temporary-server.ts';
import { type ChinookSchema, chinookSchema } from './chinook-schema.ts';
import type { TableRows } from './read-tables.ts';

export type ChinookTable = Extract<keyof ChinookSchema['tables'], string>;

/** The names of the tables, in the order in which they refer to each other. */
export const CHINOOK_TABLES = Object.keys(chinookSchema(1).tables).filter(isChinookTable);

export interface ImportOptions {
  readonly server: CommandServer;
  readonly rows: TableRows<ChinookTable>;
  /** The name of a document that holds nothing yet; one is made up unless given. */
  readonly document?: string;
}

/** What a fresh client reads after an import. */
export interface ImportResult {
  readonly document: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: number;
  /** What all invoice lines come to, in cents. */
  readonly salesCents: number;
  readonly ms: number;
  readonly serverVersion: number;
}

/**
 * Receives all rows into one document, and reads it as a fresh client. Nothing is sent unless all of it is good.
 * @throws cli/dangling-reference, cli/import-differs, cli/document-in-use, cli/server-unreachable, cli/edit-refused,
 * and the database's codes for rows that do not fit their table
 */
export async function importTables({ server, rows, ...given }: ImportOptions): Promise<ImportResult> {
  const document = given.document ?? `chinook-${randomId(systemRandom, 12)}`;
  const schema = chinookSchema(await probeNewDocument(server, document));
  const startMs = systemClock.nowMs();
  const imported = await withDocument(server, schema, document, async (opened) => {
    receive(opened, rows);
    await untilSynced(opened).catch((error) => Promise.reject(explained(error, server.url)));
    return opened.snapshot;
  });
  const ms = systemClock.nowMs() - startMs;
  return withDocument(server, schema, document, async ({ snapshot, status }) => {
    checkSame(imported, snapshot, rows);
    const counts = countsOf(snapshot);
    return {
      document,
      counts,
      rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
      salesCents: salesCents(snapshot),
      ms,
      serverVersion: status.version,
    };
  });
}

async function withDocument<Value>(
  server: CommandServer,
  schema: ChinookSchema,
  name: string,
  use: (document: SyncedDocument<ChinookSchema>) => Promise<Value>,
): Promise<Value> {
  const client = createSyncClient({ url: server.url, token: () => server.token('import'), schema });
  try {
    return await use(await openDocument(client, name, server.url));
  } finally {
    await client.close();
  }
}

function receive(document: SyncedDocument<ChinookSchema>, rows: TableRows<ChinookTable>): void {
  try {
    document.receiveTables(rows, { undoable: false });
  } catch (error) {
    if (!isStatehouseError(error, 'db/dangling-reference')) throw error;
    const { table = '', id = '', field = '', target = '' } = error.details;
    const value = valueIn(rows, String(table), String(id), String(field));
    throw cliError('dangling-reference', { table, id, field, target, value }, { cause: error });
  }
}

/** The usual reason why a server refuses an import. */
function explained(error: unknown, url: string): unknown {
  const isForeign = isStatehouseError(error, 'cli/edit-refused') && error.details.code === 'db/unknown-table';
  return isForeign ? cliError('server-lacks-tables', { url }, { cause: error }) : error;
}

function valueIn(rows: TableRows<ChinookTable>, table: string, id: string, field: string): Json {
  if (!isChinookTable(table)) return null;
  return rows[table].find((row) => String(row.id) === id)?.[field] ?? null;
}

function isChinookTable(name: string): name is ChinookTable {
  return Object.hasOwn(chinookSchema(1).tables, name);
}

function checkSame(
  imported: Snapshot<ChinookSchema>,
  read: Snapshot<ChinookSchema>,
  rows: TableRows<ChinookTable>,
): void {
  for (const table of CHINOOK_TABLES) {
    const [given, found] = [rows[table].length, read.table(table).size];
    if (given !== found) throw cliError('import-differs', { what: `${found} of ${given} rows of ${table}` });
  }
  if (canonicalSnapshot(imported) !== canonicalSnapshot(read)) {
    throw cliError('import-differs', { what: 'some field holds something else' });
  }
}

function countsOf(snapshot: Snapshot<ChinookSchema>): Readonly<Record<string, number>> {
  return Object.fromEntries(CHINOOK_TABLES.map((table) => [table, snapshot.table(table).size]));
}

function salesCents(snapshot: Snapshot<ChinookSchema>): number {
  let sum = 0;
  for (const { unitPriceCents, quantity } of snapshot.table('invoiceLines')) sum += unitPriceCents * quantity;
  return sum;
}
