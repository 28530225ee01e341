import type { Json } from '@statehouse/kernel';
import type { FieldKind, ReferenceField, TableShape } from '@statehouse/ot';
import type { FieldSpec, FieldType } from './field.ts';
import type { TableDefinition } from './table-definition.ts';

const KIND_OF_TYPE: Readonly<Record<FieldType, FieldKind>> = {
  string: 'value',
  number: 'value',
  boolean: 'value',
  timestamp: 'value',
  enumeration: 'value',
  json: 'json',
  ref: 'ref',
  refs: 'refs',
  counter: 'counter',
  set: 'set',
  text: 'text',
};

/** The kind by which the algebra treats a field. */
export function kindOf(spec: FieldSpec): FieldKind {
  return KIND_OF_TYPE[spec.type];
}

/** What an insertion may leave out, and what the field then holds; undefined if it must be given (or is a text). */
export function defaultOf(spec: FieldSpec): Json | undefined {
  return spec.defaultValue ?? (spec.nullable ? null : undefined);
}

/** What the algebra must know of a declared table. */
export function shapeOf(name: string, declared: TableDefinition): TableShape {
  const fieldKinds: Record<string, FieldKind> = {};
  const defaults: Record<string, Json> = {};
  const references: ReferenceField[] = [];
  for (const [field, { spec }] of Object.entries(declared.fields)) {
    fieldKinds[field] = kindOf(spec);
    const fallback = defaultOf(spec);
    if (fallback !== undefined) defaults[field] = fallback;
    if (spec.reference !== undefined) {
      references.push({ field, ...spec.reference, nullable: spec.nullable, many: spec.type === 'refs' });
    }
  }
  const uniques = declared.unique.map((fields) => ({ name: fields.join(','), fields }));
  return {
    name,
    fieldKinds,
    defaults,
    references,
    uniques,
    order: declared.order,
    parentRule: declared.parentRule,
  };
}
