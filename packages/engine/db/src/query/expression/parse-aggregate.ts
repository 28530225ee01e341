import { dbError } from '../../errors.ts';
import type { FieldType } from '../../field.ts';
import type { Schema } from '../../schema.ts';
import { comparableIn } from './queried-field.ts';
import type { Aggregate } from './query-node.ts';

const NUMERIC: ReadonlySet<FieldType> = new Set(['number', 'timestamp', 'counter']);

/**
 * An aggregate over a field.
 * @throws StatehouseError `db/unknown-field` · `db/invalid-query`
 */
export function parseAggregate(
  schema: Schema,
  table: string,
  kind: Exclude<Aggregate['kind'], 'count'>,
  field: string,
): Aggregate {
  const { type } = comparableIn(schema, table, field);
  if ((kind === 'sum' || kind === 'average') && !NUMERIC.has(type)) {
    throw dbError('invalid-query', { table, at: field, problem: `a field of type ${type} has no ${kind}` });
  }
  return { kind, field };
}
