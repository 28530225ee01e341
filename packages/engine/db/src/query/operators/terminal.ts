import type { QuerySource } from '../plan/query-source.ts';
import type { Delta } from './selected-rows.ts';

/** Hears that a value which it holds is no longer up to date. */
export interface Holder {
  changed(): void;
}

/**
 * The end of a pipeline: what a level's rows come to, once for the whole query or for each row above.
 * Law: after `load`, and after `apply` of all deltas between two states, `value` is what the query answers in the
 * later state; its parts that did not change are the same objects. Its holder hears of every change of the value.
 */
export interface Terminal {
  readonly value: unknown;
  /** Reads everything anew; what it had before it keeps where it is still right. */
  load(state: QuerySource): void;
  apply(deltas: readonly Delta[], state: QuerySource): void;
  /** Lets go of what it holds. It is not used afterwards. */
  release(): void;
}

/** The list that has been there, if it says the same. */
export function keptList(
  before: readonly unknown[] | undefined,
  now: readonly unknown[],
): readonly unknown[] {
  if (before === undefined || before.length !== now.length) return now;
  for (let at = 0; at < now.length; at += 1) if (before[at] !== now[at]) return now;
  return before;
}
