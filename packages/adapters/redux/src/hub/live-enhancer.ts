import type { Action, Reducer, Store, StoreEnhancer } from '@reduxjs/toolkit';
import { LiveStore, type LiveStoreOptions, type Restore, restorable } from './live-store.ts';

const LIVE = Symbol('statehouse/live');

/** A Redux store on which the innermost enhancer left what lies below all others. */
export interface WithLive<State, Input extends Action> {
  readonly [LIVE]: LiveStore<State, Input>;
}

/** Whether the innermost enhancer is among those of a store, and the others left its part on it. */
export function isWithLive<State, Input extends Action>(
  store: Store<State, Input>,
): store is Store<State, Input> & WithLive<State, Input> {
  return LIVE in store;
}

export function liveOf<State, Input extends Action>({
  [LIVE]: live,
}: WithLive<State, Input>): LiveStore<State, Input> {
  return live;
}

/** The innermost enhancer: everything that comes to the reducer comes through it. */
export function liveEnhancer(options: LiveStoreOptions): StoreEnhancer {
  return (createStore) =>
    <State, Input extends Action, Preloaded>(
      reducer: Reducer<State, Input, Preloaded>,
      preloaded?: Preloaded,
    ) => {
      const store = createStore<State, Input | Restore<State>, Preloaded>(restorable(reducer), preloaded);
      const live = new LiveStore<State, Input>(options, store, reducer);
      const dispatch = <Given extends Input>(action: Given) => {
        live.dispatch(action);
        return action;
      };
      const replaceReducer = (next: Reducer<State, Input>) => live.replaceReducer(next);
      return { ...store, [LIVE]: live, dispatch, replaceReducer };
    };
}
