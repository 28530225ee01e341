import { isArray, type Json, jsonEquals } from '@statehouse/kernel';
import type { RowWrite } from './document-state.ts';
import type { Effect, EntityEffect, FieldEffect } from './effect.ts';
import { placeOf, plainRow, samePlace } from './plain-row.ts';
import { type FieldValue, TextValue } from './row.ts';
import type { TouchedEntity, WorkingSet } from './working-set.ts';

/** What the working set really changed: read off the rows, so that it cannot disagree with them. */
export function effectOf(working: WorkingSet): {
  readonly effect: Effect;
  readonly writes: readonly RowWrite[];
} {
  const effect: EntityEffect[] = [];
  const writes: RowWrite[] = [];
  for (const entity of working.touched()) {
    const { table, id, before, after, shape } = entity;
    if (before === after) continue;
    if (before !== undefined && (after === undefined || entity.replaced)) {
      effect.push({ kind: 'delete', table, id, row: plainRow(before, shape) });
    }
    if (after !== undefined && (before === undefined || entity.replaced)) {
      effect.push({ kind: 'insert', table, id, row: plainRow(after, shape) });
    } else if (after !== undefined) {
      const modified = modification(entity);
      if (modified === undefined) continue;
      effect.push(modified);
    }
    writes.push({ table, id, row: after });
  }
  return { effect, writes };
}

function modification(entity: TouchedEntity): EntityEffect | undefined {
  const { table, id, before, after, shape } = entity;
  if (before === undefined || after === undefined) return undefined;
  const fields: Record<string, FieldEffect> = {};
  let changed = false;
  for (const field of Object.keys(shape.fieldKinds)) {
    const earlier = before[field];
    const later = after[field];
    if (earlier === later || earlier === undefined || later === undefined) continue;
    const effect = fieldEffect(entity, field, earlier, later);
    if (effect === undefined) continue;
    fields[field] = effect;
    changed = true;
  }
  const moved = shape.order !== 'none' && !samePlace(placeOf(before), placeOf(after));
  if (!changed && !moved) return undefined;
  const effect: EntityEffect = { kind: 'modify', table, id, fields };
  return moved ? { ...effect, place: { before: placeOf(before), after: placeOf(after) } } : effect;
}

function fieldEffect(
  entity: TouchedEntity,
  field: string,
  before: FieldValue,
  after: FieldValue,
): FieldEffect | undefined {
  const step = entity.steps?.get(field);
  if (before instanceof TextValue || after instanceof TextValue) {
    if (step?.kind !== 'text' || !(after instanceof TextValue)) return undefined;
    return { kind: 'text', incarnation: after.incarnation, delta: step.delta, removed: step.removed };
  }
  if (jsonEquals(before, after)) return undefined;
  if (step?.kind === 'patch') return { kind: 'patch', patches: step.patches };
  switch (entity.shape.fieldKinds[field]) {
    case 'counter':
      return counterEffect(before, after);
    case 'set':
      return setEffect(before, after);
    default:
      return { kind: 'set', before, after };
  }
}

function counterEffect(before: Json, after: Json): FieldEffect | undefined {
  if (typeof before !== 'number' || typeof after !== 'number') return undefined;
  return { kind: 'add', amount: after - before };
}

function setEffect(before: Json, after: Json): FieldEffect {
  const earlier = new Set(stringsOf(before));
  const later = new Set(stringsOf(after));
  return {
    kind: 'members',
    included: [...later].filter((member) => !earlier.has(member)),
    excluded: [...earlier].filter((member) => !later.has(member)),
  };
}

function stringsOf(value: Json): readonly string[] {
  return isArray(value) ? value.filter((member) => typeof member === 'string') : [];
}
