import type { FieldsOf, FieldsOfKind, ReferringField, RowOf, TableOf, TargetOf } from '../inferred-rows.ts';
import type { Schema, TableName } from '../schema.ts';
import type { TableDefinition, UnionDefinition } from '../table-definition.ts';

/**
 * Which references of an entity are followed, and how far: a reference by its field, what refers to the entity by
 * `table.field`, a union by its name. `true`: the entity there as it is stored. A shape that holds itself goes on for
 * as long as somebody reads.
 */
export type Shape<S extends Schema, Table extends TableName<S>> = {
  readonly [Name in Extract<ForwardName<S, Table>, string>]?: true | Shape<S, ForwardTarget<S, Table, Name>>;
} & {
  readonly [Name in ReverseName<S, Table>]?: true | Shape<S, ReverseTable<S, Name>>;
} & {
  readonly [Name in UnionName<S, Table>]?: true | UnionShape<S, Table, Name>;
};

/** An entity with what its shape puts in place of references. */
export type Denormalized<S extends Schema, Table extends TableName<S>, Given> = Given extends true
  ? RowOf<S, Table>
  : Flat<
      Omit<RowOf<S, Table>, keyof Given> & {
        readonly [Name in Extract<keyof Given, string>]: Member<S, Table, Name, NonNullable<Given[Name]>>;
      }
    >;

type Flat<T> = { [Key in keyof T]: T[Key] };

type ForwardName<S extends Schema, Table extends TableName<S>> =
  | FieldsOfKind<S, Table, 'ref' | 'refs'>
  | (TableOf<S, Table> extends { readonly order: 'tree' } ? 'parent' : never);

type ForwardTarget<S extends Schema, Table extends TableName<S>, Name extends string> = Name extends 'parent'
  ? Table
  : Name extends keyof FieldsOf<S, Table>
    ? Extract<TargetOf<FieldsOf<S, Table>[Name]>, TableName<S>>
    : never;

type ReverseName<S extends Schema, Table extends TableName<S>> =
  | { [From in TableName<S>]: `${From}.${ReferringField<S, Table, From>}` }[TableName<S>]
  | (TableOf<S, Table> extends { readonly order: 'tree' } ? `${Table}.parent` : never);

type ReverseTable<S extends Schema, Name extends string> = Name extends `${infer From}.${string}`
  ? Extract<From, TableName<S>>
  : never;

type UnionsOf<S extends Schema, Table extends TableName<S>> =
  TableOf<S, Table> extends TableDefinition<infer _, infer _Order, infer Unions> ? Unions : never;

type UnionName<S extends Schema, Table extends TableName<S>> = Extract<keyof UnionsOf<S, Table>, string>;

type RefsOf<Union> = Union extends UnionDefinition ? Union['refs'] : never;

type UnionShape<S extends Schema, Table extends TableName<S>, Name extends UnionName<S, Table>> = {
  readonly [Tag in Extract<keyof RefsOf<UnionsOf<S, Table>[Name]>, string>]?:
    | true
    | Shape<S, ForwardTarget<S, Table, Extract<RefsOf<UnionsOf<S, Table>[Name]>[Tag], string>>>;
};

type Member<S extends Schema, Table extends TableName<S>, Name extends string, Given> =
  Name extends UnionName<S, Table>
    ? UnionMember<S, Table, UnionsOf<S, Table>[Name], Given> | null
    : Name extends FieldsOfKind<S, Table, 'refs'>
      ? readonly Denormalized<S, ForwardTarget<S, Table, Name>, Given>[]
      : Name extends ForwardName<S, Table>
        ?
            | Denormalized<S, ForwardTarget<S, Table, Name>, Given>
            | (Name extends keyof RowOf<S, Table> ? Extract<RowOf<S, Table>[Name], null> : never)
        : Name extends ReverseName<S, Table>
          ? readonly Denormalized<S, ReverseTable<S, Name>, Given>[]
          : never;

type UnionMember<S extends Schema, Table extends TableName<S>, Union, Given> = Union extends UnionDefinition
  ? {
      [Tag in keyof Union['refs']]: Flat<
        { readonly [By in Union['by']]: Tag } & Denormalized<
          S,
          ForwardTarget<S, Table, Union['refs'][Tag]>,
          Tag extends keyof Given ? NonNullable<Given[Tag]> : true
        >
      >;
    }[keyof Union['refs']]
  : never;
