import type { UnknownAction } from '@reduxjs/toolkit';
import type { BaseQueryApi, BaseQueryFn } from '@reduxjs/toolkit/query';
import { assert, jsonEquals, type StatehouseError } from '@statehouse/kernel';
import { argChanged, reordered } from '../query/note-action.ts';
import { declaredFor, type OfflineDeclaration, readDeclaration } from './declaration.ts';
import { offlineError } from './errors.ts';
import type { KeptEntry, StoredEntry } from './kept/kept-entry.ts';
import { MutationQueue } from './mutation-queue.ts';
import type { SettledOptions } from './offline-options.ts';
import { type QueueableApi, type QueueableStore, QueuedApi } from './queued-api.ts';
import { describeRequest, keepJson } from './request.ts';
import type { Attempt } from './sending/attempt.ts';
import type { Command, CommandResult } from './sending/command.ts';
import type { Outcome } from './sending/outcome.ts';
import { readRetryAfter } from './sending/retry-after.ts';
import { loadingSnapshot, type OfflineSnapshot, snapshotOf } from './snapshot.ts';
import { syncTag } from './sync-tag.ts';

/** What a mutation is rejected with when it ends without an answer of the server. */
export interface OfflineError {
  readonly status: 'CUSTOM_ERROR';
  readonly error: string;
  readonly data: { readonly code: string };
}

/** How an entry is changed. */
export interface EntryChange {
  readonly arg?: unknown;
  /** Members of the request that are to be others; `undefined` takes one away. */
  readonly request?: object;
}

type Result = Awaited<ReturnType<BaseQueryFn>>;

/** A mutation of RTK Query in this tab, and the entry that it waits for. */
interface Thread {
  readonly requestId: string;
  arg: unknown;
}

/**
 * Mutations of RTK Query that wait for entries of a queue.
 *
 * Invariant: each entry that may still be sent has one mutation under way in this tab: the one that made it, or one that was begun
 * for it because it was made by another page.
 */
export class QueuedMutations {
  readonly #options: SettledOptions;
  readonly #toAction: (snapshot: OfflineSnapshot) => UnknownAction;
  readonly #queue: MutationQueue;
  #api: QueuedApi | undefined;
  #send: BaseQueryFn | undefined;
  /** By the id of the entry. */
  readonly #threads = new Map<string, Thread>();
  /** The entry that a mutation was begun for, by its request id. */
  readonly #joins = new Map<string, string>();
  readonly #extraOptions = new Map<string, unknown>();
  readonly #listeners = new Set<() => void>();
  #snapshot: OfflineSnapshot = loadingSnapshot;
  #isSyncAsked = false;

