import { diffTables, type IndexRange, type KeyPart, type OrderedIndex } from '@statehouse/collections';
import { assert, canonicalize, type Json } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { HashRowIndex } from '../../indexes/hash-row-index.ts';
import { OrderedRowIndex } from '../../indexes/ordered-row-index.ts';
import { rangeOfPrefix } from '../../indexes/prefix.ts';
import { WordIndex } from '../../indexes/word-index.ts';
import type { Snapshot } from '../../snapshot.ts';
import type {
  FoundIds,
  FoundRows,
  IndexDescriptor,
  OrderedRows,
  QueryPort,
  QuerySource,
} from '../plan/query-source.ts';
import { IndexedRows, rowsAt } from './indexed-rows.ts';

/** How queries read the snapshots of a document. */
export const snapshotPort: QueryPort<Snapshot> = {
  source: (snapshot) => new SnapshotSource(snapshot),
  changes: (before, after, table, most) => diffTables(before.rows(table), after.rows(table), most),
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

  /** The declared indexes, and the unique keys as indexes too. */
  indexes(table: string): readonly IndexDescriptor[] {
    const uniques = this.#snapshot.shape(table)?.uniques ?? [];
    const asIndexes = uniques.map(({ name, fields }): IndexDescriptor => {
      return { name, kind: 'unique', fields, descending: fields.map(() => false) };
    });
    return [...this.#snapshot.indexes(table), ...asIndexes];
  }

  ordered(table: string, { name }: IndexDescriptor): OrderedRows {
    const index = this.#snapshot.index(table, name);
    assert(index instanceof OrderedRowIndex, () => name);
    return new IndexedRows(this.#snapshot.rows(table), index.entries);
  }

  lookup(table: string, { kind, name }: IndexDescriptor, key: readonly KeyPart[]): FoundRows {
    if (kind === 'unique') return this.#holder(table, name, key);
    const index = this.#snapshot.index(table, name);
    if (index instanceof HashRowIndex) return this.#foundIn(table, index.entriesOf(key));
    assert(index instanceof WordIndex, () => name);
    return this.#foundIn(table, index.entries, rangeOfPrefix(String(key[0])));
  }

  referrers(table: string, field: string, id: string): FoundIds {
    if (field === 'parent') {
      const children = this.#snapshot.siblings(table, id);
      return { size: children?.size ?? 0, ids: children?.values() ?? [] };
    }
    const references = this.#snapshot.shape(table)?.references ?? [];
    const at = references.findIndex((reference) => reference.field === field);
    const referring = this.#snapshot.stateOf(table).referrers[at]?.get(id);
    return { size: referring?.size ?? 0, ids: referring?.keys() ?? [] };
  }

  #foundIn(table: string, entries: OrderedIndex, range: IndexRange = {}): FoundRows {
    return {
      count: () => entries.count(range),
      rows: rowsAt(this.#snapshot.rows(table), entries.range(range)),
    };
  }

  #holder(table: string, name: string, key: readonly KeyPart[]): FoundRows {
    const parts: Json = key;
    const id = this.#snapshot.holder(table, name, canonicalize(parts));
    const row = id === undefined ? undefined : this.row(table, id);
    const rows = row === undefined ? [] : [row];
    return { count: () => rows.length, rows };
  }
}
