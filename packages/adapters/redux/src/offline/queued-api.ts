import type { UnknownAction } from '@reduxjs/toolkit';
import type { BaseQueryApi } from '@reduxjs/toolkit/query';
import { isArray, isJsonObject } from '@statehouse/kernel';

/** What the queue needs of a store. */
export interface QueueableStore {
  readonly dispatch: BaseQueryApi['dispatch'];
  getState(): unknown;
}

/** What the queue needs of an API of RTK Query. */
export interface QueueableApi {
  readonly reducerPath: string;
  readonly endpoints: object;
  readonly util: { getRunningMutationsThunk(): unknown };
  enhanceEndpoints(changes: { readonly endpoints: never }): unknown;
}

/** A mutation that is under way in this tab. */
export interface RunningMutation {
  readonly requestId: string;
  /** What it was called with. */
  readonly arg: unknown;
}

/** An API in its store, as the queue uses it: only what RTK Query documents. */
export class QueuedApi {
  readonly store: QueueableStore;
  /** What thunks are given beside `dispatch` and `getState`. */
  readonly extra: unknown;
  readonly #api: QueueableApi;

  constructor(store: QueueableStore, api: QueueableApi) {
    this.store = store;
    this.#api = api;
    this.extra = this.#run((_dispatch: unknown, _getState: unknown, extra: unknown) => extra);
  }

  get reducerPath(): string {
    return this.#api.reducerPath;
  }

  /** Whether an answer is not followed by new questions while any request is under way. */
  get holdsBackTags(): boolean {
    const root = this.store.getState();
    const state: unknown = isJsonObject(root) ? root[this.#api.reducerPath] : undefined;
    return (
      isJsonObject(state) && isJsonObject(state.config) && state.config.invalidationBehavior === 'delayed'
    );
  }

  /** The mutation that asks by `abort`, which each has for itself. Known once the call that began it has returned. */
  running(abort: unknown): RunningMutation | undefined {
    const running = this.#run(this.#api.util.getRunningMutationsThunk());
    const found = isArray(running) ? running.filter(isRunning).find((one) => one.abort === abort) : undefined;
    return found && { requestId: found.requestId, arg: found.arg.originalArgs };
  }

  /** Begins a mutation, without a result in the state. Undefined if the application has no such endpoint any more. */
  begin(endpoint: string, arg: unknown): RunningMutation | undefined {
    const found: unknown = Reflect.get(this.#api.endpoints, endpoint);
    if (this.#definitionOf(endpoint)?.type !== 'mutation' || !canBegin(found)) return undefined;
    const begun = this.#run(found.initiate(arg, { track: false }));
    return isRunning(begun) ? { requestId: begun.requestId, arg } : undefined;
  }

  /** An endpoint's `query`, with which its request is made; undefined if it has none. */
  queryOf(endpoint: string): ((arg: unknown) => unknown) | undefined {
    const query = this.#definitionOf(endpoint)?.query;
    return isQuery(query) ? query : undefined;
  }

  #definitionOf(endpoint: string): { readonly type?: unknown; readonly query?: unknown } | undefined {
    if (!Object.hasOwn(this.#api.endpoints, endpoint)) return undefined;
    let found: { readonly type?: unknown; readonly query?: unknown } | undefined;
    const look = (definition: unknown) => {
      if (isJsonObject(definition)) found = definition;
    };
    Reflect.apply(this.#api.enhanceEndpoints, this.#api, [{ endpoints: { [endpoint]: look } }]);
    return found;
  }

  dispatch(action: UnknownAction): void {
    this.store.dispatch(action);
  }

  #run(thunk: unknown): unknown {
    return Reflect.apply(this.store.dispatch, undefined, [thunk]);
  }
}

const isQuery = (value: unknown): value is (arg: unknown) => unknown => typeof value === 'function';

interface Running {
  readonly requestId: string;
  readonly abort: unknown;
  readonly arg: { readonly originalArgs?: unknown };
}

function isRunning(value: unknown): value is Running {
  return (
    typeof value === 'object' &&
    value !== null &&
    'requestId' in value &&
    typeof value.requestId === 'string' &&
    'abort' in value &&
    'arg' in value &&
    typeof value.arg === 'object'
  );
}

interface Endpoint {
  initiate(arg: unknown, options: { readonly track: boolean }): unknown;
}

function canBegin(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' && value !== null && 'initiate' in value && typeof value.initiate === 'function'
  );
}
