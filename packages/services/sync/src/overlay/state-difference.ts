import { diffSnapshots, type Schema, type Snapshot } from '@statehouse/db';
import type { Effect } from '@statehouse/ot';
import { effectBetween } from './visible-effect.ts';

/**
 * What leads from one state to another when no history tells: rows are compared, texts by what differs. Costs the
 * difference where the two share structure, all rows where they do not.
 */
export function stateDifference<S extends Schema>(
  before: Snapshot<S>,
  after: Snapshot<S>,
): { readonly effect: Effect } {
  const effect: Effect[number][] = [];
  for (const { table, rows } of diffSnapshots(before, after)) {
    const shape = before.shape(table);
    if (shape === undefined) continue;
    for (const row of rows)
      effect.push(...effectBetween(shape, row.id, row.before, row.after, () => undefined));
  }
  return { effect };
}
