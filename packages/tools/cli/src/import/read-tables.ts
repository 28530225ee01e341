import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isArray, isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { cliError } from '../errors.ts';
import { MONEY_FIELDS } from './chinook-schema.ts';

/** Rows by table, ready to be received. */
export type TableRows<Table extends string> = Readonly<Record<Table, readonly JsonObject[]>>;

const CENTS = 100;
/** Decimal fractions are not exact in binary: this is what two digits may be off by. */
const ROUNDING = 1e-6;

/**
 * Reads `<table>.json` for each table: a list of rows, each with an id of its own. Amounts of money become cents.
 * @throws cli/table-unreadable, cli/row-invalid
 */
export async function readTables<Table extends string>(
  folder: string,
  tables: readonly Table[],
): Promise<TableRows<Table>> {
  const read: Partial<Record<Table, readonly JsonObject[]>> = {};
  for (const table of tables) read[table] = await readTable(folder, table);
  return complete(read, tables);
}

function complete<Table extends string>(
  read: Partial<Record<Table, readonly JsonObject[]>>,
  tables: readonly Table[],
): TableRows<Table> {
  const isComplete = (value: typeof read): value is Record<Table, readonly JsonObject[]> =>
    tables.every((table) => value[table] !== undefined);
  if (!isComplete(read)) throw new RangeError('every table was read');
  return read;
}

async function readTable(folder: string, table: string): Promise<readonly JsonObject[]> {
  const file = join(folder, `${table}.json`);
  const rows = parseList(await readText(file), file);
  const ids = new Set<Json>();
  return rows.map((row, index) => {
    const where = { table, row: index + 1 };
    if (!isJsonObject(row)) throw cliError('row-invalid', { ...where, reason: 'it is not an object' });
    const { id } = row;
    const key = typeof id === 'number' ? String(id) : id;
    if (typeof key !== 'string') throw cliError('row-invalid', { ...where, reason: 'it has no id' });
    if (ids.has(key)) throw cliError('row-invalid', { ...where, reason: `the id ${key} occurs twice` });
    ids.add(key);
    return withCents(row, where);
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw cliError('table-unreadable', { file, reason }, { cause });
  }
}

function parseList(text: string, file: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (isArray(value)) return value;
  } catch (cause) {
    throw cliError('table-unreadable', { file, reason: 'it is not JSON' }, { cause });
  }
  throw cliError('table-unreadable', { file, reason: 'it is not a list of rows' });
}

function withCents(row: JsonObject, where: { readonly table: string; readonly row: number }): JsonObject {
  const fields = MONEY_FIELDS[where.table];
  if (fields === undefined) return row;
  const converted: Record<string, Json> = { ...row };
  for (const [decimal, cents] of fields) {
    const amount = row[decimal];
    const exact = typeof amount === 'number' ? amount * CENTS : Number.NaN;
    const whole = Math.round(exact);
    if (!(Math.abs(exact - whole) < ROUNDING)) {
      throw cliError('row-invalid', { ...where, reason: `${decimal} is not an amount with two digits` });
    }
    delete converted[decimal];
    converted[cents] = whole;
  }
  return converted;
}
