import type { Schema } from './schema.ts';

/** What `table.field` names, if that field refers into the table given. */
export function reverseOf(
  schema: Schema,
  target: string,
  name: string,
): { readonly table: string; readonly field: string } | undefined {
  const dot = name.indexOf('.');
  if (dot === -1) return undefined;
  const table = name.slice(0, dot);
  const field = name.slice(dot + 1);
  const declared = Object.hasOwn(schema.tables, table) ? schema.tables[table] : undefined;
  if (declared === undefined) return undefined;
  if (field === 'parent' && declared.order === 'tree') return table === target ? { table, field } : undefined;
  const spec = Object.hasOwn(declared.fields, field) ? declared.fields[field]?.spec : undefined;
  return spec?.reference?.target === target ? { table, field } : undefined;
}
