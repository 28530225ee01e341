import type { Hub, JoinOptions, StoreHandle } from '@statehouse/hub';
import type { StateCreator, StoreMutatorIdentifier } from 'zustand/vanilla';
import type { ChangeName, SetInput } from './set-input.ts';
import { type BareListener, type BareSet, ZustandStore } from './zustand-store.ts';

declare module 'zustand/vanilla' {
  interface StoreMutators<S, A> {
    'statehouse/hub': WithHub<S>;
  }
}

type Write<Base, Added> = Omit<Base, keyof Added> & Added;

/** A store of zustand that is on a hub. */
export type WithHub<S> = Write<S, OnHub<S>>;

type OnHub<S> = S extends {
  getState: () => infer State;
  setState: { (...given: infer _A): infer Merged; (...given: infer _B): infer Replaced };
}
  ? {
      setState(
        partial: State | Partial<State> | ((state: State) => State | Partial<State>),
        replace?: false,
        name?: ChangeName,
      ): Merged;
      setState(state: State | ((state: State) => State), replace: true, name?: ChangeName): Replaced;
      /** The store on the hub; `leave` takes it off. */
      readonly hub: StoreHandle<State, SetInput<State>>;
    }
  : never;

type Mutators = [StoreMutatorIdentifier, unknown][];

/** As zustand's own middlewares are typed. */
type OnHubMiddleware = <State, Outer extends Mutators = [], Inner extends Mutators = [], Created = State>(
  initializer: StateCreator<State, [...Outer, ['statehouse/hub', never]], Inner, Created>,
) => StateCreator<State, Outer, [['statehouse/hub', never], ...Inner], Created>;

/** What zustand hands to middlewares, whatever the state is. */
interface BareApi {
  setState: BareSet;
  getState: () => unknown;
  subscribe: (...given: never[]) => () => void;
  hub?: unknown;
}

type BareInitializer = (set: BareSet, get: () => unknown, api: BareApi) => unknown;

/**
 * A middleware that puts a store on a hub. Each `set` is asked about and journalled under the name that is its third
 * argument; `useStore`, `getState` and `subscribe` show the past when the hub does, while what actions read and set is the
 * present.
 *
 * It stands outside of `immer`, and inside or outside of `devtools`, `persist` and `subscribeWithSelector`.
 *
 * @throws StatehouseError `hub/duplicate-store`; `zustand/drafts` when something is set while immer is outside
 */
export function onHub(hub: Pick<Hub, 'add'>, name: string, options?: JoinOptions): OnHubMiddleware;
export function onHub(hub: Pick<Hub, 'add'>, name: string, options?: JoinOptions): unknown {
  return joining(hub, name, options);
}

function joining(
  hub: Pick<Hub, 'add'>,
  name: string,
  options?: JoinOptions,
): (initializer: BareInitializer) => BareInitializer {
  return (initializer) => (set, get, api) => {
    let initial: unknown;
    const store = new ZustandStore(name, set, get, () => initial);
    // Before anybody else can: the first that is told.
    subscribeTo(api, store.heard);
    const { subscribe } = api;
    api.setState = store.over(api.setState);
    api.getState = () => store.getShown();
    api.subscribe = (...given: readonly unknown[]) => {
      const [listener, ...rest] = given;
      // With more than a listener it is a selection, which stays with the middleware that makes it.
      return isListener(listener) && rest.length === 0
        ? store.watch(listener)
        : Reflect.apply(subscribe, api, given);
    };
    initial = initializer(store.over(set), get, api);
    api.hub = hub.add(name, store, options);
    return initial;
  };
}

function isListener(given: unknown): given is BareListener {
  return typeof given === 'function';
}

function subscribeTo({ subscribe }: BareApi, listener: BareListener): void {
  Reflect.apply(subscribe, undefined, [listener]);
}
