import { isArray, type Json, jsonEquals, type Random, randomId } from '@statehouse/kernel';
import { type Place, TextValue } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import type { FieldSpec } from '../field.ts';
import type { FieldsOfKind, InsertOf, ModifyOf, RowOf } from '../inferred-rows.ts';
import { copyJson } from '../json-value.ts';
import { namingRow } from '../row-named.ts';
import type { Schema, TableName } from '../schema.ts';
import type { OperationBuilder } from './operation-builder.ts';
import { findPlacement, type Neighbours } from './placement.ts';
import { TextWriter } from './text-writer.ts';

/** Where an entity goes in an ordered table: under which parent (trees), next to which sibling; else to the end. */
export interface Where extends Neighbours {
  /** Null: the top level. */
  readonly parent?: string | null;
}

/**
 * Writes one table inside a transaction, and reads it with the transaction's own writes. Deletions forbidden by a
 * `restrict` reference and cycles are no errors: they become conflicts of the operation. A unique key that another
 * entity has at the end of the transaction is `db/unique-taken`.
 */
export interface TableWriter<S extends Schema, Table extends TableName<S>> {
  /**
   * Adds an entity; its id is drawn at random unless given. Returns the id.
   * @throws StatehouseError `db/id-taken`, `db/missing-field`, `db/not-sibling`, and as `checkOperation`
   */
  insert(fields: InsertOf<S, Table> & { readonly id?: string }, where?: Where): string;
  /**
   * Sets fields as a whole. Values that are there already are left out.
   * @throws StatehouseError `db/unknown-id`, and as `checkOperation`
   */
  modify(id: string, fields: ModifyOf<S, Table>): void;
  /** Adds to a counter (or takes away). */
  increment(id: string, field: FieldsOfKind<S, Table, 'counter'>, amount?: number): void;
  /** Puts members into a set. */
  include(id: string, field: FieldsOfKind<S, Table, 'set'>, ...members: readonly string[]): void;
  /** Takes members out of a set. */
  exclude(id: string, field: FieldsOfKind<S, Table, 'set'>, ...members: readonly string[]): void;
  /**
   * Sets one place inside a JSON field, addressed by object keys; `undefined` removes the key. Objects on the way are
   * made. In a field with a validator the whole value is set.
   * @throws StatehouseError `db/blocked-path`
   */
  patch(id: string, field: FieldsOfKind<S, Table, 'json'>, path: readonly string[], value: unknown): void;
  /** The text to splice. */
  text(id: string, field: FieldsOfKind<S, Table, 'text'>): TextWriter;
  /** Puts the entity elsewhere; without a parent it stays under its own. */
  move(id: string, where: Where): void;
  /** Deletes the entity, with what its references cascade to. */
  delete(id: string): void;
  get(id: string): RowOf<S, Table> | undefined;
  has(id: string): boolean;
  /** Every entity in id order. */
  all(): readonly RowOf<S, Table>[];
  /** The ids of a parent's children in order. */
  children(parent?: string | null): readonly string[];
  /** The ids of the entities whose reference field points at `target`. */
  referring(field: FieldsOfKind<S, Table, 'ref' | 'refs'>, target: string): readonly string[];
}

/** The one implementation, untyped inside; {@link TableWriter} is its typed face. */
export class AnyTableWriter {
  readonly #builder: OperationBuilder;
  readonly #table: string;
  readonly #random: Random;
  readonly #specs: Readonly<Record<string, { readonly spec: FieldSpec }>>;
  readonly #ordered: boolean;

  constructor(builder: OperationBuilder, table: string, random: Random) {
    const declared = builder.schema.tables[table];
    if (declared === undefined) throw dbError('unknown-table', { table });
    this.#builder = builder;
    this.#table = table;
    this.#random = random;
    this.#specs = declared.fields;
    this.#ordered = declared.order !== 'none';
  }

