import type { Effect, EntityEffect, FieldEffect, JsonPatchEffect } from './effect.ts';
import type { Change, Edit, JsonPatch, Operation } from './operation.ts';
import { invertText } from './text-algebra.ts';

/**
 * The operation that takes an effect back, entity by entity in reverse order. Applied right after the effect it
 * restores the state before, texts with their incarnation; later it first has to be rebased over what came between.
 */
export function invert(effect: Effect): Operation {
  const edits: Edit[] = [];
  for (const entity of effect.toReversed()) invertEntity(entity, edits);
  return { edits };
}

function invertEntity(entity: EntityEffect, edits: Edit[]): void {
  const { table, id } = entity;
  if (entity.kind === 'insert') {
    edits.push({ kind: 'delete', table, id });
  } else if (entity.kind === 'delete') {
    const { fields, place } = entity.row;
    edits.push({ kind: 'insert', table, id, fields, ...(place === undefined ? {} : { place }) });
  } else {
    if (entity.place !== undefined) edits.push({ kind: 'move', table, id, place: entity.place.before });
    const changes: Record<string, Change> = {};
    for (const field of Object.keys(entity.fields)) {
      const change = entity.fields[field];
      if (change !== undefined) changes[field] = invertField(change);
    }
    if (Object.keys(changes).length > 0) edits.push({ kind: 'modify', table, id, changes });
  }
}

function invertField(effect: FieldEffect): Change {
  switch (effect.kind) {
    case 'set':
      return { kind: 'set', value: effect.before };
    case 'patch':
      return { kind: 'patch', patches: effect.patches.toReversed().map(invertPatch) };
    case 'add':
      return { kind: 'add', amount: 0 - effect.amount };
    case 'text':
      return {
        kind: 'text',
        incarnation: effect.incarnation,
        delta: invertText(effect.delta, effect.removed),
      };
    case 'members':
      return { kind: 'members', include: effect.excluded, exclude: effect.included };
  }
}

function invertPatch(patch: JsonPatchEffect): JsonPatch {
  return patch.before === undefined ? { path: patch.path } : { path: patch.path, value: patch.before };
}
