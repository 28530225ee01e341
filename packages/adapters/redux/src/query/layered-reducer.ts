import type { UnknownAction } from '@reduxjs/toolkit';
import { isJsonObject, type StatehouseError } from '@statehouse/kernel';
import { type CacheState, type Queries, uncoverQueries, uncoverState } from './cache-state.ts';
import { cover, sink } from './cover.ts';
import { rebasePages } from './infinite-pages.ts';
import { LayerFailure, type Layerings } from './layer.ts';
import * as book from './ledger.ts';
import { isThunkAction, isUpsert, type ThunkAction } from './thunk-action.ts';

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
  const actions = ledgerActions(reducerPath, layerings);

  function beneath(state: CacheState): CacheState {
    return uncovered.get(state) ?? uncoverState(state);
  }

  function reduce(state: CacheState | undefined, action: UnknownAction): CacheState {
    const before = state && beneath(state);
    const made = reducer(before, rebase(action, before?.queries));
    const queries = made === before ? before.queries : arrive(uncoverQueries(made.queries), before, action);
    const ledger = state?.optimistic ?? book.emptyLedger;
    const noted = actions.note(ledger, action, before?.queries ?? {}, queries);
    if (state !== undefined && made === before && noted === ledger) return state;
    const settled = settle(queries, book.pruneLedger(noted, queries), layerings, state?.queries ?? {});
    const base = settled.queries === made.queries ? made : { ...made, queries: settled.queries };
    const isPlain = settled.shown === base.queries && book.isEmptyLedger(settled.ledger);
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
    const sunk = answered.reduce(
      (sunk, layer) => sink(sunk, layer, ledger, layerings),
      Object.fromEntries(arrived),
    );
    return { ...queries, ...sunk };
  }

  return { reduce, beneath };
}

/** The ledger in a state that was kept, be it of the API or of the whole store. */
function ledgerIn(payload: unknown, reducerPath: string): book.Ledger | undefined {
  if (!isJsonObject(payload)) return undefined;
  for (const state of [payload, payload[reducerPath]]) {
    if (isJsonObject(state) && book.isLedger(state.optimistic)) return state.optimistic;
  }
  return undefined;
}

interface Settled {
  /** The entries as the server has them. */
  readonly queries: Queries;
  readonly ledger: book.Ledger;
  readonly shown: Queries;
}

function showState(base: CacheState, { shown, ledger }: Settled): CacheState {
  return { ...base, queries: shown, ...(book.isEmptyLedger(ledger) ? {} : { optimistic: ledger }) };
}

/** The errors of layers, as they were thrown: a state can keep only what JSON can. */
const errors = new WeakMap<book.Refusal, StatehouseError>();

/** What was thrown, where this page has seen it happen. */
export function thrownBy(refusal: book.Refusal): StatehouseError | undefined {
  return errors.get(refusal);
}

/** Lets answered layers sink and lays the others over it, without those that fail. */
function settle(queries: Queries, ledger: book.Ledger, layerings: Layerings, before: Queries): Settled {
  // Each turn that fails takes a layer away.
  for (let current = ledger; ; ) {
    try {
      const sunk = sinkAnswered(queries, current, layerings);
      return { ...sunk, shown: cover(sunk.queries, sunk.ledger, layerings, before) };
    } catch (failure) {
      if (!(failure instanceof LayerFailure)) throw failure;
      const { layer, error } = failure;
      const { code, message, details } = error;
      const { requestId, state } = layer;
      const refusal = { requestId, isOver: state === 'answered', code, message, details };
      errors.set(refusal, error);
      current = book.noteRefusal(current, refusal);
    }
  }
}

/**
 * An answered layer sinks when no other is under it, so that what is shown does not change, and nothing that was asked for
 * before its answer can come any more: that would not know of it.
 */
function sinkAnswered(queries: Queries, ledger: book.Ledger, layerings: Layerings) {
  let sunk = queries;
  let rest = ledger;
  for (;;) {
    const [lowest, ...above] = rest.layers;
    if (lowest?.state !== 'answered') return { queries: sunk, ledger: rest };
    const targets = layerings.get(lowest.mutation);
    const isAwaited = Object.entries(rest.requests).some(([key, { startedAt }]) => {
      const endpoint = sunk[key]?.endpointName;
      return startedAt < lowest.answeredAt && endpoint !== undefined && targets?.has(endpoint);
    });
    if (isAwaited) return { queries: sunk, ledger: rest };
    sunk = sink(sunk, lowest, rest, layerings);
    rest = { ...rest, layers: above, askedAt: above.length === 0 ? {} : rest.askedAt };
  }
}

/** An answer that carries pages which were shown, with the pages beneath them in their place. */
function rebase(action: UnknownAction, queries: Queries | undefined): UnknownAction {
  if (!isThunkAction(action)) return action;
  const { queryCacheKey, direction } = action.meta.arg;
  if (queryCacheKey === undefined || direction === undefined || action.payload === undefined) return action;
  return { ...action, payload: rebasePages(action.payload, queries?.[queryCacheKey]?.data) };
}

/** Whether an answer is all that the entry then holds: one page more says nothing of the pages that were there. */
function isWhole({ meta: { arg } }: ThunkAction, before: Queries): boolean {
  return arg.direction === undefined || before[arg.queryCacheKey ?? '']?.data === undefined;
}

/** What each action means to the ledger. */
function ledgerActions(reducerPath: string, layerings: Layerings) {
  const query = (step: string) => `${reducerPath}/executeQuery/${step}`;
  const mutation = (step: string) => `${reducerPath}/executeMutation/${step}`;
  const isLayered = ({ meta }: ThunkAction) => layerings.has(meta.arg.endpointName);

  function noteThunk(ledger: book.Ledger, action: ThunkAction, before: Queries): book.Ledger {
    switch (action.type) {
      case query('pending'):
        return book.noteQueryStart(ledger, action);
      case query('fulfilled'):
        return isUpsert(action.meta.arg)
          ? ledger
          : book.noteQueryEnd(ledger, action, isWhole(action, before));
      case query('rejected'):
        return action.meta.condition ? ledger : book.noteQueryEnd(ledger, action, false);
      case mutation('pending'):
        return isLayered(action) ? book.noteMutationStart(ledger, action) : ledger;
      case mutation('fulfilled'):
        return book.noteAnswer(ledger, action, layerings);
      case mutation('rejected'):
        return book.noteFailure(ledger, action);
      default:
        return ledger;
    }
  }

  function note(ledger: book.Ledger, action: UnknownAction, before: Queries, after: Queries): book.Ledger {
    const known = book.forgetOver(ledger);
    if (action.type === `${reducerPath}/resetApiState`) return book.emptyLedger;
    if (action.type === `${reducerPath}/config/middlewareRegistered`) return book.noteNewPage(known);
    if (isThunkAction(action)) return noteThunk(known, action, before);
    if (action.type.startsWith(`${reducerPath}/`) || before === after) return known;
    // Entries that came with an action of somebody else's, as those of a rendering server do.
    const arrived = Object.keys(after).filter((key) => after[key] !== before[key]);
    return arrived.reduce(book.forgetAsked, known);
  }

  return { note };
}
