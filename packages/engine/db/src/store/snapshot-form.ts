import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import { type PlainRow, plainRow, type Row } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { idOf } from '../index-keys.ts';
import { layoutOf } from '../layout.ts';
import type { Schema } from '../schema.ts';
import { type Snapshot, snapshotFromRows } from '../snapshot.ts';

type PlainTriple = readonly [table: string, id: string, row: PlainRow];

/** How the snapshots of a document are written down as plain values, and made again. */
export interface SnapshotForm<S extends Schema> {
  /** All rows, tables by name and entities by id. What two snapshots share is the same object in both. O(rows). */
  toPlain(snapshot: Snapshot<S>): readonly PlainTriple[];
  /**
   * The snapshot of these rows. That references lead somewhere is not checked.
   *
   * @throws StatehouseError `db/unreadable-row`, `db/unknown-table`
   */
  fromPlain(plain: unknown): Snapshot<S>;
}

/** The form for recordings, and for whoever else keeps states as plain values: `forms: { posts: snapshotForm(schema) }`. */
export function snapshotForm<S extends Schema>(schema: S): SnapshotForm<S> {
  const known = new WeakMap<Row, PlainTriple>();
  return {
    toPlain(snapshot) {
      const rows: PlainTriple[] = [];
      for (const { name, shape } of layoutOf(schema).tables) {
        for (const row of snapshot.stateOf(name).inOrder.list) {
          const triple = known.get(row) ?? ([name, idOf(row), plainRow(row, shape)] as const);
          known.set(row, triple);
          rows.push(triple);
        }
      }
      return rows;
    },
    fromPlain(plain) {
      if (!isArray(plain)) throw unreadable('', 'the rows', 'it is no list');
      return snapshotFromRows(schema, plain.map(readTriple));
    },
  };
}

function readTriple(given: unknown, at: number): PlainTriple {
  if (!isArray(given)) throw unreadable('', `row ${at}`, 'it is no list of table, id and row');
  const [table, id, row] = given;
  if (typeof table !== 'string') throw unreadable('', `row ${at}`, 'its table has no name');
  if (typeof id !== 'string') throw unreadable(table, `row ${at}`, 'its id is no text');
  if (!isJsonObject(row) || !isJsonObject(row.fields)) throw unreadable(table, id, 'it has no fields');
  const { fields, place } = row;
  return [table, id, isPlace(place) ? { fields, place } : { fields }];
}

function isPlace(value: Json | undefined): value is Json & NonNullable<PlainRow['place']> {
  if (!isJsonObject(value) || typeof value.position !== 'string') return false;
  return value.parent === null || typeof value.parent === 'string';
}

function unreadable(table: string, at: string, problem: string): Error {
  return dbError('unreadable-row', { table, at, problem });
}
