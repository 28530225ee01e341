import type { UnknownAction } from '@reduxjs/toolkit';
import { isJsonObject } from '@statehouse/kernel';
import { type Queries, uncoverQueries } from './cache-entry.ts';
import { type CacheState, uncoverState } from './cache-state.ts';
import { rebasePages } from './infinite-pages.ts';
import type { Layerings } from './layer.ts';
import { emptyLedger, isEmptyLedger, isLedger, type Ledger, pruneLedger } from './ledger.ts';
import { createNoteAction } from './note-action.ts';
import { type Settled, settle, sinkEach } from './settle.ts';
import { isThunkAction } from './thunk-action.ts';

export interface LayeredReducer {
  /** Takes the place of the API's reducer. Pure; all that it knows is in the state. */
  reduce(state: CacheState | undefined, action: UnknownAction): CacheState;
  /** The state without its layers. O(1) for a state that {@link reduce} has made. */
  beneath(state: CacheState): CacheState;
}

/**
 * Lays layers over the cache of an API: its own reducer always sees what the server has said, the store always what is to be
 * shown. Mutations become layers by the actions that RTK Query dispatches for them anyway.
 */
export function createLayeredReducer(
  reducerPath: string,
  reducer: (state: CacheState | undefined, action: UnknownAction) => CacheState,
  layerings: Layerings,
): LayeredReducer {
  /** What RTK Query's reducer made, by what was shown of it: so that the parts of its state keep their identity. */
  const uncovered = new WeakMap<CacheState, CacheState>();
  const note = createNoteAction(reducerPath, layerings);

  function beneath(state: CacheState): CacheState {
    return uncovered.get(state) ?? uncoverState(state);
  }

  function reduce(state: CacheState | undefined, action: UnknownAction): CacheState {
    const before = state && beneath(state);
    const made = reducer(before, rebase(action, before?.queries));
    const queries = made === before ? before.queries : arrive(uncoverQueries(made.queries), before, action);
    const ledger = state?.optimistic ?? emptyLedger;
    const noted = note(ledger, action, before?.queries ?? {}, queries);
    if (state !== undefined && made === before && noted === ledger) return state;
    const settled = settle(queries, pruneLedger(noted, queries), layerings, state?.queries ?? {});
    const base = settled.queries === made.queries ? made : { ...made, queries: settled.queries };
    const isPlain = settled.shown === base.queries && isEmptyLedger(settled.ledger);
    const shown = isPlain ? base : showState(base, settled);
    uncovered.set(shown, base);
    return shown;
  }

  /** Entries that come with an action from outside bring along what had been answered, but had not sunk where they come from. */
  function arrive(queries: Queries, before: CacheState | undefined, action: UnknownAction): Queries {
    if (action.type.startsWith(`${reducerPath}/`)) return queries;
    const ledger = ledgerIn(action.payload, reducerPath);
    if (ledger === undefined) return queries;
    const arrived = Object.entries(queries).filter(([key, entry]) => entry !== before?.queries[key]);
    const answered = ledger.layers.filter(({ state }) => state === 'answered');
    return { ...queries, ...sinkEach(Object.fromEntries(arrived), answered, ledger, layerings) };
  }

  return { reduce, beneath };
}

/** The ledger in a state that was kept, be it of the API or of the whole store. */
function ledgerIn(payload: unknown, reducerPath: string): Ledger | undefined {
  if (!isJsonObject(payload)) return undefined;
  for (const state of [payload, payload[reducerPath]]) {
    if (isJsonObject(state) && isLedger(state.optimistic)) return state.optimistic;
  }
  return undefined;
}

function showState(base: CacheState, { shown, ledger }: Settled): CacheState {
  return { ...base, queries: shown, ...(isEmptyLedger(ledger) ? {} : { optimistic: ledger }) };
}

/** An answer that carries pages which were shown, with the pages beneath them in their place. */
function rebase(action: UnknownAction, queries: Queries | undefined): UnknownAction {
  if (!isThunkAction(action)) return action;
  const { queryCacheKey, direction } = action.meta.arg;
  if (queryCacheKey === undefined || direction === undefined || action.payload === undefined) return action;
  return { ...action, payload: rebasePages(action.payload, queries?.[queryCacheKey]?.data) };
}
