import { diffTables, type IndexRange, type KeyPart, type Table } from '@statehouse/collections';
import { assert, canonicalize, type Json } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { HashRowIndex } from '../../indexes/hash-row-index.ts';
import { OrderedRowIndex } from '../../indexes/ordered-row-index.ts';
import { rangeOfWord, WordIndex } from '../../indexes/word-index.ts';
import type { Schema } from '../../schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import type {
  FoundRows,
  IndexDescriptor,
  OrderedRows,
  QueryPort,
  QuerySource,
  RowChange,
} from '../plan/query-source.ts';
import { IndexedRows, rowsAt } from './indexed-rows.ts';

const NO_IDS: readonly string[] = Object.freeze([]);
const sources = new WeakMap<Snapshot, QuerySource>();
const descriptors = new WeakMap<Schema, Map<string, readonly IndexDescriptor[]>>();

/** How queries read the snapshots of a document. */
export const snapshotPort: QueryPort<Snapshot> = {
  source(snapshot) {
    const known = sources.get(snapshot) ?? new SnapshotSource(snapshot);
    sources.set(snapshot, known);
    return known;
  },

  changes(before, after, table): Iterable<RowChange> {
    return diffTables(before.rows(table), after.rows(table));
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
    this.#snapshot.rows(table).forEach((row) => {
      visit(row);
    });
  }

  indexes(table: string): readonly IndexDescriptor[] {
    const { schema } = this.#snapshot;
    const byTable = descriptors.get(schema) ?? new Map<string, readonly IndexDescriptor[]>();
    descriptors.set(schema, byTable);
    const known = byTable.get(table) ?? describeIndexes(this.#snapshot, table);
    byTable.set(table, known);
    return known;
  }

  ordered(table: string, { name }: IndexDescriptor): OrderedRows {
    const index = this.#snapshot.index(table, name);
    assert(index instanceof OrderedRowIndex, () => `the index ${name} of ${table} has no order`);
    return new IndexedRows(this.#snapshot.rows(table), index.entries);
  }

  lookup(table: string, { kind, name }: IndexDescriptor, key: readonly KeyPart[]): FoundRows {
    if (kind === 'unique') return this.#holder(table, name, key);
    const rows = this.#snapshot.rows(table);
    const index = this.#snapshot.index(table, name);
    if (index instanceof HashRowIndex) return foundIn(rows, index.entriesOf(key));
    assert(index instanceof WordIndex, () => `the index ${name} of ${table} has no keys`);
    return foundIn(rows, index.entries, rangeOfWord(String(key[0]), true));
  }

  referrers(table: string, field: string, id: string): Iterable<string> {
    if (field === 'parent') return this.#snapshot.siblings(table, id)?.values() ?? NO_IDS;
    return this.#referring(table, field, id)?.keys() ?? NO_IDS;
  }

  countReferrers(table: string, field: string, id: string): number {
    const isParent = field === 'parent';
    const found = isParent ? this.#snapshot.siblings(table, id) : this.#referring(table, field, id);
    return found?.size ?? 0;
  }

  #referring(table: string, field: string, id: string) {
    const references = this.#snapshot.shape(table)?.references ?? [];
    const at = references.findIndex((reference) => reference.field === field);
    return this.#snapshot.stateOf(table).referrers[at]?.get(id);
  }

  #holder(table: string, name: string, key: readonly KeyPart[]): FoundRows {
    const parts: Json = key;
    const id = this.#snapshot.holder(table, name, canonicalize(parts));
    const row = id === undefined ? undefined : this.row(table, id);
    return row === undefined ? { count: 0, rows: [] } : { count: 1, rows: [row] };
  }
}

function foundIn(rows: Table<Row>, entries: OrderedRowIndex['entries'], range: IndexRange = {}): FoundRows {
  return { count: entries.count(range), rows: rowsAt(rows, entries.range(range)) };
}

/** The declared indexes, and the unique keys as indexes too. */
function describeIndexes(snapshot: Snapshot, table: string): readonly IndexDescriptor[] {
  const uniques = (snapshot.shape(table)?.uniques ?? []).map(({ name, fields }) => {
    const descriptor: IndexDescriptor = { name, kind: 'unique', fields, descending: fields.map(() => false) };
    return descriptor;
  });
  return [...snapshot.indexes(table), ...uniques];
}
