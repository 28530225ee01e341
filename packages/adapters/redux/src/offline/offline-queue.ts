import { createAction, type UnknownAction } from '@reduxjs/toolkit';
import type {
  BaseQueryArg,
  BaseQueryError,
  BaseQueryExtraOptions,
  BaseQueryFn,
  BaseQueryMeta,
  BaseQueryResult,
} from '@reduxjs/toolkit/query';
import type { OfflineExtraOptions } from './declaration.ts';
import { type OfflineQueueOptions, settleOptions } from './offline-options.ts';
import type { QueueableApi, QueueableStore } from './queued-api.ts';
import { type EntryChange, type OfflineError, QueuedMutations } from './queued-mutations.ts';
import type { CommandResult } from './sending/command.ts';
import { loadingSnapshot, type OfflineSnapshot } from './snapshot.ts';

/** The base query of an API whose mutations can go through a queue. */
export type QueuedBaseQuery<Send extends BaseQueryFn> = BaseQueryFn<
  BaseQueryArg<Send>,
  BaseQueryResult<Send>,
  BaseQueryError<Send> | OfflineError,
  BaseQueryExtraOptions<Send> & OfflineExtraOptions,
  NonNullable<BaseQueryMeta<Send>>
>;

/**
 * A queue of mutations that outlives the page: kept on the device, sent in order, once for each key, by one tab.
 *
 * Invariant: between the call of a mutation and its answer RTK Query sees a request under way. So hooks are pending and layers stay,
 * in this tab and in the others, before and after a reload.
 */
export interface OfflineQueue {
  /** Wraps the base query of the API. Mutations with `extraOptions: { offline: true }` go through the queue; all else passes. */
  baseQuery<Send extends BaseQueryFn>(send: Send): QueuedBaseQuery<Send>;
  /**
   * Begins: reads what is kept, begins the mutations of it again, so that their layers lie, and sends when it is this tab's turn.
   * Call it once, as soon as the store is made; show the page when it is fulfilled, so that kept layers lie under new ones.
   *
   * @throws StatehouseError `redux/offline-delayed-tags`
   */
  start(store: QueueableStore, api: QueueableApi): Promise<void>;
  /** The same object until something changes. */
  getSnapshot(): OfflineSnapshot;
  subscribe(listener: () => void): () => void;
  /** The same snapshot as a slice of the state. Optional. */
  reducer(state: OfflineSnapshot | undefined, action: UnknownAction): OfflineSnapshot;
  /** Tries an entry again now; one that was refused comes back to its place. Without an id: all that wait, as after signing in. */
  retry(id?: string): Promise<CommandResult>;
  /** Takes an entry away. Its mutation is rejected with the code `redux/offline-removed`. */
  remove(id: string): Promise<CommandResult>;
  /**
   * Changes what an entry asks for. Another argument makes its request and its layer anew; `request` then changes single members.
   * An entry that may have been applied as it was is left as it is (`uncertain`), unless `evenIfSent`.
   *
   * @throws StatehouseError `redux/offline-request`, `redux/offline-secret`
   */
  edit(id: string, change: EntryChange, options?: { readonly evenIfSent?: boolean }): Promise<CommandResult>;
  /** Sends nothing more in this tab. What is kept stays. */
  stop(): void;
}

/** Makes a queue. It does nothing before `start`. */
export function createOfflineQueue(options: OfflineQueueOptions): OfflineQueue {
  const settled = settleOptions(options);
  const changed = createAction<OfflineSnapshot>(`${settled.name}/changed`);
  const mutations = new QueuedMutations(settled, changed);
  function baseQuery<Send extends BaseQueryFn>(send: Send): QueuedBaseQuery<Send>;
  function baseQuery(send: BaseQueryFn): BaseQueryFn {
    return mutations.baseQuery(send);
  }
  return {
    baseQuery,
    start: (store, api) => mutations.start(store, api),
    getSnapshot: () => mutations.snapshot,
    subscribe: (listener) => mutations.subscribe(listener),
    reducer: (state = loadingSnapshot, action) => (changed.match(action) ? action.payload : state),
    retry: (id) => mutations.ask({ kind: 'retry', ...(id === undefined ? {} : { id }) }),
    remove: (id) => mutations.ask({ kind: 'remove', id }),
    edit: (id, change, { evenIfSent = false } = {}) => mutations.edit(id, change, evenIfSent),
    stop: () => mutations.stop(),
  };
}
