import type { IndexRange } from '@statehouse/collections';
import type { OrderedTableName, ReferringField, RowOf } from '../inferred-rows.ts';
import type { Query } from '../query/expression/query.ts';
import type { Schema, TableName } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';

/** A range of a declared index, and how many rows of it at most. */
export interface RowRange extends IndexRange {
  readonly limit?: number;
}

/**
 * What a derived selector reads with. Whatever is read becomes a dependency, exactly: the answer is kept for as long as
 * reading it again would give the same. Only for use while the selector is being computed.
 */
export interface Reader<S extends Schema> {
  /**
   * The answer of another selector: a derived one, or any function of a snapshot (one of reselect, say), which is
   * called again whenever the snapshot is another.
   */
  <Args extends readonly unknown[], Value>(
    selector: (snapshot: Snapshot<S>, ...args: Args) => Value,
    ...args: Args
  ): Value;
  /** An entity; undefined if it is not there, or for null. */
  get<Table extends TableName<S>>(table: Table, id: string | null): RowOf<S, Table> | undefined;
  has(table: TableName<S>, id: string): boolean;
  /** How many entities a table has. */
  size(table: TableName<S>): number;
  /** Every entity in id order. Depends on the whole table. */
  all<Table extends TableName<S>>(table: Table): readonly RowOf<S, Table>[];
  /** The ids of a parent's children (null: the top level), in order. */
  children(table: OrderedTableName<S>, parent?: string | null): readonly string[];
  /** The ids of the entities whose field refers to `id`, in id order. */
  referrersOf<Target extends TableName<S>, From extends TableName<S>>(
    target: Target,
    id: string,
    from: From,
    field: ReferringField<S, Target, From>,
  ): readonly string[];
  /** How many there are, without making the list. */
  countReferrers<Target extends TableName<S>, From extends TableName<S>>(
    target: Target,
    id: string,
    from: From,
    field: ReferringField<S, Target, From>,
  ): number;
  /**
   * The rows in a range of a declared ordered index, in its order. An index is named by its fields with commas between,
   * a `-` before those that descend.
   * @throws StatehouseError `db/unknown-index`
   */
  range<Table extends TableName<S>>(
    table: Table,
    index: string,
    range?: RowRange,
  ): readonly RowOf<S, Table>[];
  /** How many rows a range has, without reading them. */
  count(table: TableName<S>, index: string, range?: RowRange): number;
  /** What a query answers. It is kept up to date from one snapshot to the next. */
  query<Result>(query: Query<S, Result>): Result;
}
