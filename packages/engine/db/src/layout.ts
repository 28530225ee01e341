import type { TableShape } from '@statehouse/ot';
import type { IndexDefinition } from './indexes/index-declaration.ts';
import type { Schema } from './schema.ts';

/** A reference field (or a tree's parent, where `index` is −1) that points into a table. */
export interface IncomingReference {
  readonly ordinal: number;
  readonly table: string;
  readonly field: string;
  /** Place in the referring table's `shape.references`; −1: the tree's parent. */
  readonly index: number;
}

/** A table as the snapshot sees it: where it stands, and which fields its indexes are made of. */
export interface TableLayout {
  readonly name: string;
  readonly ordinal: number;
  readonly shape: TableShape;
  readonly indexes: readonly IndexDefinition[];
  /** A write that changes none of these leaves every index alone. */
  readonly indexedFields: readonly string[];
  /** Who can point at this table, by table and field. */
  readonly incoming: readonly IncomingReference[];
}

/** The tables of a schema in name order. */
export interface Layout {
  readonly tables: readonly TableLayout[];
  readonly byName: ReadonlyMap<string, TableLayout>;
}

const layouts = new WeakMap<Schema, Layout>();

/** The layout of a schema, made once. */
export function layoutOf(schema: Schema): Layout {
  const known = layouts.get(schema);
  if (known !== undefined) return known;
  const shapes: TableShape[] = [];
  for (const name of Object.keys(schema.tables).sort()) {
    const shape = schema.shape(name);
    if (shape !== undefined) shapes.push(shape);
  }
  const tables = shapes.map((shape, ordinal) => {
    const indexes = schema.tables[shape.name]?.indexes ?? [];
    return {
      name: shape.name,
      ordinal,
      shape,
      indexes,
      indexedFields: indexedFieldsOf(shape, indexes),
      incoming: incomingTo(shape.name, shapes),
    };
  });
  const layout: Layout = { tables, byName: new Map(tables.map((table) => [table.name, table])) };
  layouts.set(schema, layout);
  return layout;
}

function indexedFieldsOf(shape: TableShape, indexes: readonly IndexDefinition[]): readonly string[] {
  const fields = new Set<string>();
  for (const { field } of shape.references) fields.add(field);
  for (const unique of shape.uniques) for (const field of unique.fields) fields.add(field);
  if (shape.order !== 'none') fields.add('parent').add('position');
  for (const index of indexes) for (const field of index.fields) fields.add(field);
  return [...fields];
}

function incomingTo(target: string, shapes: readonly TableShape[]): readonly IncomingReference[] {
  const incoming: IncomingReference[] = [];
  shapes.forEach((shape, ordinal) => {
    shape.references.forEach((reference, index) => {
      if (reference.target === target)
        incoming.push({ ordinal, table: shape.name, field: reference.field, index });
    });
    if (shape.order === 'tree' && shape.name === target) {
      incoming.push({ ordinal, table: shape.name, field: 'parent', index: -1 });
    }
  });
  return incoming.sort((a, b) => a.ordinal - b.ordinal || (a.field < b.field ? -1 : 1));
}
