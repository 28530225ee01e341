import type { ReferringField } from '../../inferred-rows.ts';
import type { Schema, TableName } from '../../schema.ts';
import type { Condition } from './condition.ts';
import type { OperandOf, OperatorOf, QueriedField, ReferenceField, ReferenceTarget } from './operands.ts';
import { parseFieldTest } from './parse-test.ts';
import { childrenOf, referenceFrom, referrersOf } from './relations.ts';

/** Makes conditions on the rows of one table. */
export class Conditions<S extends Schema, T extends TableName<S>> {
  readonly #schema: S;
  readonly #table: string;

  constructor(schema: S, table: string) {
    this.#schema = schema;
    this.#table = table;
  }

  /**
   * A test of one field. Null equals null and nothing else; `<`, `between` and their like never hold for it.
   * @throws StatehouseError `db/unknown-field` · `db/wrong-type` · `db/invalid-query`
   */
  is<F extends QueriedField<S, T>, Operator extends OperatorOf<S, T, F>>(
    field: F,
    operator: Operator,
    operand: OperandOf<S, T, F, Operator>,
  ): Condition {
    return parseFieldTest(this.#schema, this.#table, field, operator, operand);
  }

  and(...conditions: readonly Condition[]): Condition {
    return { kind: 'and', conditions };
  }

  or(...conditions: readonly Condition[]): Condition {
    return { kind: 'or', conditions };
  }

  not(condition: Condition): Condition {
    return { kind: 'not', condition };
  }

  /** Whether the field refers to a row that fulfils a condition (without one: to any). */
  refers<F extends ReferenceField<S, T>>(
    field: F,
    where?: (on: Conditions<S, ReferenceTarget<S, T, F>>) => Condition,
  ): Condition {
    const { relation, table } = referenceFrom(this.#schema, this.#table, field);
    return this.#related(relation, table, where);
  }

  /** Whether a row of another table that fulfils a condition (without one: any) refers to this one by its field. */
  referred<From extends TableName<S>>(
    table: From,
    field: ReferringField<S, T, From>,
    where?: (on: Conditions<S, From>) => Condition,
  ): Condition {
    const { relation } = referrersOf(this.#schema, this.#table, table, field);
    return this.#related(relation, table, where);
  }

  /** Whether a child in the tree fulfils a condition (without one: there is any). */
  hasChild(where?: (on: Conditions<S, T>) => Condition): Condition {
    const { relation, table } = childrenOf(this.#schema, this.#table);
    return this.#related(relation, table, where);
  }

  #related<Other extends TableName<S>>(
    relation: ReturnType<typeof childrenOf>['relation'],
    table: string,
    where: ((on: Conditions<S, Other>) => Condition) | undefined,
  ): Condition {
    const condition = where?.(new Conditions<S, Other>(this.#schema, table));
    return { kind: 'related', relation, table, where: condition ?? { kind: 'and', conditions: [] } };
  }
}
