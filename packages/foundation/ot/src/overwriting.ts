import type { Effect } from './effect.ts';
import type { Operation } from './operation.ts';

/*
 * What can put something else in the place of what another has written. Text, counters and sets merge, so an operation
 * that has nothing else takes nothing from anybody, and who makes it need not say what he had seen.
 */

/** Whether an operation may take away what it does not know of. */
export function mayOverwrite({ edits }: Operation): boolean {
  for (const edit of edits) {
    if (edit.kind !== 'modify') return true;
    for (const field in edit.changes) {
      const kind = edit.changes[field]?.kind;
      if (kind === 'set' || kind === 'patch') return true;
    }
  }
  return false;
}

/** Whether an effect has put something in the place of something else, or has deleted. */
export function overwrites(effect: Effect): boolean {
  for (const item of effect) {
    if (item.kind === 'delete') return true;
    if (item.kind === 'insert') continue;
    if (item.place !== undefined) return true;
    for (const field in item.fields) {
      const kind = item.fields[field]?.kind;
      if (kind === 'set' || kind === 'patch') return true;
    }
  }
  return false;
}
