import type { ReferringField, RowOf } from '../../inferred-rows.ts';
import type { Schema, TableName } from '../../schema.ts';
import { AggregateChoice, type AggregateOf, type ResultsOf } from './aggregates.ts';
import { bothOf, type Condition } from './condition.ts';
import { Conditions } from './conditions.ts';
import { GroupsQuery } from './groups-query.ts';
import type {
  ComparableField,
  IsList,
  NumberField,
  OperandOf,
  OperatorOf,
  QueriedField,
  ReferenceField,
  ReferenceTarget,
  TreeTable,
  ValueOf,
} from './operands.ts';
import { parseJoin, parseSummary } from './parse-join.ts';
import { parseFieldTest } from './parse-test.ts';
import { parseCount } from './parse-window.ts';
import { comparableIn, tableIn } from './queried-field.ts';
import type { Query } from './query.ts';
import { type Aggregate, type Output, type QueryNode, wholeTable } from './query-node.ts';
import { childrenOf, type RelationTo, referenceFrom, referrersOf } from './relations.ts';

type Flat<T> = { [Key in keyof T]: T[Key] };
type Joined<Item, Name extends string, Value> = Flat<Item & { readonly [Key in Name]: Value }>;
/** A reference to one entity is answered by it, or by null where it is not there or does not fit. */
type OneOf<Result> = Result extends readonly (infer Item)[] ? Item | null : never;
type Refine<S extends Schema, T extends TableName<S>, Result> = (
  rows: RowsQuery<S, T, RowOf<S, T>>,
) => Query<S, Result>;

/** How an order runs. */
export type Direction = 'ascending' | 'descending';

/**
 * A query that answers with rows of one table, each the very object that the snapshot holds (with joins: a copy that
 * has them). Immutable: each method answers with another query.
 */
export class RowsQuery<S extends Schema, T extends TableName<S>, Item> implements Query<S, readonly Item[]> {
  readonly schema: S;
  readonly node: QueryNode;
  declare readonly '~result'?: readonly Item[];

  constructor(schema: S, node: QueryNode) {
    this.schema = schema;
    this.node = node;
  }

  /**
   * Only rows that fulfil a condition, besides those before: one field's test, or what is made of several.
   * @throws StatehouseError `db/unknown-field` · `db/wrong-type` · `db/invalid-query`
   */
  where<F extends QueriedField<S, T>, Operator extends OperatorOf<S, T, F>>(
    field: F,
    operator: Operator,
    operand: OperandOf<S, T, F, Operator>,
  ): RowsQuery<S, T, Item>;
  where(condition: (on: Conditions<S, T>) => Condition): RowsQuery<S, T, Item>;
  where(
    first: string | ((on: Conditions<S, T>) => Condition),
    operator = '',
    operand?: unknown,
  ): RowsQuery<S, T, Item> {
    const { schema, node } = this;
    const condition =
      typeof first === 'string'
        ? parseFieldTest(schema, node.table, first, operator, operand)
        : first(new Conditions<S, T>(schema, node.table));
    return this.#with({ where: bothOf(node.where, condition) });
  }

  /** Orders by one more key. Whatever remains equal is ordered by id. */
  orderBy(field: ComparableField<S, T>, direction: Direction = 'ascending'): RowsQuery<S, T, Item> {
    comparableIn(this.schema, this.node.table, field);
    return this.#with({ order: [...this.node.order, { field, descending: direction === 'descending' }] });
  }

  /** At most so many rows. */
  limit(count: number): RowsQuery<S, T, Item> {
    return this.#with({ limit: parseCount(this.node.table, 'limit', count) });
  }

  /** Without the first so many rows. */
  offset(count: number): RowsQuery<S, T, Item> {
    return this.#with({ offset: parseCount(this.node.table, 'offset', count) });
  }

