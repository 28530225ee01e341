import type { FieldsOf, FieldsOfKind, RowOf, TableOf, TargetOf } from '../../inferred-rows.ts';
import type { Schema, TableName } from '../../schema.ts';

type Place<S extends Schema, T extends TableName<S>> = TableOf<S, T>['order'] extends 'none'
  ? never
  : 'parent' | 'position';

/** The fields by which rows can be compared, ordered and grouped. */
export type ComparableField<S extends Schema, T extends TableName<S>> =
  | FieldsOfKind<S, T, 'value' | 'ref' | 'counter'>
  | 'id'
  | Place<S, T>;

/** The fields that can be tested. */
export type QueriedField<S extends Schema, T extends TableName<S>> =
  | ComparableField<S, T>
  | Extract<keyof FieldsOf<S, T>, string>;

/** What a field holds. */
export type ValueOf<S extends Schema, T extends TableName<S>, F extends string> =
  RowOf<S, T> extends { readonly [Name in F]: infer Value } ? Value : never;

/** The comparable fields that hold numbers, perhaps nullable. */
export type NumberField<S extends Schema, T extends TableName<S>> = {
  [F in ComparableField<S, T>]: NonNullable<ValueOf<S, T, F>> extends number ? F : never;
}[ComparableField<S, T>];

type Ordering = '<' | '<=' | '>' | '>=' | 'between';

/** The operators that a field has. */
export type OperatorOf<S extends Schema, T extends TableName<S>, F extends string> =
  F extends ComparableField<S, T>
    ?
        | '='
        | '!='
        | 'in'
        | Ordering
        | (NonNullable<ValueOf<S, T, F>> extends string ? 'startsWith' | 'matches' : never)
    : F extends FieldsOfKind<S, T, 'set' | 'refs'>
      ? 'has'
      : F extends FieldsOfKind<S, T, 'text'>
        ? 'matches'
        : '=' | '!=';

/** What an operator compares a field with. */
export type OperandOf<
  S extends Schema,
  T extends TableName<S>,
  F extends string,
  Operator extends string,
> = Operator extends '=' | '!='
  ? F extends ComparableField<S, T>
    ? ValueOf<S, T, F>
    : null
  : Operator extends '<' | '<=' | '>' | '>='
    ? NonNullable<ValueOf<S, T, F>>
    : Operator extends 'in'
      ? readonly ValueOf<S, T, F>[]
      : Operator extends 'between'
        ? readonly [NonNullable<ValueOf<S, T, F>>, NonNullable<ValueOf<S, T, F>>]
        : string;

/** The reference fields of a table; `parent` too where the table is a tree. */
export type ReferenceField<S extends Schema, T extends TableName<S>> =
  | FieldsOfKind<S, T, 'ref' | 'refs'>
  | (TableOf<S, T>['order'] extends 'tree' ? 'parent' : never);

/** The table that a reference field points at. */
export type ReferenceTarget<S extends Schema, T extends TableName<S>, F extends string> = Extract<
  F extends 'parent' ? T : F extends keyof FieldsOf<S, T> ? TargetOf<FieldsOf<S, T>[F]> : never,
  TableName<S>
>;

/** Whether a reference field holds one reference or a list of them. */
export type IsList<S extends Schema, T extends TableName<S>, F extends string> =
  F extends FieldsOfKind<S, T, 'refs'> ? true : false;

/** The names of the tables that are trees. */
export type TreeTable<S extends Schema, T extends TableName<S>> = TableOf<S, T>['order'] extends 'tree'
  ? T
  : never;
