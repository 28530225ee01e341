import type { KeyPart } from '@statehouse/collections';

/** A test of one field against a value. Null equals null; no other operator than `=`, `!=` and `in` accepts it. */
export type FieldTest = { readonly kind: 'field'; readonly field: string } & (
  | { readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>='; readonly operand: KeyPart }
  | { readonly operator: 'in'; readonly operand: readonly KeyPart[] }
  /** Both ends are included. */
  | { readonly operator: 'between'; readonly operand: readonly [KeyPart, KeyPart] }
  /** `has`: a set or a list of references has the member. `matches`: every word of it begins a word of the field. */
  | { readonly operator: 'startsWith' | 'has' | 'matches'; readonly operand: string }
);

/**
 * How the rows of another table belong to a row. `to`: the row's own field names them (`parent` too, in a tree).
 * `from`: their field names the row. `many`: the field is a list of references.
 */
export type Relation = {
  readonly direction: 'to' | 'from';
  readonly field: string;
  readonly many: boolean;
};

/** Whether any related row of `table` fulfils the condition. */
export interface RelatedTest {
  readonly kind: 'related';
  readonly relation: Relation;
  readonly table: string;
  readonly where: Condition;
}

/** What a row must fulfil: plain data. Two-valued: `not` takes exactly the rest. `and` of nothing is true, `or` of nothing false. */
export type Condition =
  | FieldTest
  | RelatedTest
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition };

/** The condition that every row fulfils. */
export const EVERYTHING: Condition = Object.freeze({ kind: 'and', conditions: Object.freeze([]) });

/** Both conditions; a conjunction stays flat. */
export function bothOf(first: Condition, second: Condition): Condition {
  return { kind: 'and', conditions: [...conjunctsOf(first), ...conjunctsOf(second)] };
}

/** The conditions that all have to hold. */
export function conjunctsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.conditions.flatMap(conjunctsOf) : [condition];
}
