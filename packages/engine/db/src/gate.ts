import {
  type Change,
  type Edit,
  type InsertEdit,
  isNormalDelta,
  isPosition,
  type ModifyEdit,
  type Operation,
  type Place,
} from '@statehouse/ot';
import { dbError } from './errors.ts';
import { checkFieldValue, type FieldCheck, isEntityId, validate, wrongType } from './field-value.ts';
import { describeType, isReservedKey, MAX_JSON_DEPTH, problemOfJson } from './json-value.ts';
import { withRow } from './row-named.ts';
import type { Schema } from './schema.ts';
import type { OrderKind } from './table-definition.ts';
import { defaultOf, kindOf } from './table-shape.ts';

interface TableCheck {
  readonly name: string;
  readonly order: OrderKind;
  readonly fields: ReadonlyMap<string, FieldCheck>;
  /** Fields that an insertion must give. */
  readonly required: readonly string[];
}

type Gate = ReadonlyMap<string, TableCheck>;

const gates = new WeakMap<Schema, Gate>();

/**
 * Checks that an operation is well-formed under the schema: what stands behind this can be applied to any state. The
 * operation has the structure that `parseOperation` establishes. Validators run here.
 * @throws StatehouseError `db/unknown-table`, `db/unknown-field`, `db/wrong-type`, `db/invalid-value`,
 * `db/invalid-id`, `db/missing-field`, `db/reserved-key`, `db/async-validator`, `db/ill-formed`
 */
export function checkOperation(schema: Schema, operation: Operation): void {
  const gate = gates.get(schema) ?? compileGate(schema);
  const { edits } = operation;
  for (const edit of edits) checkEditBy(gate, edit);
  if (edits.length > 1) checkOneDeltaEach(edits);
}

/**
 * Checks one edit alone, as {@link checkOperation} does.
 * @throws StatehouseError as {@link checkOperation}
 */
export function checkEdit(schema: Schema, edit: Edit): void {
  checkEditBy(gates.get(schema) ?? compileGate(schema), edit);
}

function compileGate(schema: Schema): Gate {
  const gate = new Map<string, TableCheck>();
  for (const [name, declared] of Object.entries(schema.tables)) {
    const fields = new Map<string, FieldCheck>();
    const required: string[] = [];
    for (const [field, { spec }] of Object.entries(declared.fields)) {
      fields.set(field, { table: name, field, spec });
      if (spec.type !== 'text' && defaultOf(spec) === undefined) required.push(field);
    }
    gate.set(name, { name, order: declared.order, fields, required });
  }
  gates.set(schema, gate);
  return gate;
}

function checkEditBy(gate: Gate, edit: Edit): void {
  const table = gate.get(edit.table);
  if (table === undefined)
    throw dbError('unknown-table', { table: edit.table, known: [...gate.keys()].join(', ') });
  if (!isEntityId(edit.id)) throw invalidId(table.name, edit.id);
  try {
    checkKind(table, edit);
  } catch (error) {
    throw withRow(table.name, edit.id, error);
  }
}

/** An id that is none is shown as far as an id may go. */
function invalidId(table: string, id: unknown): Error {
  const shown = typeof id === 'string' ? { id: id.slice(0, 128).toWellFormed() } : {};
  return dbError('invalid-id', { table, ...shown, field: 'id' });
}

function checkKind(table: TableCheck, edit: Edit): void {
  switch (edit.kind) {
    case 'modify':
      checkModify(table, edit);
      return;
    case 'insert':
      checkInsert(table, edit);
      return;
    case 'move':
      checkPlace(table, edit.place, 'move');
      return;
    case 'delete':
      return;
  }
}

function checkModify(table: TableCheck, edit: ModifyEdit): void {
  let empty = true;
  for (const field in edit.changes) {
    const change = edit.changes[field];
    if (change === undefined) throw illFormed(table, `field ${field} has no change`);
    checkChange(table, fieldOf(table, field), change);
    empty = false;
  }
  if (empty) throw illFormed(table, 'a modify changes nothing');
}

function checkInsert(table: TableCheck, edit: InsertEdit): void {
  for (const field of Object.keys(edit.fields)) {
    const check = fieldOf(table, field);
    const value = edit.fields[field];
    if (check.spec.type === 'text') checkInitialText(check, value);
    else checkFieldValue(check, value);
  }
  for (const field of table.required) {
    if (!Object.hasOwn(edit.fields, field)) throw dbError('missing-field', { table: table.name, field });
  }
  if (edit.place !== undefined) checkPlace(table, edit.place, 'insert');
  else if (table.order !== 'none') throw illFormed(table, 'an insertion into an ordered table needs a place');
}

/** A text starts as a string, or as undo puts it back, with its incarnation. */
function checkInitialText(check: FieldCheck, value: unknown): void {
  const text = isRestored(value) ? value.text : value;
  if (typeof text !== 'string' || !text.isWellFormed()) throw wrongType(check, describeType(text));
}

