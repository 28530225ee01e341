import { canonicalize } from '@statehouse/kernel';
import { type PlainRow, plainRow } from '@statehouse/ot';
import { idOf } from './index-keys.ts';
import { layoutOf } from './layout.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** Every row as plain JSON, in canonical order: tables by name, entities by id, as strings compare. */
export function* plainRows(
  snapshot: Snapshot<Schema>,
): Iterable<readonly [table: string, id: string, row: PlainRow]> {
  for (const { name, shape } of layoutOf(snapshot.schema).tables) {
    for (const row of snapshot.stateOf(name).inOrder.list) yield [name, idOf(row), plainRow(row, shape)];
  }
}

/**
 * The whole document as RFC 8785 canonical JSON, `{table: {id: {fields, place?}}}`: equal text means equal
 * documents. For hashes and for comparing replicas.
 */
export function canonicalSnapshot(snapshot: Snapshot<Schema>): string {
  const tables: string[] = [];
  for (const { name, shape } of layoutOf(snapshot.schema).tables) {
    const rows: string[] = [];
    for (const row of snapshot.stateOf(name).inOrder.list) {
      const { fields, place } = plainRow(row, shape);
      const plain = place === undefined ? { fields } : { fields, place: { ...place } };
      rows.push(`${JSON.stringify(idOf(row))}:${canonicalize(plain)}`);
    }
    tables.push(`${JSON.stringify(name)}:{${rows.join(',')}}`);
  }
  return `{${tables.join(',')}}`;
}
