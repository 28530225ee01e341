import { isArray, isJsonObject } from '@statehouse/kernel';
import { dbError } from '../errors.ts';
import type { FieldSpec } from '../field.ts';
import type { Schema } from '../schema.ts';
import type { TableDefinition } from '../table-definition.ts';

/** A relation that the data nests under its target: `comments` inside a post are rows of `table` with `via` = the post. */
export interface NestedRelation {
  readonly table: string;
  readonly via: string;
}

/** One entity of the data: the fields that were given, references as ids. */
export interface IncomingRow {
  readonly table: string;
  readonly id: string;
  readonly fields: Map<string, unknown>;
  /** Given for ordered tables only; absent: the end, or where it is. */
  parent?: string | null;
  position?: string;
}

/** Every entity of the data once, in the order of its first appearance. */
export type Incoming = ReadonlyMap<string, IncomingRow>;

interface Waiting {
  readonly table: string;
  readonly data: unknown;
  /** The reference by which the data hangs on what it was nested in. */
  readonly via?: { readonly field: string; readonly id: string };
}

/**
 * Takes nested data apart into rows, by the schema. An entity that appears several times is one row; of two values for
 * one field the later counts. Objects may refer to each other in circles. Order: as the data is read, outer first.
 * @throws StatehouseError `db/unreadable-row` · `db/unknown-table` · `db/unknown-field` · `db/invalid-id`
 */
export function takeApart(
  schema: Schema,
  data: Readonly<Record<string, unknown>>,
  nested: Readonly<Record<string, NestedRelation>>,
): Incoming {
  return new Reader(schema, nested).read(data);
}

class Reader {
  readonly #schema: Schema;
  readonly #nested: Readonly<Record<string, NestedRelation>>;
  readonly #rows = new Map<string, IncomingRow>();
  /** Objects that were read already, so that circles end. */
  readonly #read = new Map<object, IncomingRow>();
  #waiting: Waiting[] = [];

  constructor(schema: Schema, nested: Readonly<Record<string, NestedRelation>>) {
    this.#schema = schema;
    this.#nested = nested;
  }

  read(data: Readonly<Record<string, unknown>>): Incoming {
    for (const [table, rows] of Object.entries(data)) this.#waiting.push({ table, data: rows });
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const one of batch) this.#readData(one);
    }
    return this.#rows;
  }

  #readData({ table, data, via }: Waiting): void {
    const declared = this.#declared(table);
    for (const one of isArray(data) ? data : [data]) {
      const row = this.#readRow(table, declared, one);
      if (via === undefined) continue;
      if (via.field === 'parent') row.parent = via.id;
      else row.fields.set(via.field, via.id);
    }
  }

  #readRow(table: string, declared: TableDefinition, data: unknown): IncomingRow {
    if (!isJsonObject(data)) throw unreadable(table, 'it is not an object');
    const known = this.#read.get(data);
    if (known !== undefined) {
      if (known.table !== table)
        throw unreadable(table, `one object stands for rows of ${table} and ${known.table}`);
      return known;
    }
    if (!Object.hasOwn(data, 'id')) throw unreadable(table, 'it has no id');
    const row = this.#rowOf(table, idFrom(table, data.id));
    this.#read.set(data, row);
    for (const [key, value] of Object.entries(data)) {
      if (key !== 'id' && value !== undefined) this.#readMember(row, declared, key, value);
    }
    return row;
  }

  #rowOf(table: string, id: string): IncomingRow {
    const key = `${table}\u0000${id}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row: IncomingRow = { table, id, fields: new Map() };
    this.#rows.set(key, row);
    return row;
  }

  #readMember(row: IncomingRow, declared: TableDefinition, key: string, value: unknown): void {
    const { table, id } = row;
    const spec = Object.hasOwn(declared.fields, key) ? declared.fields[key]?.spec : undefined;
    if (spec !== undefined) {
      row.fields.set(key, this.#fieldValue(table, spec, value));
      return;
    }
    const relation = Object.hasOwn(this.#nested, key) ? this.#nested[key] : undefined;
    if (relation !== undefined) {
      this.#waiting.push({ table: relation.table, data: value, via: { field: relation.via, id } });
    } else if (key === 'parent' && declared.order !== 'none') {
      row.parent = value === null ? null : this.#target(table, value);
    } else if (key === 'position' && declared.order !== 'none' && typeof value === 'string') {
      row.position = value;
    } else {
      throw dbError('unknown-field', { table, field: key });
    }
  }

  /** References become ids; what was nested in them waits to be read. */
  #fieldValue(table: string, spec: FieldSpec, value: unknown): unknown {
    if (spec.reference === undefined || value === null) return value;
    const { target } = spec.reference;
    if (spec.type === 'ref') return this.#target(target, value);
    if (!isArray(value)) throw unreadable(table, 'a list of references is not a list');
    return [...new Set(value.map((one) => this.#target(target, one)))];
  }

  #target(table: string, value: unknown): string {
    if (!isJsonObject(value)) return idFrom(table, value);
    if (!Object.hasOwn(value, 'id')) throw unreadable(table, 'it has no id');
    if (!this.#read.has(value)) this.#waiting.push({ table, data: value });
    return idFrom(table, value.id);
  }

  #declared(table: string): TableDefinition {
    const { tables } = this.#schema;
    const declared = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (declared !== undefined) return declared;
    throw dbError('unknown-table', { table, known: Object.keys(tables).join(', ') });
  }
}

/** Ids are strings; safe integers become strings. */
function idFrom(table: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw dbError('invalid-id', { table });
}

function unreadable(table: string, problem: string): Error {
  return dbError('unreadable-row', { table, problem });
}
