import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import { type DocumentState, NOT_HELD, type RowWrite, type TableShape } from './document-state.ts';
import type { Effect, EntityEffect, FieldEffect, JsonPatchEffect } from './effect.ts';
import { otError } from './errors.ts';
import { type OwnedObjects, withMember } from './json-patch.ts';
import { rowFromPlain } from './plain-row.ts';
import { type FieldValue, type Row, TextValue } from './row.ts';
import { applyText, deltaFits } from './text-algebra.ts';

/**
 * The state after an effect that was made on exactly this state (or on one whose view this replica holds). No rule is
 * judged again. Entities that are not held are passed over.
 * @throws StatehouseError `ot/effect-mismatch` if the effect was made on another state
 */
export function applyEffect<State extends DocumentState>(state: State, effect: Effect): State {
  if (effect.length === 0) return state;
  const [only] = effect;
  if (effect.length === 1 && only !== undefined) {
    const write = writeOf(state, only, state.get(only.table, only.id));
    return write === undefined ? state : state.with([write]);
  }
  const writes = new Map<string, RowWrite>();
  for (const item of effect) {
    const key = `${item.table}\u0000${item.id}`;
    const earlier = writes.get(key);
    const write = writeOf(state, item, earlier === undefined ? state.get(item.table, item.id) : earlier.row);
    if (write !== undefined) writes.set(key, write);
  }
  return state.with([...writes.values()]);
}

function writeOf(
  state: DocumentState,
  item: EntityEffect,
  row: Row | undefined | typeof NOT_HELD,
): RowWrite | undefined {
  const { table, id } = item;
  const shape = state.shape(table);
  if (shape === undefined) throw otError('effect-mismatch', { table, id, why: 'unknown table' });
  if (row === NOT_HELD) return undefined;
  switch (item.kind) {
    case 'insert':
      return { table, id, row: rowFromPlain(item.row, shape) };
    case 'delete':
      return { table, id, row: undefined };
    case 'modify':
      if (row === undefined) throw otError('effect-mismatch', { table, id, why: 'no such entity' });
      return { table, id, row: modified(row, item, shape) };
  }
}

function modified(row: Row, item: EntityEffect & { kind: 'modify' }, shape: TableShape): Row {
  const after: Record<string, FieldValue> = { ...row };
  for (const field in item.fields) {
    const effect = item.fields[field];
    const value = row[field];
    if (effect === undefined || value === undefined || !Object.hasOwn(shape.fieldKinds, field)) {
      throw otError('effect-mismatch', { table: item.table, id: item.id, why: 'unknown field' });
    }
    const changed = changedField(value, effect);
    if (changed === undefined)
      throw otError('effect-mismatch', { table: item.table, id: item.id, why: effect.kind });
    after[field] = changed;
  }
  if (item.place !== undefined) {
    after.parent = item.place.after.parent;
    after.position = item.place.after.position;
  }
  return after;
}

/** Undefined: the effect does not fit the value. */
function changedField(value: FieldValue, effect: FieldEffect): FieldValue | undefined {
  if (effect.kind === 'text') {
    if (!(value instanceof TextValue) || value.incarnation !== effect.incarnation) return undefined;
    if (!deltaFits(value.content, effect.delta)) return undefined;
    return new TextValue(value.incarnation, applyText(value.content, effect.delta).text);
  }
  if (value instanceof TextValue) return undefined;
  switch (effect.kind) {
    case 'set':
      return effect.after;
    case 'add':
      return typeof value === 'number' ? value + effect.amount : undefined;
    case 'members':
      return isArray(value) ? changedMembers(value, effect) : undefined;
    case 'patch':
      return patchedAll(value, effect.patches);
  }
}

function changedMembers(value: readonly Json[], effect: FieldEffect & { kind: 'members' }): Json {
  const members = new Set<Json>(value);
  for (const member of effect.excluded) members.delete(member);
  for (const member of effect.included) members.add(member);
  return [...members].sort();
}

function patchedAll(value: Json, patches: readonly JsonPatchEffect[]): Json {
  const owned: OwnedObjects = new Set();
  return patches.reduce<Json>((current, patch) => patched(current, patch, 0, owned), value);
}

function patched(value: Json, patch: JsonPatchEffect, depth: number, owned: OwnedObjects): Json {
  const key = patch.path[depth];
  if (key === undefined) return value;
  const object = isJsonObject(value) ? value : {};
  if (depth === patch.path.length - 1) return withMember(object, key, patch.after, owned);
  const held = Object.hasOwn(object, key) ? object[key] : undefined;
  return withMember(object, key, patched(held ?? {}, patch, depth + 1, owned), owned);
}
