import type { Json } from '@statehouse/kernel';
import type { TableShape } from '@statehouse/ot';
import { checkSchema } from './check-schema.ts';
import type { TableDefinition, TableDefinitions } from './table-definition.ts';
import { shapeOf } from './table-shape.ts';

/** What a document holds. Plain data and types; immutable. */
export interface Schema<Tables extends TableDefinitions = TableDefinitions> {
  readonly version: number;
  readonly tables: Tables;
  /** What the algebra must know of a table; undefined if there is no such table. */
  shape(table: string): TableShape | undefined;
}

/** The names of a schema's tables. */
export type TableName<S extends Schema> = Extract<keyof S['tables'], string>;

/**
 * Declares what a document holds.
 * @throws StatehouseError `db/invalid-schema`, which says where and why
 * @example
 * const schema = defineSchema({
 *   version: 1,
 *   tables: {
 *     lists: table({ name: string() }),
 *     items: table({ list: ref('lists', { onDelete: 'cascade' }), note: text(), done: boolean().default(false) }),
 *   },
 * });
 */
export function defineSchema<const Tables extends TableDefinitions>(definition: {
  readonly version: number;
  readonly tables: Tables;
}): Schema<Tables> {
  const { version, tables } = definition;
  checkSchema(version, tables);
  const shapes = new Map<string, TableShape>();
  for (const [name, declared] of Object.entries(tables)) shapes.set(name, shapeOf(name, declared));
  return Object.freeze({ version, tables, shape: (name: string) => shapes.get(name) });
}

/** The canonical description of a schema: plain JSON, equal for equal schemas. Validators are code and left out. */
export function describeSchema(schema: Schema): Json {
  const tables: Record<string, Json> = {};
  for (const name of Object.keys(schema.tables).sort()) {
    const declared = schema.tables[name];
    if (declared !== undefined) tables[name] = describeTable(declared);
  }
  return { version: schema.version, tables };
}

function describeTable(declared: TableDefinition): Json {
  const fields: Record<string, Json> = {};
  for (const name of Object.keys(declared.fields).sort()) {
    const field = declared.fields[name];
    if (field === undefined) continue;
    const { type, nullable, defaultValue, values, reference } = field.spec;
    fields[name] = {
      type,
      nullable,
      ...(defaultValue === undefined ? {} : { default: defaultValue }),
      ...(values === undefined ? {} : { values }),
      ...(reference === undefined ? {} : { target: reference.target, onDelete: reference.onDelete }),
    };
  }
  const order: Json = declared.order === 'tree' ? { tree: declared.parentRule } : declared.order;
  return { fields, order, unique: declared.unique };
}
