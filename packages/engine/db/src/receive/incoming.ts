import { isArray, isJsonObject, type JsonObject } from '@statehouse/kernel';
import { dbError } from '../errors.ts';
import { describeType } from '../json-value.ts';
import { reverseOf } from '../reverse-reference.ts';
import type { Schema } from '../schema.ts';
import type { TableDefinition } from '../table-definition.ts';
import type { Incoming, IncomingRow, NestedRelation, Nesting } from './incoming-row.ts';
import { readUnion } from './union.ts';

/** How data is taken apart. */
export interface ReadingRules {
  /** Members of the data that hold rows of another table which refer back. */
  readonly nested: Readonly<Record<string, NestedRelation>>;
  /** True: an id that the data lists twice in one table is an error, not one row. */
  readonly once: boolean;
}

interface Waiting {
  readonly table: string;
  readonly data: unknown;
  /** What it was nested in; absent for what was given under a table's name. */
  readonly from?: Nesting;
  /** The reference by which it hangs on what it was nested in. */
  readonly via?: string;
  /** A member that only says which table it belongs to. */
  readonly passOver?: string;
}

/**
 * Takes nested data apart into rows, by the schema. Rows come as one, as a list, or as a map by id. An entity that
 * appears several times is one row; of two values for one field the later counts. Objects may refer to each other in
 * circles. Order: as the data is read, outer first.
 * @throws StatehouseError `db/unreadable-row` · `db/unknown-table` · `db/unknown-field` · `db/invalid-id` ·
 * `db/duplicate-id`
 */
export function takeApart(
  schema: Schema,
  data: Readonly<Record<string, unknown>>,
  rules: ReadingRules,
): Incoming {
  return new Reader(schema, rules).read(data);
}

class Reader {
  readonly #schema: Schema;
  readonly #rules: ReadingRules;
  readonly #rows = new Map<string, Map<string, IncomingRow>>();
  /** By table, the objects that were read or wait to be, as far as circles can lead through them. */
  readonly #seen = new Map<string, Set<object>>();
  #waiting: Waiting[] = [];

  constructor(schema: Schema, rules: ReadingRules) {
    this.#schema = schema;
    this.#rules = rules;
  }

  read(data: Readonly<Record<string, unknown>>): Incoming {
    for (const table of Object.keys(data)) {
      if (data[table] !== undefined) this.#waiting.push({ table, data: data[table] });
    }
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const one of batch) this.#readData(one);
    }
    return this.#rows;
  }

  #readData(waiting: Waiting): void {
    const { table, data } = waiting;
    const { tables } = this.#schema;
    const declared = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (declared === undefined)
      throw dbError('unknown-table', { table, known: Object.keys(tables).join(', ') });
    const into = { waiting, declared, rows: inner(this.#rows, table, () => new Map()) };
    const entries = isArray(data) ? undefined : entriesByKey(data);
    if (isArray(data)) data.forEach((one, at) => void this.#readRow(into, one, at));
    else if (entries === undefined) this.#readRow(into, data, undefined);
    else for (const [key, one] of entries) this.#readRow(into, one, key);
  }

  /** `at`: where it stands in the list, or its key in the map. */
  #readRow({ waiting, declared, rows }: Destination, data: unknown, at: number | string | undefined): void {
    const { table, from, via } = waiting;
    if (!isJsonObject(data)) throw unreadableRow(waiting, at, 'it is not an object');
    const id = idOfRow(waiting, data, at);
    const known = rows.get(id);
    const row: IncomingRow = known ?? { table, id, fields: {} };
    if (known === undefined) rows.set(id, row);
    else if (this.#rules.once && from === undefined)
      throw dbError('duplicate-id', { table, id, field: 'id' });
    if (via === undefined) {
      this.#readMembers(row, declared, data, waiting.passOver);
      return;
    }
    const seen = this.#seenIn(table);
    if (!seen.has(data)) {
      seen.add(data);
      this.#readMembers(row, declared, data, undefined);
    }
    if (via === 'parent') row.parent = from?.row.id ?? null;
    else row.fields[via] = from?.row.id;
  }

  #readMembers(
    row: IncomingRow,
    declared: TableDefinition,
    data: JsonObject,
    passOver: string | undefined,
  ): void {
    for (const key of Object.keys(data)) {
      const value = data[key];
      if (key === 'id' || value === undefined) continue;
      const spec = Object.hasOwn(declared.fields, key) ? declared.fields[key]?.spec : undefined;
      if (spec === undefined) {
        if (key !== passOver) this.#readOther({ row, data, member: key }, declared, value);
      } else if (spec.reference === undefined || value === null) {
        row.fields[key] = value;
      } else {
        const { target } = spec.reference;
        const at = { row, data, member: key };
        row.fields[key] =
          spec.type === 'ref' ? this.#target(at, target, value) : this.#targets(at, target, value);
      }
    }
  }

  /** A member that is no field: rows that refer back, a place, or a reference into one of several tables. */
  #readOther(at: Nesting, declared: TableDefinition, value: unknown): void {
    const { row, member } = at;
    const { table, id } = row;
    const relation = this.#relationOf(table, member);
    if (relation !== undefined) {
      this.#seenIn(table).add(at.data);
      this.#waiting.push({ table: relation.table, via: relation.via, data: value, from: at });
    } else if (member === 'parent' && declared.order !== 'none') {
      row.parent = value === null ? null : this.#target(at, table, value);
    } else if (member === 'position' && declared.order !== 'none') {
      if (typeof value !== 'string')
        throw dbError('wrong-type', {
          table,
          id,
          field: member,
          expected: 'a position key',
          got: typeof value,
        });
      row.position = value;
    } else if (!readUnion(at, declared, (target, by) => this.#target(at, target, value, by))) {
      throw dbError('unknown-field', { table, id, field: member });
    }
  }

  #relationOf(table: string, member: string): NestedRelation | undefined {
    const { nested } = this.#rules;
    if (Object.hasOwn(nested, member)) return nested[member];
    const reverse = reverseOf(this.#schema, table, member);
    return reverse === undefined ? undefined : { table: reverse.table, via: reverse.field };
  }

  #targets(at: Nesting, table: string, value: unknown): readonly string[] {
    if (isArray(value)) return [...new Set(value.map((one) => this.#target(at, table, one)))];
    const entries = entriesByKey(value);
    if (entries === undefined)
      throw unreadableMember(at, 'a list of references is not a list, nor a map by id');
    if (isJsonObject(value)) this.#wait(at, { table, data: value });
    return entries.map(([key]) => key);
  }

  #target(at: Nesting, table: string, value: unknown, passOver?: string): string {
    if (!isJsonObject(value)) {
      const id = idFrom(value);
      if (id === undefined) throw notAReference(at, value);
      return id;
    }
    const id = Object.hasOwn(value, 'id') ? idFrom(value.id) : undefined;
    if (id === undefined) throw unreadableMember(at, 'the entity that it refers to has no id');
    this.#wait(at, passOver === undefined ? { table, data: value } : { table, data: value, passOver });
    return id;
  }

  #wait(at: Nesting, waiting: Waiting & { readonly data: object }): void {
    this.#seenIn(at.row.table).add(at.data);
    const seen = this.#seenIn(waiting.table);
    if (seen.has(waiting.data)) return;
    seen.add(waiting.data);
    this.#waiting.push({ ...waiting, from: at });
  }

  #seenIn(table: string): Set<object> {
    return inner(this.#seen, table, () => new Set());
  }
}

