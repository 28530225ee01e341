import type { DeletionRule } from '@statehouse/ot';
import type { Field } from './field.ts';
import {
  type IndexDeclaration,
  type IndexDefinition,
  indexDefinitions,
} from './indexes/index-declaration.ts';

/** The fields of a table by name. */
export type Fields = Readonly<Record<string, Field>>;

/** Whether and how the entities of a table are ordered. */
export type OrderKind = 'none' | 'list' | 'tree';

/** A declared table. */
export interface TableDefinition<
  TableFields extends Fields = Fields,
  Order extends OrderKind = OrderKind,
  TableUnions extends Unions = Unions,
> {
  readonly fields: TableFields;
  readonly order: Order;
  /** What deletion of a tree's parent does to its children. */
  readonly parentRule: DeletionRule;
  /** Each a list of fields that are unique together; at least one of them is nullable. */
  readonly unique: readonly (readonly string[])[];
  /** What makes queries quick. No part of what a document is: replicas may differ in it. */
  readonly indexes: readonly IndexDefinition[];
  /** Members that stand for one of several references. No part of what a document is: they only say how data is read. */
  readonly unions: TableUnions;
}

/**
 * A member of nested data that refers into one of several tables. The entity it refers to is held by one of `refs`,
 * by tag; the others are null.
 */
export interface UnionDefinition<Field extends string = string> {
  /** The member that holds the tag: of the nested entity, or of the one that refers to it. */
  readonly by: string;
  /** Nullable references of the table by tag. */
  readonly refs: Readonly<Record<string, Field>>;
}

/** The unions of a table by name. */
export type Unions<Field extends string = string> = Readonly<Record<string, UnionDefinition<Field>>>;

/** Order and unique keys of a table. */
export interface TableOptions<TableFields extends Fields> {
  /** `list`: siblings at one level. `tree`: with parents; the rule says what deletion of a parent does. */
  readonly order?: 'list' | { readonly tree: DeletionRule };
  /**
   * Fields that are unique together. A transaction that claims a taken key throws; of two claims that could not know of
   * each other the later loses the key, so at least one field of each must be nullable. A key with a null part claims
   * nothing.
   */
  readonly unique?: readonly (readonly Extract<keyof TableFields, string>[])[];
  /** Indexes for queries: `['ownerId', 'score']` serves what asks for an owner, in the order of scores or without one. */
  readonly indexes?: readonly IndexDeclaration<Extract<keyof TableFields, string>>[];
  /** Fields of strings or texts in whose words a query can search. */
  readonly search?: readonly Extract<keyof TableFields, string>[];
  /** Members of nested data that refer into one of several tables: `{ subject: { by: 'type', refs: { post: 'postId' } } }`. */
  readonly unions?: Unions<Extract<keyof TableFields, string>>;
}

type UnionsOf<Options> = Options extends { unions: infer Given extends Unions } ? Given : NoUnions;
type NoUnions = Readonly<Record<never, UnionDefinition>>;

type OrderOf<Options> = Options extends { order: 'list' }
  ? 'list'
  : Options extends { order: { tree: string } }
    ? 'tree'
    : 'none';

/** The tables of a schema by name. */
export type TableDefinitions = Readonly<Record<string, TableDefinition>>;

/** Declares a table. */
export function table<
  const TableFields extends Fields,
  const Options extends TableOptions<TableFields> = object,
>(fields: TableFields, options?: Options): TableDefinition<TableFields, OrderOf<Options>, UnionsOf<Options>> {
  const order = options?.order;
  const kind: OrderKind = order === undefined ? 'none' : order === 'list' ? 'list' : 'tree';
  return {
    fields,
    order: kind as OrderOf<Options>,
    parentRule: typeof order === 'object' ? order.tree : 'cascade',
    unique: options?.unique ?? [],
    indexes: indexDefinitions(options?.indexes ?? [], options?.search ?? []),
    unions: (options?.unions ?? {}) as UnionsOf<Options>,
  };
}
