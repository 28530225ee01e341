import { dbError } from '../../errors.ts';
import type { Schema } from '../../schema.ts';
import type { Relation } from './condition.ts';
import { fieldIn, tableIn } from './queried-field.ts';

/** A relation together with the table that it leads to. */
export interface RelationTo {
  readonly relation: Relation;
  readonly table: string;
}

/**
 * What a reference field of a table leads to; `parent` leads to the parent in a tree.
 * @throws StatehouseError `db/unknown-field` · `db/invalid-query`
 */
export function referenceFrom(schema: Schema, table: string, field: string): RelationTo {
  const { type, reference } = fieldIn(schema, table, field);
  const isParentOfList = field === 'parent' && tableIn(schema, table).order !== 'tree';
  if (reference === undefined || isParentOfList) throw noReference(table, field);
  return { relation: { direction: 'to', field, many: type === 'refs' }, table: reference.target };
}

/**
 * The rows of `from` whose field refers to a table.
 * @throws StatehouseError as {@link referenceFrom}
 */
export function referrersOf(schema: Schema, table: string, from: string, field: string): RelationTo {
  tableIn(schema, table);
  const there = referenceFrom(schema, from, field);
  if (there.table !== table) throw noReference(from, field, ` to ${table}`);
  return { relation: { direction: 'from', field, many: there.relation.many }, table: from };
}

/**
 * The children of the rows of a tree.
 * @throws StatehouseError `db/invalid-query` if the table is not one
 */
export function childrenOf(schema: Schema, table: string): RelationTo {
  return referrersOf(schema, table, table, 'parent');
}

function noReference(table: string, field: string, to = ''): Error {
  return dbError('invalid-query', { table, at: field, problem: `the field is no reference${to}` });
}
