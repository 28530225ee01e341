import { jsonEquals } from '@statehouse/kernel';
import type { Effect } from '@statehouse/ot';
import { loneTextEffectOf, loneTextOf, sameDelta } from './lone-text.ts';
import type { Pending } from './pending.ts';

/** Whether the log's answer is what the client saw when it laid the operation on top. */
export function predictionHolds({ operation, predicted }: Pending, effect: Effect): boolean {
  if (predicted !== undefined) return jsonEquals(predicted, effect);
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