  /**
   * Gives each row what its reference field points at: a row or null for one reference, a list for several (in their
   * order there, unless refined). What one reference points at can be refined by conditions and further joins only.
   */
  join<
    Name extends string,
    F extends ReferenceField<S, T>,
    Result = readonly RowOf<S, ReferenceTarget<S, T, F>>[],
  >(
    name: Name & (Name extends keyof Item ? never : Name),
    field: F,
    refine?: Refine<S, ReferenceTarget<S, T, F>, Result>,
  ): RowsQuery<S, T, Joined<Item, Name, IsList<S, T, F> extends true ? Result : OneOf<Result>>> {
    const to = referenceFrom(this.schema, this.node.table, field);
    return new RowsQuery(this.schema, this.#joined(name, to, refine));
  }

  /** Gives each row what the rows of another table that refer to it come to: their list, or what refining makes of it. */
  joinReferrers<Name extends string, From extends TableName<S>, Result = readonly RowOf<S, From>[]>(
    name: Name & (Name extends keyof Item ? never : Name),
    table: From,
    field: ReferringField<S, T, From>,
    refine?: Refine<S, From, Result>,
  ): RowsQuery<S, T, Joined<Item, Name, Result>> {
    const to = referrersOf(this.schema, this.node.table, table, field);
    return new RowsQuery(this.schema, this.#joined(name, to, refine));
  }

  /** Gives each row of a tree its children, in their order unless refined. */
  joinChildren<Name extends string, Result = readonly RowOf<S, TreeTable<S, T>>[]>(
    name: Name & ([TreeTable<S, T>] extends [never] ? never : Name extends keyof Item ? never : Name),
    refine?: Refine<S, TreeTable<S, T>, Result>,
  ): RowsQuery<S, T, Joined<Item, Name, Result>> {
    const to = childrenOf(this.schema, this.node.table);
    return new RowsQuery(this.schema, this.#joined(name, to, refine));
  }

  /** The first row alone, or null. */
  first(): Query<S, Item | null> {
    return { schema: this.schema, node: { ...this.node, limit: 1, output: { kind: 'first' } } };
  }

  /** How many rows there are. */
  count(): Query<S, number> {
    return this.#total({ aggregate: { kind: 'count' } });
  }

  /** The sum of a field, exact before it is rounded; nulls are left out. */
  sum(field: NumberField<S, T>): Query<S, number> {
    return this.#total(this.#choice().sum(field));
  }

  average(field: NumberField<S, T>): Query<S, number | null> {
    return this.#total(this.#choice().average(field));
  }

  min<F extends ComparableField<S, T>>(field: F): Query<S, ValueOf<S, T, F> | null> {
    return this.#total(this.#choice().min(field));
  }

  max<F extends ComparableField<S, T>>(field: F): Query<S, ValueOf<S, T, F> | null> {
    return this.#total(this.#choice().max(field));
  }

  /** Several aggregates at once. */
  totals<Chosen extends Readonly<Record<string, AggregateOf<unknown>>>>(
    choose: (over: AggregateChoice<S, T>) => Chosen,
  ): Query<S, ResultsOf<Chosen>> {
    const aggregates = aggregatesIn(choose(this.#choice()));
    return { schema: this.schema, node: this.#summarized({ kind: 'totals', aggregates }) };
  }

  /** One object for each combination of the fields that occurs, with the fields and the aggregates. */
  groupBy<F extends ComparableField<S, T>, Chosen extends Readonly<Record<string, AggregateOf<unknown>>>>(
    by: readonly F[],
    choose: (over: AggregateChoice<S, T>) => Chosen,
  ): GroupsQuery<S, Flat<{ readonly [Field in F]: ValueOf<S, T, Field> } & ResultsOf<Chosen>>> {
    for (const field of by) comparableIn(this.schema, this.node.table, field);
    const aggregates = aggregatesIn(choose(this.#choice()));
    return new GroupsQuery(this.schema, this.#summarized({ kind: 'groups', by, aggregates }));
  }

  /** The combinations of the fields that occur, each once. */
  distinct<F extends ComparableField<S, T>>(
    ...fields: readonly F[]
  ): GroupsQuery<S, { readonly [Field in F]: ValueOf<S, T, Field> }> {
    for (const field of fields) comparableIn(this.schema, this.node.table, field);
    return new GroupsQuery(this.schema, this.#summarized({ kind: 'groups', by: fields, aggregates: {} }));
  }

  #with(part: Partial<QueryNode>): RowsQuery<S, T, Item> {
    return new RowsQuery(this.schema, { ...this.node, ...part });
  }

  #choice(): AggregateChoice<S, T> {
    return new AggregateChoice<S, T>(this.schema, this.node.table);
  }

  #total<Result>({ aggregate }: AggregateOf<Result>): Query<S, Result> {
    return { schema: this.schema, node: this.#summarized({ kind: 'total', aggregate }) };
  }

  #summarized(output: Output): QueryNode {
    return parseSummary(this.node, output);
  }

  #joined<Other extends TableName<S>, Result>(
    name: string,
    { relation, table }: RelationTo,
    refine: Refine<S, Other, Result> | undefined,
  ): QueryNode {
    const rows = new RowsQuery<S, Other, RowOf<S, Other>>(this.schema, wholeTable(table));
    const query = refine?.(rows).node ?? rows.node;
    return parseJoin(this.schema, this.node, { name, relation, query });
  }
}

function aggregatesIn(
  chosen: Readonly<Record<string, AggregateOf<unknown>>>,
): Readonly<Record<string, Aggregate>> {
  return Object.fromEntries(Object.entries(chosen).map(([name, { aggregate }]) => [name, aggregate]));
}

/**
 * All rows of a table; what to build queries on.
 * @throws StatehouseError `db/unknown-table`
 */
export function from<S extends Schema, T extends TableName<S>>(
  schema: S,
  table: T,
): RowsQuery<S, T, RowOf<S, T>> {
  tableIn(schema, table);
  return new RowsQuery(schema, wholeTable(table));
}