  constructor(options: SettledOptions, toAction: (snapshot: OfflineSnapshot) => UnknownAction) {
    this.#options = options;
    this.#toAction = toAction;
    this.#queue = new MutationQueue({
      ...options,
      send: (entry, signal) => this.#sendEntry(entry, signal),
      maySend: () => true,
      onChange: () => this.#change(),
    });
  }

  get snapshot(): OfflineSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  baseQuery(send: BaseQueryFn): BaseQueryFn {
    assert(this.#send === undefined, () => 'One queue is of one API');
    this.#send = send;
    return (args, api, extraOptions) => {
      const declaration = api.type === 'mutation' ? readDeclaration(extraOptions) : undefined;
      if (declaration === undefined) return send(args, api, extraOptions);
      this.#extraOptions.set(api.endpoint, extraOptions);
      return this.#enqueue(args, api, declaration);
    };
  }

  async start(store: QueueableStore, api: QueueableApi): Promise<void> {
    const queued = new QueuedApi(store, api);
    if (queued.holdsBackTags) throw offlineError('offline-delayed-tags', { api: api.reducerPath });
    this.#api = queued;
    await this.#queue.start();
  }

  stop(): void {
    this.#queue.stop();
  }

  ask(command: Command): Promise<CommandResult> {
    return this.#queue.ask(command);
  }

  async edit(id: string, change: EntryChange, evenIfSent: boolean): Promise<CommandResult> {
    const found = this.#queue.kept?.find(({ entry }) => entry.id === id)?.entry;
    if (found === undefined) return 'gone';
    const { endpoint } = found;
    const value = change.arg === undefined ? undefined : keepJson(change.arg, endpoint, 'argument');
    const query = value === undefined ? undefined : this.#api?.queryOf(endpoint);
    const made = query === undefined ? found.request : describeRequest(query(value), endpoint);
    const request = describeRequest({ ...made, ...change.request }, endpoint);
    const arg = value === undefined ? {} : { arg: { value } };
    return this.#queue.ask({ kind: 'edit', id, ...arg, request, evenIfSent });
  }

  async #enqueue(args: unknown, api: BaseQueryApi, declaration: OfflineDeclaration): Promise<Result> {
    const { endpoint } = api;
    const started = this.#api;
    if (started === undefined) throw offlineError('offline-not-started', { endpoint });
    // The mutation is known to RTK Query when the call that has begun it returns.
    await undefined;
    const running = started.running(api.abort);
    assert(running !== undefined, () => `A mutation of ${endpoint} asks that nobody has begun`);
    const joined = this.#joins.get(running.requestId);
    if (joined !== undefined) return this.#resultOf(await this.#queue.outcomeOf(joined));
    if (started.queryOf(endpoint) === undefined) throw offlineError('offline-query-fn', { endpoint });
    const { lane, key, isTokenless } = declaredFor(declaration, running.arg);
    const twin = key === undefined ? undefined : this.#queue.find(key);
    if (twin !== undefined) return this.#resultOf(await this.#queue.outcomeOf(twin.id));
    const request = describeRequest(args, endpoint);
    const arg = running.arg === undefined ? undefined : keepJson(running.arg, endpoint, 'argument');
    const isFirst = this.#queue.isEmptyLane(lane);
    const entry = this.#queue.append({ lane, endpoint, arg, request, isTokenless, idempotencyKey: key });
    this.#follow(entry.id, { requestId: running.requestId, arg });
    // Who gives up a mutation that has not been sent does not want it to be.
    api.signal.addEventListener('abort', () => {
      this.#queue.ask({ kind: 'remove', id: entry.id }).catch(() => {});
    });
    const outcome = await this.#queue.outcomeOf(entry.id);
    if (outcome.kind === 'not kept') return this.#sendUnkept(entry, isFirst, outcome.reason, api);
    this.#forgetIfHeard(entry, outcome);
    return this.#resultOf(outcome);
  }

  /** A device that keeps nothing does not stop who is online: what would overtake nothing is sent as it is. */
  async #sendUnkept(
    entry: StoredEntry,
    isFirst: boolean,
    reason: string,
    api: BaseQueryApi,
  ): Promise<Result> {
    const { endpoint, request, idempotencyKey } = entry;
    const error = offlineError('offline-not-kept', { endpoint, reason });
    this.#options.onProblem(error);
    if (!isFirst || this.#send === undefined) return { error: inResult(error) };
    const args = this.#options.withKey(request, idempotencyKey);
    return this.#send(args, api, this.#extraOptions.get(endpoint) ?? {});
  }

  /** A refusal that somebody has heard, in the page that asked, need not wait for anybody. */
  #forgetIfHeard({ id, queuedAtMs }: StoredEntry, outcome: Outcome): void {
    const { clock, heardWithinMs, whenRefused } = this.#options;
    if (outcome.kind !== 'refused' || whenRefused === 'hold') return;
    if (clock.nowMs() - queuedAtMs > heardWithinMs) return;
    this.#queue.ask({ kind: 'remove', id }).catch(() => {});
  }

  #resultOf(outcome: Outcome): Result {
    switch (outcome.kind) {
      case 'done':
        return { data: outcome.data, ...(outcome.meta === undefined ? {} : { meta: outcome.meta }) };
      case 'refused':
        return { error: outcome.error };
      case 'removed':
        return { error: inResult(offlineError('offline-removed')) };
      default:
        return { error: inResult(offlineError('offline-elsewhere')) };
    }
  }

  async #sendEntry(entry: StoredEntry, signal: AbortSignal): Promise<Attempt> {
    const { judge, withKey, clock } = this.#options;
    const started = this.#api;
    assert(started !== undefined && this.#send !== undefined, () => 'A queue sends before it has begun');
    const { dispatch } = started.store;
    const { endpoint } = entry;
    const api: BaseQueryApi = {
      ...{ signal, abort: () => {}, dispatch, getState: () => started.store.getState() },
      ...{ extra: started.extra, endpoint, type: 'mutation' },
    };
    const args = withKey(entry.request, entry.idempotencyKey);
    const { data, error, meta } = await this.#send(args, api, this.#extraOptions.get(endpoint) ?? {});
    if (error !== undefined) {
      const retryAfterMs = retryAfterOf(meta, clock.nowMs());
      return { verdict: judge(error), error, retryAfterMs };
    }
    return { verdict: 'done', data, meta };
  }

  #change(): void {
    const { connectivity } = this.#options;
    const { kept, isLeading, isOver } = this.#queue;
    if (kept !== undefined && !isOver) this.#join(kept);
    const snapshot = snapshotOf({
      ...{ kept, isLeading, isOver, isOnline: connectivity.isOnline() },
      requestIdOf: (id) => this.#threads.get(id)?.requestId,
    });
    if (jsonEquals(snapshot, this.#snapshot)) return;
    this.#snapshot = snapshot;
    this.#askForSync(snapshot);
    this.#api?.dispatch(this.#toAction(snapshot));
    for (const listener of [...this.#listeners]) listener();
  }

  /** Begins a mutation for each entry that has none here, so that hooks, layers and tags know of it. */
  #join(kept: readonly KeptEntry[]): void {
    for (const { entry, progress } of kept) {
      if (progress.state === 'refused') continue;
      const thread = this.#threads.get(entry.id);
      if (thread !== undefined) this.#showArgument(thread, entry);
      else this.#begin(entry);
    }
    this.#layInOrder(kept);
  }

  /** Layers lie in the order in which mutations began here, which need not be that of the queue: what was refused may come back. */
  #layInOrder(kept: readonly KeptEntry[]): void {
    const ids = kept.map(({ entry }) => entry.id).filter((id) => this.#threads.has(id));
    const begun = [...this.#threads.keys()].filter((id) => ids.includes(id));
    if (ids.every((id, at) => id === begun[at])) return;
    const threads = ids.flatMap((id) => this.#threads.get(id) ?? []);
    const later = [...this.#threads].filter(([id]) => !ids.includes(id));
    this.#threads.clear();
    for (const [at, thread] of threads.entries()) this.#threads.set(ids[at] ?? '', thread);
    for (const [id, thread] of later) this.#threads.set(id, thread);
    const requestIds = threads.map(({ requestId }) => requestId);
    this.#api?.dispatch(reordered(this.#api.reducerPath, requestIds));
  }

  #begin({ id, endpoint, arg }: StoredEntry): void {
    const begun = this.#api?.begin(endpoint, arg);
    // It is sent all the same if the application does not have the endpoint any more; there is nothing to show of it then.
    if (begun === undefined) return;
    this.#joins.set(begun.requestId, id);
    this.#follow(id, { requestId: begun.requestId, arg });
  }

  #showArgument(thread: Thread, { arg }: StoredEntry): void {
    if (jsonEquals(thread.arg, arg)) return;
    thread.arg = arg;
    const reducerPath = this.#api?.reducerPath ?? '';
    this.#api?.dispatch(argChanged(reducerPath, thread.requestId, arg));
  }

  #follow(id: string, thread: Thread): void {
    this.#threads.set(id, thread);
    void this.#queue.outcomeOf(id).then(() => {
      this.#threads.delete(id);
      this.#joins.delete(thread.requestId);
    });
  }

  /** Has the browser wake a service worker, once for each time that something is left over. */
  #askForSync({ status, entries }: OfflineSnapshot): void {
    const { backgroundSync, name } = this.#options;
    const isLeft = status === 'offline' || status === 'waiting';
    if (entries.length === 0) this.#isSyncAsked = false;
    if (!isLeft || this.#isSyncAsked || backgroundSync === undefined) return;
    this.#isSyncAsked = true;
    // A browser may refuse; then the next page sends.
    backgroundSync.register(syncTag(name)).catch(() => {});
  }
}

/** What the answer says in the `meta` of `fetchBaseQuery`; undefined with a base query that has no such. */
function retryAfterOf(meta: unknown, nowMs: number): number | undefined {
  const response =
    typeof meta === 'object' && meta !== null && 'response' in meta ? meta.response : undefined;
  return response instanceof Response ? readRetryAfter(response.headers, nowMs) : undefined;
}

function inResult({ code, message }: StatehouseError): OfflineError {
  return { status: 'CUSTOM_ERROR', error: message, data: { code } };
}
