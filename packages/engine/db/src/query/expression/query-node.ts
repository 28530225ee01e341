import { type Condition, EVERYTHING, type Relation } from './condition.ts';

/** One key of an order. */
export type OrderKey = {
  readonly field: string;
  readonly descending: boolean;
};

/** Rows of another table that stand in each row of the result, under a name. */
export interface JoinNode {
  readonly name: string;
  readonly relation: Relation;
  readonly query: QueryNode;
}

/**
 * What is made of many rows. `count` counts them; the others leave nulls out: `sum` of nothing is 0, the rest of
 * nothing null. A sum is exact before it is rounded, so it does not depend on the order in which rows came and went.
 */
export type Aggregate =
  | { readonly kind: 'count' }
  | { readonly kind: 'sum' | 'average' | 'min' | 'max'; readonly field: string };

/** Aggregates by the name under which the result has them. */
export type Aggregates = Readonly<Record<string, Aggregate>>;

/**
 * What a query answers: `rows` a list; `first` its first row or null; `total` one number or value; `totals` several by
 * name; `groups` a list of objects, one for each combination of the fields in `by`.
 */
export type Output =
  | { readonly kind: 'rows' }
  | { readonly kind: 'first' }
  | { readonly kind: 'total'; readonly aggregate: Aggregate }
  | { readonly kind: 'totals'; readonly aggregates: Aggregates }
  | { readonly kind: 'groups'; readonly by: readonly string[]; readonly aggregates: Aggregates };

/**
 * A query as plain data. Order, offset and limit are those of the rows, or of the groups where the output is groups.
 * Every order ends with the id (the group's fields), so that it is the same on every replica; without one, the
 * references of a list of references stand in the order of the list.
 */
export interface QueryNode {
  readonly table: string;
  readonly where: Condition;
  readonly order: readonly OrderKey[];
  readonly offset: number;
  /** Null: all of them. */
  readonly limit: number | null;
  readonly joins: readonly JoinNode[];
  readonly output: Output;
}

/** The query of a whole table. */
export function wholeTable(table: string): QueryNode {
  return { table, where: EVERYTHING, order: [], offset: 0, limit: null, joins: [], output: { kind: 'rows' } };
}