  insert(fields: Readonly<Record<string, unknown>>, where: Where = {}): string {
    const { id: given, ...rest } = fields;
    const id = given === undefined ? randomId(this.#random) : idFrom(given, this.#table);
    const plain = namingRow(this.#table, id, () => this.#plain(rest));
    const place = this.#ordered ? this.#makeRoom(id, where.parent ?? null, where) : undefined;
    this.#builder.insert(this.#table, id, plain, place);
    return id;
  }

  modify(id: string, fields: Readonly<Record<string, unknown>>): void {
    const row = this.#builder.existing(this.#table, id);
    const plain = namingRow(this.#table, id, () => this.#plain(fields));
    for (const [field, value] of Object.entries(plain)) {
      const held = row[field];
      if (held instanceof TextValue || !jsonEquals(held, value)) {
        this.#builder.change(this.#table, id, field, { kind: 'set', value });
      }
    }
  }

  increment(id: string, field: string, amount = 1): void {
    if (amount === 0) this.#builder.existing(this.#table, id);
    else this.#builder.change(this.#table, id, field, { kind: 'add', amount });
  }

  include(id: string, field: string, ...members: readonly string[]): void {
    const held = this.#members(id, field);
    const include = [...new Set(members)].filter((member) => !held.includes(member));
    if (include.length > 0)
      this.#builder.change(this.#table, id, field, { kind: 'members', include, exclude: [] });
  }

  exclude(id: string, field: string, ...members: readonly string[]): void {
    const held = this.#members(id, field);
    const exclude = [...new Set(members)].filter((member) => held.includes(member));
    if (exclude.length > 0)
      this.#builder.change(this.#table, id, field, { kind: 'members', include: [], exclude });
  }

  patch(id: string, field: string, path: readonly string[], given: unknown): void {
    const where = { table: this.#table, field };
    const value = given === undefined ? undefined : namingRow(this.#table, id, () => copyJson(given, where));
    const patch = value === undefined ? { path: [...path] } : { path: [...path], value };
    if (this.#specs[field]?.spec.validator === undefined) {
      this.#builder.change(this.#table, id, field, { kind: 'patch', patches: [patch] });
    } else {
      const held = this.#builder.existing(this.#table, id)[field];
      const whole = held === undefined || held instanceof TextValue ? null : held;
      this.#builder.change(this.#table, id, field, {
        kind: 'set',
        value: patchedWhole(whole, path, value, { ...where, id }),
      });
    }
  }

  text(id: string, field: string): TextWriter {
    return new TextWriter(this.#builder, this.#table, id, field);
  }

  move(id: string, where: Where): void {
    const row = this.#builder.existing(this.#table, id);
    if (!this.#ordered)
      throw dbError('ill-formed', { table: this.#table, problem: 'it has no order to move in' });
    const held = typeof row.parent === 'string' ? row.parent : null;
    const parent = where.parent === undefined ? held : where.parent;
    this.#builder.move(this.#table, id, this.#makeRoom(id, parent, where));
  }

  delete(id: string): void {
    this.#builder.delete(this.#table, id);
  }

  get(id: string): unknown {
    return this.#builder.working.get(this.#table, id);
  }

  has(id: string): boolean {
    return this.#builder.get(this.#table, id) !== undefined;
  }

  all(): readonly unknown[] {
    return this.#builder.working.table(this.#table).all();
  }

  children(parent: string | null = null): readonly string[] {
    return this.#builder.working.children(this.#table, parent);
  }

  referring(field: string, target: string): readonly string[] {
    const into = this.#specs[field]?.spec.reference?.target;
    if (into === undefined) throw dbError('unknown-field', { table: this.#table, field });
    return this.#builder.working.referrersOf(into, target, this.#table, field);
  }

  #makeRoom(id: string, parent: string | null, where: Neighbours): Place {
    const { position, rekeyed } = findPlacement(
      this.#builder.working,
      this.#table,
      parent,
      id,
      where,
      this.#random,
    );
    for (const one of rekeyed) this.#builder.move(this.#table, one.id, { parent, position: one.position });
    return { parent, position };
  }

  #members(id: string, field: string): readonly unknown[] {
    const held = this.#builder.existing(this.#table, id)[field];
    return isArray(held) ? held : [];
  }

  #plain(fields: Readonly<Record<string, unknown>>): Record<string, Json> {
    const plain: Record<string, Json> = {};
    for (const [field, value] of Object.entries(fields)) {
      if (value !== undefined) plain[field] = this.#normal(field, value);
    }
    return plain;
  }

  /** A copy that nobody else can change; sets in their order, −0 as 0. */
  #normal(field: string, value: unknown): Json {
    const copy = copyJson(value, { table: this.#table, field });
    if (this.#specs[field]?.spec.type !== 'set' || !isArray(copy)) return copy;
    return copy.every((member) => typeof member === 'string') ? [...new Set(copy)].sort() : copy;
  }
}

function idFrom(given: unknown, table: string): string {
  if (typeof given !== 'string') throw dbError('invalid-id', { table, field: 'id' });
  return given;
}

function patchedWhole(
  whole: Json,
  path: readonly string[],
  value: Json | undefined,
  where: { readonly table: string; readonly id: string; readonly field: string },
): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (whole !== null && (typeof whole !== 'object' || isArray(whole))) throw dbError('blocked-path', where);
  const { [key]: held, ...others } = whole ?? {};
  if (rest.length === 0) return value === undefined ? others : { ...others, [key]: value };
  if (held === undefined && value === undefined) return whole ?? {};
  return { ...others, [key]: patchedWhole(held ?? {}, rest, value, where) };
}
