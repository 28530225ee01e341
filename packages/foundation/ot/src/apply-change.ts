import { type Json, jsonEquals } from '@statehouse/kernel';
import { ConflictKind } from './conflict.ts';
import type { JsonPatchEffect } from './effect.ts';
import { nested, patchAt } from './json-patch.ts';
import { lostChange } from './lost.ts';
import type { Change, JsonPatch } from './operation.ts';
import { type FieldValue, TextValue } from './row.ts';
import { applyText, composeText, deltaFits } from './text-algebra.ts';
import type { TextDelta } from './text-delta.ts';
import type { TouchedEntity, WorkingSet } from './working-set.ts';

/** Changes one field of an entity that is there. What does not fit is skipped and becomes a conflict. */
export function applyChange(working: WorkingSet, entity: TouchedEntity, field: string, change: Change): void {
  const value = entity.after?.[field];
  if (entity.after === undefined || value === undefined) return;
  switch (change.kind) {
    case 'set':
      if (!(value instanceof TextValue) && !jsonEquals(value, change.value)) {
        put(entity, field, change.value === 0 ? 0 : change.value);
        entity.steps?.delete(field);
      }
      return;
    case 'add':
      add(working, entity, field, change);
      return;
    case 'members':
      if (Array.isArray(value)) changeMembers(entity, field, value, change);
      return;
    case 'patch':
      if (!(value instanceof TextValue)) patch(working, entity, field, value, change.patches);
      return;
    case 'text':
      if (value instanceof TextValue) editText(working, entity, field, value, change);
      return;
  }
}

function put(entity: TouchedEntity, field: string, value: FieldValue): void {
  entity.after = { ...entity.after, [field]: value };
}

function skip(
  working: WorkingSet,
  entity: TouchedEntity,
  field: string,
  kind: ConflictKind,
  change: Change,
): void {
  working.conflict({ kind, table: entity.table, id: entity.id, field, lost: lostChange(change) });
}

function add(
  working: WorkingSet,
  entity: TouchedEntity,
  field: string,
  change: Change & { kind: 'add' },
): void {
  const value = entity.after?.[field];
  if (typeof value !== 'number' || change.amount === 0) return;
  const sum = value + change.amount;
  if (Number.isSafeInteger(sum)) put(entity, field, sum);
  else skip(working, entity, field, ConflictKind.CounterRange, change);
}

/** Notes what changes; sorting the members after each of many edits would cost the square of their number. */
function changeMembers(
  entity: TouchedEntity,
  field: string,
  value: readonly Json[],
  change: Change & { kind: 'members' },
): void {
  entity.sets ??= new Map();
  let draft = entity.sets.get(field);
  if (draft?.taken !== value) {
    draft = { taken: value, members: new Set(value) };
    entity.sets.set(field, draft);
  }
  for (const member of change.exclude) draft.members.delete(member);
  for (const member of change.include) draft.members.add(member);
}

/** Puts the sets that were changed into their rows, when all edits are done. */
export function settleSets(working: WorkingSet): void {
  for (const entity of working.touched()) {
    if (entity.sets === undefined) continue;
    for (const [field, { taken, members }] of entity.sets) {
      if (entity.after === undefined || entity.after[field] !== taken) continue;
      const sorted = [...members].sort();
      if (!jsonEquals(sorted, taken)) put(entity, field, sorted);
    }
    entity.sets = undefined;
  }
}

function editText(
  working: WorkingSet,
  entity: TouchedEntity,
  field: string,
  value: TextValue,
  change: Change & { kind: 'text' },
): void {
  if (change.delta.length === 0) return;
  if (value.incarnation !== change.incarnation) {
    skip(working, entity, field, ConflictKind.TextReplaced, change);
    return;
  }
  if (!deltaFits(value.content, change.delta)) {
    skip(working, entity, field, ConflictKind.TextOutOfRange, change);
    return;
  }
  const { text, removed } = applyText(value.content, change.delta);
  put(entity, field, new TextValue(value.incarnation, text));
  rememberText(entity, field, value, change.delta, removed);
}

/** A well-formed operation holds one delta for each text; the merge with an earlier step keeps this total. */
function rememberText(
  entity: TouchedEntity,
  field: string,
  before: TextValue,
  delta: TextDelta,
  removed: string,
): void {
  entity.steps ??= new Map();
  const earlier = entity.steps.get(field);
  if (earlier?.kind !== 'text') {
    entity.steps.set(field, { kind: 'text', delta, removed });
    return;
  }
  const composed = composeText(earlier.delta, delta);
  const original = entity.before?.[field];
  const source = original instanceof TextValue ? original : before;
  const joined = deltaFits(source.content, composed) ? applyText(source.content, composed).removed : removed;
  entity.steps.set(field, { kind: 'text', delta: composed, removed: joined });
}

function patch(
  working: WorkingSet,
  entity: TouchedEntity,
  field: string,
  value: Json,
  patches: readonly JsonPatch[],
): void {
  let current = value;
  const effects: JsonPatchEffect[] = [];
  for (const one of patches) {
    if (current === null) {
      if (one.value === undefined) continue;
      current = nested(one.path, one.value);
      entity.steps?.delete(field);
      put(entity, field, current);
      continue;
    }
    const done = patchAt(current, one.path, one.value, working.owned);
    if (done === undefined) {
      skip(working, entity, field, ConflictKind.PathBlocked, { kind: 'patch', patches: [one] });
    } else if (done.effect !== undefined) {
      current = done.result;
      effects.push(done.effect);
    }
  }
  if (effects.length === 0) return;
  put(entity, field, current);
  rememberPatches(entity, field, value, effects);
}

/** Patches tell what happened only to the value from before the operation; one that was set in between is told whole. */
function rememberPatches(
  entity: TouchedEntity,
  field: string,
  value: Json,
  effects: readonly JsonPatchEffect[],
): void {
  const earlier = entity.steps?.get(field);
  if (earlier?.kind === 'patch') {
    for (const effect of effects) earlier.patches.push(effect);
  } else if (value !== null && value === entity.before?.[field]) {
    entity.steps ??= new Map();
    entity.steps.set(field, { kind: 'patch', patches: [...effects] });
  }
}
