import { jsonEquals } from '@statehouse/kernel';
import type { Effect, EntityEffect, FieldEffect, Operation, TextDelta } from '@statehouse/ot';
import { loneTextEffectOf, loneTextOf, sameDelta } from './lone-text.ts';
import type { Pending } from './pending.ts';

/** Whether the log's answer is what the client saw when it laid the operation on top. */
export function predictionHolds({ operation, predicted }: Pending, effect: Effect): boolean {
  if (predicted !== undefined) return jsonEquals(expected(predicted, operation), effect.map(withoutRemoved));
  if (operation.edits.length === 0) return effect.length === 0;
  const said = loneTextOf(operation);
  const done = loneTextEffectOf(effect);
  return (
    said !== undefined &&
    done !== undefined &&
    said.table === done.table &&
    said.id === done.id &&
    said.field === done.field &&
    said.incarnation === done.text.incarnation &&
    sameDelta(said.delta, done.text.delta)
  );
}

/**
 * The prediction in today's coordinates: texts have moved on since it was made, and the operation with them, so their
 * deltas are read off the operation. What of a text change nothing is left is not expected.
 */
function expected(predicted: Effect, operation: Operation): readonly unknown[] {
  return predicted.flatMap((item): readonly unknown[] => {
    if (item.kind !== 'modify') return [item];
    const fields: Record<string, unknown> = {};
    for (const [field, effect] of Object.entries(item.fields)) {
      if (effect.kind !== 'text') fields[field] = effect;
      else {
        const delta = deltaOf(operation, item, field);
        if (delta !== undefined) fields[field] = { kind: 'text', incarnation: effect.incarnation, delta };
      }
    }
    return Object.keys(fields).length === 0 && item.place === undefined ? [] : [{ ...item, fields }];
  });
}

function deltaOf(operation: Operation, { table, id }: EntityEffect, field: string): TextDelta | undefined {
  for (const edit of operation.edits) {
    if (edit.kind !== 'modify' || edit.id !== id || edit.table !== table) continue;
    const change = edit.changes[field];
    if (change?.kind === 'text') return change.delta;
  }
  return undefined;
}

function withoutRemoved(item: EntityEffect): unknown {
  if (item.kind !== 'modify') return item;
  const fields = Object.entries(item.fields).map(([field, effect]) => [field, plainField(effect)]);
  return { ...item, fields: Object.fromEntries(fields) };
}

function plainField(effect: FieldEffect): unknown {
  if (effect.kind !== 'text') return effect;
  const { kind, incarnation, delta } = effect;
  return { kind, incarnation, delta };
}
