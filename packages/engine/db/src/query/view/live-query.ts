import { EventQueue } from '../../event-queue.ts';
import type { Schema } from '../../schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { Query } from '../expression/query.ts';
import { KEEPING } from '../operators/pace.ts';
import type { Explanation } from './explanation.ts';
import { type QueryStats, QueryView } from './query-view.ts';
import { typed } from './run-query.ts';
import { snapshotPort } from './snapshot-port.ts';

/** What a live query needs of a document: local, synced, or a double. */
export interface LiveSource<S extends Schema> {
  readonly snapshot: Snapshot<S>;
  /** Tells of every change after it has happened. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** A query with its answer, which follows the document. */
export interface LiveQuery<Result> {
  /**
   * The answer for the document as it is now. What did not change since it was read before is the same object: the
   * whole, each list in it, each row.
   */
  readonly value: Result;
  /** Hears after each change of the value. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** How the query is answered, and what it lacks. */
  explain(): Explanation;
  readonly stats: QueryStats;
  /** Stops following the document: the value remains as it is, and no listener hears of anything. */
  dispose(): void;
}

/**
 * Answers a query and keeps the answer up to date from what changes in the document. It listens to the document only
 * while somebody listens to it; without a listener it catches up when it is read.
 */
export function liveQuery<S extends Schema, Result>(
  source: LiveSource<S>,
  query: Query<S, Result>,
): LiveQuery<Result> {
  return new FollowingQuery(source, query);
}

/** Invariant: unless disposed of, whatever is read is the answer for the source's present snapshot. */
class FollowingQuery<S extends Schema, Result> implements LiveQuery<Result> {
  readonly #source: LiveSource<S>;
  readonly #view: QueryView<Snapshot>;
  readonly #events = new EventQueue<undefined>();
  #listeners = 0;
  #unsubscribe: (() => void) | undefined;
  #isDisposed = false;
  /** The value may have changed since the listeners were told, as a reader found out first. */
  #isUntold = false;

  constructor(source: LiveSource<S>, query: Query<S, Result>) {
    this.#source = source;
    this.#view = new QueryView<Snapshot>(snapshotPort, query, source.snapshot, KEEPING);
  }

  get value(): Result {
    this.#follow();
    return typed(this.#view.value);
  }

  get stats(): QueryStats {
    this.#follow();
    return this.#view.stats;
  }

  subscribe(listener: () => void): () => void {
    if (this.#isDisposed) return () => {};
    this.#follow();
    if (this.#listeners === 0) this.#isUntold = false;
    this.#listeners += 1;
    this.#unsubscribe ??= this.#source.subscribe(() => this.#tell());
    const forget = this.#events.subscribe(listener);
    let isListening = true;
    return () => {
      if (!isListening) return;
      isListening = false;
      forget();
      this.#listeners -= 1;
      if (this.#listeners === 0) this.#stop();
    };
  }

  explain(): Explanation {
    this.#follow();
    return this.#view.explain();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  #follow(): void {
    if (!this.#isDisposed && this.#view.moveTo(this.#source.snapshot)) this.#isUntold = true;
  }

  #tell(): void {
    this.#follow();
    if (this.#isDisposed || !this.#isUntold) return;
    this.#isUntold = false;
    this.#events.tell(undefined);
  }

  #stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }
}
