import { emptyMap, emptyTable as emptyRows, type PersistentMap, type Table } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { IdOrder } from './id-order.ts';
import { idOf } from './index-keys.ts';
import type { RowIndex } from './indexes/row-index.ts';
import { emptyRowIndex } from './indexes/row-indexes.ts';
import type { TableLayout } from './layout.ts';
import { nextSerial } from './succession.ts';

/** A set of ids in order. */
export type IdSet = PersistentMap<true>;
/** Entities by their order key. */
export type Siblings = PersistentMap<string>;

/**
 * One table at one moment: its rows and the indexes made of them. Immutable.
 * Invariant: every index is what `builtTable` makes of the rows.
 */
export interface TableState {
  /** Unique in this process: two states with one revision are the same. */
  readonly revision: number;
  readonly rows: Table<Row>;
  /** The rows in id order, for whoever asks. */
  readonly inOrder: IdOrder;
  /** For each reference field of the shape: target id → ids of the entities that point at it. */
  readonly referrers: readonly PersistentMap<IdSet>[];
  /** For each unique index of the shape: key → id. */
  readonly uniques: readonly PersistentMap<string>[];
  /** Parent id (or the top level) → its children in order. Empty in a table without order. */
  readonly siblings: PersistentMap<Siblings>;
  /** For each declared index of the layout. */
  readonly indexes: readonly RowIndex[];
}

/** The table without rows. */
export function emptyTable({ shape, indexes }: TableLayout): TableState {
  const rows = emptyRows(idOf);
  return {
    revision: nextSerial(),
    rows,
    inOrder: new IdOrder(rows),
    referrers: shape.references.map(() => emptyMap<IdSet>()),
    uniques: shape.uniques.map(() => emptyMap<string>()),
    siblings: emptyMap(),
    indexes: indexes.map(emptyRowIndex),
  };
}
