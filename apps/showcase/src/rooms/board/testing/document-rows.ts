import { plainRows, type Snapshot } from '@statehouse/db';
import { isJsonObject, type Json } from '@statehouse/kernel';
import type { ShowcaseSchema } from '../../../../schema.ts';

/** The name under which a row's place among its siblings stands among its fields. */
export const PLACE = 'position';

/** One row of any table, its place as one more field. */
export interface DocumentRow {
  readonly table: string;
  readonly id: string;
  readonly fields: ReadonlyMap<string, Json>;
}

/** All rows of a document by `rowKey`. */
export type DocumentRows = ReadonlyMap<string, DocumentRow>;

export function rowKey(table: string, id: string): string {
  return `${table}/${id}`;
}

export function rowsOf(snapshot: Snapshot<ShowcaseSchema>): DocumentRows {
  const rows = new Map<string, DocumentRow>();
  for (const [table, id, { fields, place }] of plainRows(snapshot)) {
    const all = new Map(Object.entries(fields));
    if (place !== undefined) all.set(PLACE, { ...place });
    rows.set(rowKey(table, id), { table, id, fields: all });
  }
  return rows;
}

export function sameValue(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function sameRow(one: DocumentRow | undefined, other: DocumentRow | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return [...one.fields].every(([field, value]) => sameValue(value, other.fields.get(field)));
}

/** The text that a field holds; undefined if it holds none. */
export function textOf(
  value: Json | undefined,
): { readonly incarnation: string; readonly text: string } | undefined {
  if (!isJsonObject(value)) return undefined;
  const { incarnation, text } = value;
  return typeof incarnation === 'string' && typeof text === 'string' ? { incarnation, text } : undefined;
}

/** The key of the row that holds this one, if any. */
export function parentKey(row: DocumentRow): string | undefined {
  const place = row.fields.get(PLACE);
  return isJsonObject(place) && typeof place.parent === 'string'
    ? rowKey(row.table, place.parent)
    : undefined;
}

/** The keys of the rows to which a field refers. */
export function targetOf(row: DocumentRow, field: string): string | undefined {
  if (field === PLACE) return parentKey(row);
  const value = row.fields.get(field);
  return field === 'image' && typeof value === 'string' ? rowKey('images', value) : undefined;
}

/** The rows that refer to a row, or to one of those. */
export function referrersOf(rows: DocumentRows, key: string): readonly string[] {
  const found = new Set([key]);
  for (const target of found) {
    for (const [other, row] of rows)
      if (targetOf(row, PLACE) === target || targetOf(row, 'image') === target) found.add(other);
  }
  found.delete(key);
  return [...found];
}
