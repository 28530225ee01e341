import { type Queries, uncoverQueries } from './cache-entry.ts';
import type { Ledger } from './ledger.ts';

/** The state of an API. What RTK Query's own reducer sees and makes has neither a `base` in its entries nor `optimistic`. */
export interface CacheState {
  readonly queries: Queries;
  /** Absent while there is nothing to note. */
  readonly optimistic?: Ledger;
}

/** The state as RTK Query's own reducer knows it. O(entries). */
export function uncoverState(state: CacheState): CacheState {
  const queries = uncoverQueries(state.queries);
  if (queries === state.queries && state.optimistic === undefined) return state;
  const { optimistic: _, ...rest } = state;
  return { ...rest, queries };
}
