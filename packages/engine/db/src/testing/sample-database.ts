import { isStatehouseError } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import type { PlainRow } from '@statehouse/ot';
import { createDatabase, type Database } from '../database.ts';
import { snapshotFromRows } from '../snapshot.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { type SampleSchema, sampleSchema } from './sample-schema.ts';

/** A transaction on the sample schema. */
export type Tx = Transaction<SampleSchema>;
/** A row as plain data. */
export type Row = readonly [string, string, PlainRow];

/** A database of one person with virtual time and seeded chance. */
export function database(rows: readonly Row[] = []): Database<SampleSchema> {
  const snapshot = snapshotFromRows(sampleSchema, rows);
  return createDatabase({
    schema: sampleSchema,
    random: seededRandom(1),
    clock: new VirtualTime(),
    client: 'me',
    snapshot,
  });
}

/** A list as plain data. */
export const list = (id: string, position = 'a1'): Row => [
  'lists',
  id,
  { fields: { name: id }, place: { parent: null, position } },
];
/** An item of list `l` with the text `hello`. */
export const item = (id: string, position = 'a1', parent: string | null = null): Row => [
  'items',
  id,
  { fields: { list: 'l', note: { incarnation: 'c:1', text: 'hello' } }, place: { parent, position } },
];
/** A database with list `l` and item `i`. */
export const withItem = () => database([list('l'), item('i')]);

/** The code of the error that is thrown; `ok` if none is. */
export function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isStatehouseError(error)) return error.code;
    throw error;
  }
  return 'ok';
}

/** The code by which a transaction is refused. */
export const refused = (edit: (tx: Tx) => unknown, db = withItem()) => codeOf(() => db.transact(edit));
