import { type Action, isAction, type Reducer, type Store, type StoreEnhancer } from '@reduxjs/toolkit';
import type { Hub, Store as HubStore, JoinOptions, StoreHandle } from '@statehouse/hub';
import { reduxError } from '../errors.ts';
import type { Leads } from './leads.ts';
import { isWithLive, liveOf } from './live-enhancer.ts';
import { OBSERVABLE, ShownStore } from './shown-store.ts';

const HANDLE = Symbol('statehouse/handle');

interface WithHandle<State, Input> {
  readonly [HANDLE]: StoreHandle<State, Input>;
}

export interface ShownEnhancerOptions {
  readonly hub: Hub;
  readonly name: string;
  readonly join: JoinOptions;
  readonly leads: Leads;
}

/** The outermost enhancer: it puts the store on the hub, and shows its views the past. */
export function shownEnhancer({ hub, name, join, leads }: ShownEnhancerOptions): StoreEnhancer {
  return (createStore) =>
    <State, Input extends Action, Preloaded>(
      reducer: Reducer<State, Input, Preloaded>,
      preloaded?: Preloaded,
    ) => {
      const store = createStore(reducer, preloaded);
      if (!isWithLive<State, Input>(store)) throw reduxError('not-innermost', { store: name });
      const live = liveOf(store);
      const shown = new ShownStore<State>(store);
      const dispatch = <Given extends Input>(action: Given) => leads.follow(action, store.dispatch);
      const onHub: HubStore<State, Input> = {
        getState: () => live.getState(),
        subscribe: (listener) => live.subscribe(listener),
        dispatch: (action) => void dispatch(action),
        attemptOf: (input) => ({ kind: 'action', name: nameOf(input), input, origin: 'local' }),
        refusalOf: (input) => (isAction(input) ? undefined : 'it is no action with a type'),
        intercept: (gate) => live.intercept(gate),
        reduce: (state, action) => live.reduce(state, action),
        restore: (state) => live.restore(state),
        show: (time) => shown.show(time),
        batch: (run) => shown.hold(run),
      };
      return {
        ...store,
        getState: () => shown.getState(),
        subscribe: (listener: () => void) => shown.subscribe(listener),
        [OBSERVABLE]: () => shown.observable(),
        dispatch,
        [HANDLE]: hub.add(name, onHub, join),
      };
    };
}

/**
 * The handle of a Redux store that `joinHub` put on its hub: for batches, derived values and hooks.
 *
 * @throws StatehouseError `redux/not-on-hub`
 */
export function handleOf<State, Input extends Action>(store: Store<State, Input>): StoreHandle<State, Input> {
  if (!isWithHandle(store)) throw reduxError('not-on-hub', {});
  return store[HANDLE];
}

function isWithHandle<State, Input extends Action>(
  store: Store<State, Input>,
): store is Store<State, Input> & WithHandle<State, Input> {
  return HANDLE in store;
}

/** What is no action is refused, by what it is not. */
function nameOf(input: unknown): string {
  return isAction(input) ? input.type : typeof input;
}
