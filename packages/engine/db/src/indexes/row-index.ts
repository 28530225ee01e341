import type { IdOfEntry, Table } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';

/** A row that an index has to hear of: where it stands in its table, and what it was and is. */
export interface RowMove {
  readonly slot: number;
  readonly before: Row | undefined;
  readonly row: Row | undefined;
}

/**
 * Something made of the rows of one table, by slot. Immutable: it belongs to a snapshot and goes back in time with it.
 * Law: `with` answers what `of` would make of the rows after the moves.
 */
export interface RowIndex {
  /** @returns this index if the moves do not concern it. O(log n) for each that does. */
  with(moves: readonly RowMove[], idOf: IdOfEntry): RowIndex;
  /** The index of all rows, in one pass. */
  of(rows: Table<Row>): RowIndex;
  /** Keys and slots, in the order of the index: for the check that the law holds. */
  audit(): Iterable<string>;
}
