import type { Field } from './field.ts';
import type { Schema, TableName } from './schema.ts';
import type { OrderKind, TableDefinition } from './table-definition.ts';

type Types<F> = F extends { readonly '~types'?: infer Carried } ? NonNullable<Carried> : never;
type ReadOf<F> = Types<F> extends { readonly read: infer Read } ? Read : never;
type WriteOf<F> = Types<F> extends { readonly write: infer Write } ? Write : never;
type KindOf<F> = Types<F> extends { readonly kind: infer Kind } ? Kind : never;
/** The table that a reference field points at. */
export type TargetOf<F> = Types<F> extends { readonly target: infer Target } ? Target : never;

/** The declaration of a table. */
export type TableOf<S extends Schema, Table extends TableName<S>> = S['tables'][Table];
/** The declared fields of a table. */
export type FieldsOf<S extends Schema, Table extends TableName<S>> = TableOf<S, Table>['fields'];
type Flat<T> = { [Key in keyof T]: T[Key] };

type PlaceOf<Order extends OrderKind> = Order extends 'tree'
  ? { readonly parent: string | null; readonly position: string }
  : Order extends 'list'
    ? { readonly parent: null; readonly position: string }
    : unknown;

/** An entity as it is read. The object is immutable and keeps its identity until the entity changes. */
export type RowOf<S extends Schema, Table extends TableName<S>> = Flat<
  { readonly id: string } & {
    readonly [Name in keyof FieldsOf<S, Table>]: ReadOf<FieldsOf<S, Table>[Name]>;
  } & PlaceOf<TableOf<S, Table>['order']>
>;

type OptionalFields<TableFields> = {
  [Name in keyof TableFields]: Types<TableFields[Name]> extends { readonly optional: true } ? Name : never;
}[keyof TableFields];

/** The fields of a new entity: nullables, defaults, counters, sets, lists and texts may be left out. */
export type InsertOf<S extends Schema, Table extends TableName<S>> = Flat<
  {
    readonly [Name in Exclude<keyof FieldsOf<S, Table>, OptionalFields<FieldsOf<S, Table>>>]: WriteOf<
      FieldsOf<S, Table>[Name]
    >;
  } & {
    readonly [Name in OptionalFields<FieldsOf<S, Table>>]?: WriteOf<FieldsOf<S, Table>[Name]> | undefined;
  }
>;

/** The names of a table's fields of some kinds. */
export type FieldsOfKind<S extends Schema, Table extends TableName<S>, Kind extends string> = Extract<
  {
    [Name in keyof FieldsOf<S, Table>]: KindOf<FieldsOf<S, Table>[Name]> extends Kind ? Name : never;
  }[keyof FieldsOf<S, Table>],
  string
>;

/** The fields that can be set as a whole, each optional: what `modify` takes. */
export type ModifyOf<S extends Schema, Table extends TableName<S>> = {
  readonly [Name in FieldsOfKind<S, Table, 'value' | 'json' | 'ref' | 'refs'>]?: WriteOf<
    FieldsOf<S, Table>[Name]
  >;
};

/** The fields of `Referrer` that refer to `Target`; `parent` too where the target is its own ordered tree. */
export type ReferringField<
  S extends Schema,
  Target extends TableName<S>,
  Referrer extends TableName<S>,
> = Extract<
  {
    [Name in keyof FieldsOf<S, Referrer>]: FieldsOf<S, Referrer>[Name] extends Field
      ? [TargetOf<FieldsOf<S, Referrer>[Name]>] extends [never]
        ? never
        : Target extends TargetOf<FieldsOf<S, Referrer>[Name]>
          ? Name
          : never
      : never;
  }[keyof FieldsOf<S, Referrer>],
  string
>;

/** The names of the tables whose entities are ordered. */
export type OrderedTableName<S extends Schema> = {
  [Table in TableName<S>]: S['tables'][Table] extends TableDefinition<infer _, infer Order>
    ? Order extends 'none'
      ? never
      : Table
    : never;
}[TableName<S>];