interface Destination {
  readonly waiting: Waiting;
  readonly declared: TableDefinition;
  readonly rows: Map<string, IncomingRow>;
}

function inner<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The members of a map by id, with its keys; undefined if it is none, but an entity (or nothing that can be read). */
function entriesByKey(data: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (data instanceof Map) return [...data].map(([key, value]) => [String(key), value]);
  if (!isJsonObject(data) || (Object.hasOwn(data, 'id') && !isJsonObject(data.id))) return undefined;
  const entries = Object.entries(data);
  return entries.every(([, value]) => isJsonObject(value)) ? entries : undefined;
}

function idOfRow(waiting: Waiting, data: JsonObject, at: number | string | undefined): string {
  const given = Object.hasOwn(data, 'id') ? data.id : undefined;
  const key = typeof at === 'string' ? at : undefined;
  if (given === undefined) {
    if (key === undefined) throw unreadableRow(waiting, at, 'it has no id');
    return key;
  }
  const id = idFrom(given);
  if (id === undefined)
    throw dbError('invalid-id', { table: waiting.table, field: 'id', at: placeOf(waiting, at) });
  if (key !== undefined && key !== id)
    throw unreadableRow(waiting, at, 'its id is not the key that it stands under');
  return id;
}

/** Ids are strings; safe integers become strings. */
function idFrom(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

function unreadableRow(waiting: Waiting, at: number | string | undefined, problem: string): Error {
  const { table, from } = waiting;
  const outer = from === undefined ? {} : { id: from.row.id };
  return dbError('unreadable-row', { table, ...outer, field: 'id', at: placeOf(waiting, at), problem });
}

function unreadableMember({ row, member }: Nesting, problem: string): Error {
  const { table, id } = row;
  return dbError('unreadable-row', { table, id, field: member, at: `${table}.${id}.${member}`, problem });
}

function notAReference({ row, member }: Nesting, value: unknown): Error {
  const { table, id } = row;
  const expected = 'an entity, or the id of one';
  return dbError('wrong-type', { table, id, field: member, expected, got: describeType(value) });
}

/** Where in the data something stands, in words: `posts[3]`, `posts.p1.comments[0]`. */
function placeOf({ table, from }: Waiting, at: number | string | undefined): string {
  const outer = from === undefined ? table : `${from.row.table}.${from.row.id}.${from.member}`;
  if (at === undefined) return outer;
  return typeof at === 'number' ? `${outer}[${at}]` : `${outer}.${at}`;
}
