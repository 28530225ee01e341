import type { IndexRange, KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';

/** An index that a table declares. */
export interface IndexDescriptor {
  readonly name: string;
  /**
   * `ordered` answers ranges; `hash` and `unique` answer for a whole key, a unique one for none with a null; `words`
   * answers for the beginning of a word in any of its fields.
   */
  readonly kind: 'ordered' | 'hash' | 'unique' | 'words';
  readonly fields: readonly string[];
  /** Which fields descend; as many as there are fields. */
  readonly descending: readonly boolean[];
}

/** The rows of a table in the order of an index; rows of one key stand in id order. */
export interface OrderedRows {
  /** Reads a row when it is asked for it, and no earlier. */
  range(range: IndexRange): Iterable<Row>;
  /** How many rows a range has, without reading them. */
  count(range: IndexRange): number;
  /** How many rows stand before this key and id, be they there or not, without reading them. */
  rank(key: readonly KeyPart[], id: string): number;
}

/** The rows with a key. */
export interface FoundRows {
  /** How many there are, without reading them. */
  count(): number;
  /** Reads a row when it is asked for it. In an index of words a row can occur several times. */
  readonly rows: Iterable<Row>;
}

/** The ids of rows. */
export interface FoundIds {
  readonly size: number;
  readonly ids: Iterable<string>;
}

/** One row that two states do not share; `before` or `after` is absent where the row is. */
export interface RowChange {
  readonly id: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/**
 * Everything that queries read of one state. Immutable: it answers the same for ever. Table, index and field names
 * are ones that the schema has.
 */
export interface QuerySource {
  row(table: string, id: string): Row | undefined;
  size(table: string): number;
  /** Shows every row, in any order. */
  scan(table: string, visit: (row: Row) => void): void;
  indexes(table: string): readonly IndexDescriptor[];
  /** The rows in the order of an index of kind `ordered`. */
  ordered(table: string, index: IndexDescriptor): OrderedRows;
  /** The rows with a key, in an index of another kind. */
  lookup(table: string, index: IndexDescriptor, key: readonly KeyPart[]): FoundRows;
  /** The ids of the rows of `table` whose reference field (or `parent`) points at `id`, each once. */
  referrers(table: string, field: string, id: string): FoundIds;
}

/**
 * How queries get at the states of a document.
 * Law: `changes` tells each row of the table at which two states differ (not the same object) once, and costs no more
 * than the difference. Of more than `most` it need not tell all, only more than that.
 */
export interface QueryPort<State> {
  source(state: State): QuerySource;
  changes(before: State, after: State, table: string, most?: number): Iterable<RowChange>;
}
