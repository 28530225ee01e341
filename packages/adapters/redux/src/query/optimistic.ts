import { isAction, SHOULD_AUTOBATCH, type UnknownAction } from '@reduxjs/toolkit';
import { assert, isJsonObject, StatehouseError } from '@statehouse/kernel';
import type { CacheState } from './cache-state.ts';
import { type LayersOf, readLayers, type UntypedLayers } from './declared-layers.ts';
import { rebasePageParams } from './infinite-pages.ts';
import type { Layering } from './layer.ts';
import { createLayeredReducer, type LayeredReducer } from './layered-reducer.ts';
import type { Refusal } from './ledger.ts';
import { thrownBy } from './settle.ts';
import { isThunkAction } from './thunk-action.ts';

/** What layers need of an API of RTK Query. */
export interface LayerableApi {
  readonly reducerPath: string;
  readonly endpoints: object;
  readonly util: {
    updateQueryData(...args: never[]): unknown;
    patchQueryData(...args: never[]): unknown;
  };
  enhanceEndpoints(changes: { readonly endpoints: never }): unknown;
  reducer(
    state: { readonly queries: object } | undefined,
    action: UnknownAction,
  ): { readonly queries: object };
  middleware(store: StoreFace): (next: Step) => Step;
}

interface StoreFace {
  getState(): unknown;
}
type Step = (action: unknown) => unknown;

/** An API whose mutations can show before they are answered. */
export type OptimisticApi<Api extends LayerableApi> = Api & {
  readonly util: {
    /** `updateQueryData`, by its other name: what a stream says of the server's data, which layers then lie over. */
    readonly updateBase: Api['util']['updateQueryData'];
  };
};

export interface OptimisticOptions {
  /** Told of each layer that was dropped, with a coded error. Left out: the console is. */
  readonly onError?: (error: StatehouseError) => void;
}

interface Installation {
  readonly layerings: Map<string, ReadonlyMap<string, Layering>>;
  tell: (error: StatehouseError) => void;
}

/** The APIs that have layers already, so that more can be declared where more endpoints are injected. */
const installations = new WeakMap<object, Installation>();

/**
 * Lets mutations show in the cache until the server has answered, by layers that are run again over everything that it says
 * meanwhile. Like `enhanceEndpoints` it changes the API in place: call it where the API is made, before the store is. Called again
 * for the same API, it adds to what was declared.
 *
 * From then on `updateQueryData` and `updateCachedData` write to what the server has said, under the layers.
 * `examples/redux/optimistic.ts` shows all of it.
 *
 * @throws redux/layer-endpoint if a name is no endpoint of the API
 */
export function optimistic<Api extends LayerableApi>(
  api: Api,
  layers: LayersOf<Api['endpoints']>,
  options?: OptimisticOptions,
): OptimisticApi<Api>;
export function optimistic(
  api: LayerableApi,
  layers: UntypedLayers,
  { onError }: OptimisticOptions = {},
): LayerableApi {
  const installation = installations.get(api) ?? install(api);
  for (const [mutation, layerings] of readLayers(layers, api.endpoints)) {
    installation.layerings.set(mutation, layerings);
    const endpoints = Object.fromEntries([...layerings.keys()].map((query) => [query, rebasePageParams]));
    // It hands out the definitions of endpoints, which the API otherwise keeps to itself.
    Reflect.apply(api.enhanceEndpoints, api, [{ endpoints }]);
  }
  installation.tell = onError ?? installation.tell;
  return api;
}

function install(api: LayerableApi): Installation {
  const layerings = new Map<string, ReadonlyMap<string, Layering>>();
  const installation: Installation = { layerings, tell: (error) => console.error(error) };
  const { reducer } = api;
  const reduce = (state: CacheState | undefined, action: UnknownAction) => {
    const made = reducer(state, action);
    assert(isCacheState(made), () => `The reducer of ${api.reducerPath} is none of RTK Query's`);
    return made;
  };
  const layered = createLayeredReducer(api.reducerPath, reduce, layerings);
  const { updateQueryData, patchQueryData } = api.util;
  const update = onBase(updateQueryData, api.reducerPath, layered);
  Object.assign(api.util, {
    updateQueryData: update,
    updateBase: update,
    patchQueryData: onBase(patchQueryData, api.reducerPath, layered),
  });
  Object.assign(api, {
    reducer: layered.reduce,
    middleware: layeredMiddleware(api, installation),
  });
  installations.set(api, installation);
  return installation;
}

/** A thunk of the API that finds in the state what the server has said, instead of what is shown. */
function onBase(
  createThunk: (...args: never[]) => unknown,
  reducerPath: string,
  { beneath }: LayeredReducer,
) {
  return (...args: unknown[]) =>
    (dispatch: unknown, getState: () => unknown, extra: unknown): unknown => {
      const thunk: unknown = Reflect.apply(createThunk, undefined, args);
      if (typeof thunk !== 'function') return thunk;
      const getBase = () => {
        const root = getState();
        const state = cacheIn(root, reducerPath);
        return state === undefined ? root : Object.assign({}, root, { [reducerPath]: beneath(state) });
      };
      return Reflect.apply(thunk, undefined, [dispatch, getBase, extra]);
    };
}

function isCacheState(value: unknown): value is CacheState {
  return isJsonObject(value) && isJsonObject(value.queries);
}

/** The state of the API in the state of the store. */
function cacheIn(root: unknown, reducerPath: string): CacheState | undefined {
  const state = isJsonObject(root) ? root[reducerPath] : undefined;
  return isCacheState(state) ? state : undefined;
}

const noRefusals: readonly Refusal[] = [];

/**
 * The middleware of the API, which also tells of the layers that an action has dropped, each once; and which lets a layer show in all
 * components at once, not when the batch of less urgent actions is told of: until then one that renders anyway would be alone.
 */
function layeredMiddleware(
  { middleware, reducerPath }: LayerableApi,
  installation: Installation,
): LayerableApi['middleware'] {
  const told = new WeakSet<Refusal>();
  const isLayer = (action: unknown) =>
    isAction(action) &&
    action.type === `${reducerPath}/executeMutation/pending` &&
    isThunkAction(action) &&
    installation.layerings.has(action.meta.arg.endpointName);
  return (store) => {
    const toNext = middleware(store);
    const refusals = () => cacheIn(store.getState(), reducerPath)?.optimistic?.refused ?? noRefusals;
    return (next) => {
      const step = toNext((action) => next(isLayer(action) ? unbatched(action) : action));
      return (action) => {
        const before = refusals();
        const result = step(action);
        for (const refusal of refusals()) {
          // An action that this one caused may have been here first.
          if (before.includes(refusal) || told.has(refusal)) continue;
          told.add(refusal);
          tellSafely(installation.tell, errorOf(refusal));
        }
        return result;
      };
    };
  };
}

/** Tells of an error. If that throws in turn, it is nobody's answer to the action: RTK Query would lose track of its mutation. */
function tellSafely(tell: Installation['tell'], error: StatehouseError): void {
  try {
    tell(error);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}

function unbatched(action: unknown): unknown {
  if (!isJsonObject(action) || !isJsonObject(action.meta)) return action;
  const { [SHOULD_AUTOBATCH]: _, ...meta } = action.meta;
  return { ...action, meta };
}

function errorOf(refusal: Refusal): StatehouseError {
  return thrownBy(refusal) ?? new StatehouseError(refusal.code, refusal.message, refusal.details);
}
