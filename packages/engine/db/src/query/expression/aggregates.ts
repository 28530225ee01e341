import type { Schema, TableName } from '../../schema.ts';
import type { ComparableField, NumberField, ValueOf } from './operands.ts';
import { parseAggregate } from './parse-aggregate.ts';
import type { Aggregate } from './query-node.ts';

/** An aggregate, and what it answers. */
export interface AggregateOf<Result> {
  readonly aggregate: Aggregate;
  /** Never there at run time: it only carries the type. */
  readonly '~result'?: Result;
}

/** What the aggregates of a record answer, by name. */
export type ResultsOf<Chosen extends Readonly<Record<string, AggregateOf<unknown>>>> = {
  readonly [Name in keyof Chosen]: Chosen[Name] extends AggregateOf<infer Result> ? Result : never;
};

/** Makes aggregates over the rows of one table. Each throws `db/unknown-field` or `db/invalid-query` for a wrong field. */
export class AggregateChoice<S extends Schema, T extends TableName<S>> {
  readonly #schema: S;
  readonly #table: string;

  constructor(schema: S, table: string) {
    this.#schema = schema;
    this.#table = table;
  }

  count(): AggregateOf<number> {
    return { aggregate: { kind: 'count' } };
  }

  sum(field: NumberField<S, T>): AggregateOf<number> {
    return { aggregate: parseAggregate(this.#schema, this.#table, 'sum', field) };
  }

  average(field: NumberField<S, T>): AggregateOf<number | null> {
    return { aggregate: parseAggregate(this.#schema, this.#table, 'average', field) };
  }

  min<F extends ComparableField<S, T>>(field: F): AggregateOf<ValueOf<S, T, F> | null> {
    return { aggregate: parseAggregate(this.#schema, this.#table, 'min', field) };
  }

  max<F extends ComparableField<S, T>>(field: F): AggregateOf<ValueOf<S, T, F> | null> {
    return { aggregate: parseAggregate(this.#schema, this.#table, 'max', field) };
  }
}
