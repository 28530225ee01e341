import { dbError } from '../../errors.ts';
import type { FieldSpec, FieldType } from '../../field.ts';
import type { Schema } from '../../schema.ts';
import type { TableDefinition } from '../../table-definition.ts';

/** What has no equality and no order here. */
const INCOMPARABLE: readonly FieldType[] = ['json', 'refs', 'set', 'text'];

/**
 * The declaration of a table.
 * @throws StatehouseError `db/unknown-table`
 */
export function tableIn(schema: Schema, table: string): TableDefinition {
  const declared = Object.hasOwn(schema.tables, table) ? schema.tables[table] : undefined;
  if (declared !== undefined) return declared;
  throw dbError('unknown-table', { table, known: Object.keys(schema.tables).sort().join(', ') });
}

/**
 * The declaration of a field as queries see it: `id`, and `parent` and `position` of an ordered table, are fields too.
 * @throws StatehouseError `db/unknown-table` · `db/unknown-field`
 */
export function fieldIn(schema: Schema, table: string, field: string): FieldSpec {
  const declared = tableIn(schema, table);
  const spec = Object.hasOwn(declared.fields, field) ? declared.fields[field]?.spec : undefined;
  if (spec !== undefined) return spec;
  if (field === 'id') return { type: 'string', nullable: false };
  if (declared.order !== 'none' && field === 'position') return { type: 'string', nullable: false };
  if (declared.order !== 'none' && field === 'parent') {
    return { type: 'ref', nullable: true, reference: { target: table, onDelete: declared.parentRule } };
  }
  throw dbError('unknown-field', { table, field });
}

/**
 * The declaration of a field whose values can be compared, and so ordered and grouped.
 * @throws StatehouseError as {@link fieldIn}, and `db/invalid-query`
 */
export function comparableIn(schema: Schema, table: string, field: string): FieldSpec {
  const spec = fieldIn(schema, table, field);
  if (!INCOMPARABLE.includes(spec.type)) return spec;
  throw dbError('invalid-query', {
    table,
    at: field,
    problem: `a field of type ${spec.type} cannot be compared`,
  });
}