function isRestored(value: unknown): value is { readonly incarnation: string; readonly text: unknown } {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  return 'incarnation' in value && isIncarnation(value.incarnation) && 'text' in value;
}

function checkChange(table: TableCheck, check: FieldCheck, change: Change): void {
  const kind = kindOf(check.spec);
  switch (change.kind) {
    case 'text':
      if (kind !== 'text') throw misfit(table, check, change);
      if (!isIncarnation(change.incarnation))
        throw illFormed(table, `the incarnation of ${check.field} is not one`);
      if (!isNormalDelta(change.delta))
        throw illFormed(table, `the delta of ${check.field} is not in normal form`);
      return;
    case 'set':
      if (kind === 'text' || kind === 'counter' || kind === 'set') throw misfit(table, check, change);
      checkFieldValue(check, change.value);
      return;
    case 'add':
      if (kind !== 'counter') throw misfit(table, check, change);
      if (!Number.isSafeInteger(change.amount)) throw wrongType(check, describeType(change.amount));
      return;
    case 'members':
      if (kind !== 'set') throw misfit(table, check, change);
      checkMembers(table, check, change);
      return;
    case 'patch':
      if (kind !== 'json') throw misfit(table, check, change);
      checkPatches(table, check, change);
      return;
  }
}

function checkMembers(table: TableCheck, check: FieldCheck, change: Change & { kind: 'members' }): void {
  const seen = new Set<string>();
  for (const members of [change.include, change.exclude]) {
    for (const member of members) {
      if (typeof member !== 'string' || !member.isWellFormed()) throw wrongType(check, describeType(member));
      if (seen.has(member)) throw illFormed(table, `${check.field} names a member twice`);
      seen.add(member);
    }
  }
  if (seen.size === 0) throw illFormed(table, `${check.field} includes and excludes nothing`);
  for (const member of change.include) validate(check, member);
}

function checkPatches(table: TableCheck, check: FieldCheck, change: Change & { kind: 'patch' }): void {
  if (check.spec.validator !== undefined)
    throw illFormed(table, `${check.field} has a validator, so it is set whole`);
  if (change.patches.length === 0) throw illFormed(table, `${check.field} has no patches`);
  for (const { path, value } of change.patches) {
    if (path.length === 0 || path.length > MAX_JSON_DEPTH)
      throw illFormed(table, `a path into ${check.field} is too short or long`);
    for (const key of path) {
      if (isReservedKey(key)) throw dbError('reserved-key', { table: table.name, field: check.field, key });
      if (typeof key !== 'string' || !key.isWellFormed())
        throw illFormed(table, `a path into ${check.field} is not made of keys`);
    }
    const problem = value === undefined ? undefined : problemOfJson(value, path.length);
    if (problem?.kind === 'key')
      throw dbError('reserved-key', { table: table.name, field: check.field, key: problem.key });
    if (problem !== undefined) throw wrongType(check, problem.why);
  }
}

function checkPlace(table: TableCheck, place: Place, edit: 'insert' | 'move'): void {
  if (table.order === 'none') throw illFormed(table, `${edit} gives a place, but the table has no order`);
  if (place.parent !== null) {
    if (table.order === 'list') throw illFormed(table, `${edit} gives a parent, but the table is a list`);
    if (!isEntityId(place.parent)) throw dbError('invalid-id', { table: table.name, field: 'parent' });
  }
  if (!isPosition(place.position)) throw illFormed(table, `${edit} gives a position that is not one`);
}

function isIncarnation(incarnation: unknown): incarnation is string {
  return typeof incarnation === 'string' && incarnation.length > 0 && incarnation.length <= 256;
}

function checkOneDeltaEach(edits: readonly Edit[]): void {
  const seen = new Set<string>();
  for (const edit of edits) {
    if (edit.kind !== 'modify') continue;
    for (const field in edit.changes) {
      if (edit.changes[field]?.kind !== 'text') continue;
      const key = `${edit.table}\u0000${field}\u0000${edit.id}`;
      if (seen.has(key))
        throw dbError('ill-formed', { table: edit.table, problem: `two deltas for one text in ${field}` });
      seen.add(key);
    }
  }
}

function fieldOf(table: TableCheck, field: string): FieldCheck {
  const check = table.fields.get(field);
  if (check === undefined) throw dbError('unknown-field', { table: table.name, field });
  return check;
}

function misfit(table: TableCheck, check: FieldCheck, change: Change): Error {
  return illFormed(
    table,
    `a change of kind ${change.kind} does not fit ${check.field}, which is a ${check.spec.type}`,
  );
}

function illFormed(table: TableCheck, problem: string): Error {
  return dbError('ill-formed', { table: table.name, problem });
}
