import { isStatehouseError } from '@statehouse/kernel';
import { dbError } from './errors.ts';
import type { FieldSpec } from './field.ts';
import { checkFieldValue } from './field-value.ts';
import type { IndexDefinition } from './indexes/index-declaration.ts';
import type { TableDefinition, TableDefinitions } from './table-definition.ts';
import { defaultOf } from './table-shape.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const RESERVED_FIELDS: ReadonlySet<string> = new Set(['id', 'parent', 'position', 'prototype']);
const RESERVED_TABLES: ReadonlySet<string> = new Set(['prototype', 'then']);

/**
 * Checks a schema at its definition.
 * @throws StatehouseError `db/invalid-schema`
 */
export function checkSchema(version: number, tables: TableDefinitions): void {
  if (!Number.isSafeInteger(version) || version < 1)
    throw invalid('version', 'it must be an integer from 1 on');
  for (const [name, declared] of Object.entries(tables)) {
    if (!NAME.test(name))
      throw invalid(name, 'a table name is a letter followed by up to 63 letters and digits');
    if (RESERVED_TABLES.has(name) || name in Object.prototype) throw invalid(name, 'the name is reserved');
    checkTable(name, declared, tables);
  }
}

function checkTable(name: string, declared: TableDefinition, tables: TableDefinitions): void {
  for (const [field, { spec }] of Object.entries(declared.fields)) {
    const at = `${name}.${field}`;
    if (!NAME.test(field))
      throw invalid(at, 'a field name is a letter followed by up to 63 letters and digits');
    if (RESERVED_FIELDS.has(field) || field in Object.prototype) throw invalid(at, 'the name is reserved');
    checkField(name, field, spec, tables);
  }
  const names = declared.unique.map((fields) => fields.join(','));
  if (new Set(names).size < names.length) throw invalid(name, 'a unique key is declared twice');
  for (const fields of declared.unique) checkUnique(name, fields, declared);
  const indexes = declared.indexes.map((index) => index.name);
  if (new Set(indexes).size < indexes.length) throw invalid(name, 'an index is declared twice');
  for (const index of declared.indexes) checkIndex(name, index, declared);
  for (const [union, { by, refs }] of Object.entries(declared.unions))
    checkUnion(name, union, by, refs, declared);
}

function checkField(table: string, field: string, spec: FieldSpec, tables: TableDefinitions): void {
  const at = `${table}.${field}`;
  if (spec.reference !== undefined) {
    const { target, onDelete } = spec.reference;
    if (!Object.hasOwn(tables, target)) throw invalid(at, `it refers to a table ${target} that is not there`);
    if (spec.type === 'ref' && onDelete === 'nullify' && !spec.nullable) {
      throw invalid(at, 'a reference that deletion nullifies must be nullable');
    }
  }
  if (spec.values !== undefined) {
    if (spec.values.length === 0) throw invalid(at, 'an enumeration needs at least one value');
    if (new Set(spec.values).size < spec.values.length)
      throw invalid(at, 'an enumeration names a value twice');
  }
  if (spec.defaultValue === undefined) return;
  try {
    checkFieldValue({ table, field, spec }, spec.defaultValue);
  } catch (error) {
    if (isStatehouseError(error)) throw invalid(at, `its default does not fit: ${error.message}`);
    throw error;
  }
}

const UNIQUE_TYPES: ReadonlySet<FieldSpec['type']> = new Set([
  'string',
  'number',
  'boolean',
  'timestamp',
  'enumeration',
  'ref',
]);

function checkUnique(name: string, fields: readonly string[], declared: TableDefinition): void {
  const at = `${name} unique [${fields.join(', ')}]`;
  if (fields.length === 0) throw invalid(at, 'it names no field');
  if (new Set(fields).size < fields.length) throw invalid(at, 'it names a field twice');
  let nullable = false;
  for (const field of fields) {
    const spec = Object.hasOwn(declared.fields, field) ? declared.fields[field]?.spec : undefined;
    if (spec === undefined) throw invalid(at, `there is no field ${field}`);
    if (!UNIQUE_TYPES.has(spec.type))
      throw invalid(at, `a field of type ${spec.type} cannot be part of a key`);
    nullable ||= spec.nullable && defaultOf(spec) === null;
  }
  if (!nullable)
    throw invalid(at, 'one of its fields must be nullable without a default, for whoever loses the key');
}

const ORDERED_TYPES: ReadonlySet<FieldSpec['type']> = new Set([...UNIQUE_TYPES, 'counter']);
const SEARCHED_TYPES: ReadonlySet<FieldSpec['type']> = new Set(['string', 'text']);

function checkIndex(name: string, { kind, fields }: IndexDefinition, declared: TableDefinition): void {
  const at =
    kind === 'words' ? `${name} search [${fields.join(', ')}]` : `${name} index [${fields.join(', ')}]`;
  if (fields.length === 0) throw invalid(at, 'it names no field');
  if (new Set(fields).size < fields.length) throw invalid(at, 'it names a field twice');
  const types = kind === 'words' ? SEARCHED_TYPES : ORDERED_TYPES;
  for (const field of fields) {
    const type = Object.hasOwn(declared.fields, field) ? declared.fields[field]?.spec.type : undefined;
    if (type === undefined) throw invalid(at, `there is no field ${field}`);
    if (!types.has(type)) throw invalid(at, `a field of type ${type} cannot be part of it`);
  }
}

function checkUnion(
  name: string,
  union: string,
  by: string,
  refs: Readonly<Record<string, string>>,
  declared: TableDefinition,
): void {
  const at = `${name} union ${union}`;
  for (const member of [union, by]) {
    if (!NAME.test(member)) throw invalid(at, 'a member is a letter followed by up to 63 letters and digits');
  }
  if (RESERVED_FIELDS.has(union) || union in Object.prototype || Object.hasOwn(declared.fields, union))
    throw invalid(at, 'the name is reserved, or that of a field');
  const fields = Object.values(refs);
  if (fields.length === 0 || new Set(fields).size < fields.length)
    throw invalid(at, 'each of its tags needs a field of its own');
  for (const field of fields) {
    const spec = Object.hasOwn(declared.fields, field) ? declared.fields[field]?.spec : undefined;
    if (spec?.type !== 'ref' || !spec.nullable) throw invalid(at, `${field} is not a nullable reference`);
  }
}

function invalid(at: string, problem: string): Error {
  return dbError('invalid-schema', { at, problem });
}
