import type { KeyPart } from '@statehouse/collections';
import { diffMaps } from '@statehouse/collections';
import { canonicalize, type Json } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { dbError } from '../../errors.ts';
import type { Schema } from '../../schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import type {
  IndexDescriptor,
  OrderedRows,
  QueryPort,
  QuerySource,
  RowChange,
} from '../plan/query-source.ts';

const NO_IDS: readonly string[] = Object.freeze([]);
const sources = new WeakMap<Snapshot, QuerySource>();

/** How queries read the snapshots of a document. */
export const snapshotPort: QueryPort<Snapshot> = {
  source(snapshot) {
    const known = sources.get(snapshot) ?? new SnapshotSource(snapshot);
    sources.set(snapshot, known);
    return known;
  },

  *changes(before, after, table): Iterable<RowChange> {
    const earlier = before.rows(table);
    const later = after.rows(table);
    if (earlier === later) return;
    for (const { key, before: was, after: is } of diffMaps(earlier, later)) {
      yield { id: key, before: was, after: is };
    }
  },
};

class SnapshotSource implements QuerySource {
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  row(table: string, id: string): Row | undefined {
    return this.#snapshot.get(table, id);
  }

  size(table: string): number {
    return this.#snapshot.rows(table).size;
  }

  scan(table: string, visit: (row: Row) => void): void {
    for (const row of this.#snapshot.rows(table).values()) visit(row);
  }

  indexes(table: string): readonly IndexDescriptor[] {
    return uniquesOf(this.#snapshot.schema, table);
  }

  ordered(table: string, index: string): OrderedRows {
    throw dbError('unknown-field', { table, field: index });
  }

  lookup(table: string, index: string, key: readonly KeyPart[]): Iterable<string> {
    const parts: Json = key;
    const holder = this.#snapshot.holder(table, index, canonicalize(parts));
    return holder === undefined ? NO_IDS : [holder];
  }

  referrers(table: string, field: string, id: string): Iterable<string> {
    if (field === 'parent') return this.#snapshot.siblings(table, id)?.values() ?? NO_IDS;
    return this.#referring(table, field, id)?.keys() ?? NO_IDS;
  }

  countReferrers(table: string, field: string, id: string): number {
    if (field === 'parent') return this.#snapshot.siblings(table, id)?.size ?? 0;
    return this.#referring(table, field, id)?.size ?? 0;
  }

  #referring(table: string, field: string, id: string) {
    const references = this.#snapshot.shape(table)?.references ?? [];
    const at = references.findIndex((reference) => reference.field === field);
    return this.#snapshot.stateOf(table).referrers[at]?.get(id);
  }
}

const uniques = new WeakMap<Schema, Map<string, readonly IndexDescriptor[]>>();

/** The unique keys of a table as indexes. */
function uniquesOf(schema: Schema, table: string): readonly IndexDescriptor[] {
  const byTable = uniques.get(schema) ?? new Map<string, readonly IndexDescriptor[]>();
  uniques.set(schema, byTable);
  const known = byTable.get(table);
  if (known !== undefined) return known;
  const descriptors = (schema.shape(table)?.uniques ?? []).map(
    ({ name, fields }): IndexDescriptor => ({
      name,
      kind: 'unique',
      fields,
      descending: fields.map(() => false),
    }),
  );
  byTable.set(table, descriptors);
  return descriptors;
}
