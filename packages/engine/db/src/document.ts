import type { Clock, Random } from '@statehouse/kernel';
import type { Conflict, Effect, Operation } from '@statehouse/ot';
import type { DocumentEvent, DocumentLog } from './document-log.ts';
import { EntityListeners } from './entity-listeners.ts';
import { dbError } from './errors.ts';
import type { Schema, TableName } from './schema.ts';
import type { Snapshot } from './snapshot.ts';
import { OperationBuilder } from './transaction/operation-builder.ts';
import { type Transaction, transactionOver } from './transaction/transaction.ts';
import type { UndoResult } from './undo/step.ts';
import { UndoHistory } from './undo/undo-history.ts';

/** How a transaction is recorded. */
export interface TransactOptions {
  /** Names the operation, for preconditions and for people; a named operation is never composed with others. */
  readonly name?: string;
  /** False: undo passes over it, as over other people's edits. True unless said otherwise. */
  readonly undoable?: boolean;
  /** Operations of one group are undone as one. */
  readonly group?: string;
}

/** What came of a transaction. */
export interface Transacted<Value> {
  /** What the callback returned. */
  readonly value: Value;
  /** What really changed; empty if nothing did. */
  readonly effect: Effect;
  /** What did not take effect, by the document's rules. */
  readonly conflicts: readonly Conflict[];
  /** Absent if the callback changed nothing: then nothing was committed. */
  readonly operation?: Operation;
}

/** A document that can be read, edited, watched, and undone. */
export interface Document<S extends Schema> {
  readonly schema: S;
  /** What is visible now. */
  readonly snapshot: Snapshot<S>;
  /**
   * Runs a callback that edits through `tx`, and commits what it did as one operation. If it throws, nothing happens.
   * The callback is synchronous and must not keep `tx`.
   * @throws StatehouseError `db/nested-transaction` · `db/async-transaction` · `db/operation-too-large`, and what the
   * writers throw
   */
  transact<Value>(edit: (tx: Transaction<S>) => Value, options?: TransactOptions): Transacted<Value>;
  /** Takes back this person's last step, and leaves alone what others have made of it since. */
  undo(): UndoResult;
  /** Takes back the last undo, by the same rules. */
  redo(): UndoResult;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Hears of every change after it has happened. Returns the way to stop. */
  subscribe(listener: (event: DocumentEvent<S>) => void): () => void;
  /** Hears of the changes that touch one entity. */
  subscribeTo(table: TableName<S>, id: string, listener: (event: DocumentEvent<S>) => void): () => void;
  /** Stops listening to the log. */
  dispose(): void;
}

export interface DocumentOptions<S extends Schema> {
  readonly schema: S;
  readonly log: DocumentLog<S>;
  readonly random: Random;
  readonly clock: Clock;
  /** How many steps can be undone. */
  readonly undoLimit?: number;
  /** Typing at one place that pauses for no longer than this is one step. */
  readonly undoPauseMs?: number;
  /** How many edits an operation may have: what the server accepts. */
  readonly maxEdits?: number;
}

/** What an operation takes unless said otherwise; the server's limit. */
export const DEFAULT_MAX_EDITS = 5_000;

const DEFAULT_UNDO_LIMIT = 1_000;
const DEFAULT_UNDO_PAUSE_MS = 500;
const MAX_CARRIED_DELTAS = 10_000;

/** Makes a document over a log. */
export function createDocument<S extends Schema>(options: DocumentOptions<S>): Document<S> {
  return new LoggedDocument(options);
}

class LoggedDocument<S extends Schema> implements Document<S> {
  readonly schema: S;
  readonly #log: DocumentLog<S>;
  readonly #random: Random;
  readonly #maxEdits: number;
  readonly #history: UndoHistory<S>;
  readonly #listeners = new EntityListeners<S>();
  readonly #unsubscribe: () => void;
  #transacting = false;

  constructor(options: DocumentOptions<S>) {
    const { schema, log, random, clock, maxEdits = DEFAULT_MAX_EDITS } = options;
    this.schema = schema;
    this.#log = log;
    this.#random = random;
    this.#maxEdits = maxEdits;
    this.#history = new UndoHistory({
      log,
      random,
      clock,
      maxEdits,
      limit: options.undoLimit ?? DEFAULT_UNDO_LIMIT,
      pauseMs: options.undoPauseMs ?? DEFAULT_UNDO_PAUSE_MS,
      maxCarried: MAX_CARRIED_DELTAS,
    });
    this.#unsubscribe = log.subscribe((event) => {
      this.#history.observe(event);
      this.#listeners.tell(event);
    });
  }

  get snapshot(): Snapshot<S> {
    return this.#log.snapshot;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  transact<Value>(edit: (tx: Transaction<S>) => Value, options: TransactOptions = {}): Transacted<Value> {
    const { undoable = true, ...labels } = options;
    const builder = new OperationBuilder(this.#log.snapshot);
    const value = this.#run(builder, edit);
    const operation = builder.finish(labels);
    if (operation === undefined) return { value, effect: [], conflicts: [] };
    const edits = operation.edits.length;
    if (edits > this.#maxEdits) throw dbError('operation-too-large', { edits, limit: this.#maxEdits });
    const { effect, conflicts } = undoable ? this.#history.commit(operation) : this.#log.commit(operation);
    return { value, effect, conflicts, operation };
  }

  undo(): UndoResult {
    this.#refuseInside();
    return this.#history.undo();
  }

  redo(): UndoResult {
    this.#refuseInside();
    return this.#history.redo();
  }

  subscribe(listener: (event: DocumentEvent<S>) => void): () => void {
    return this.#log.subscribe(listener);
  }

  subscribeTo(table: TableName<S>, id: string, listener: (event: DocumentEvent<S>) => void): () => void {
    return this.#listeners.add(table, id, listener);
  }

  dispose(): void {
    this.#unsubscribe();
  }

  #run<Value>(builder: OperationBuilder<S>, edit: (tx: Transaction<S>) => Value): Value {
    this.#refuseInside();
    this.#transacting = true;
    try {
      const value = edit(transactionOver(builder, this.#random));
      if (value instanceof Promise) {
        value.catch(() => {});
        throw dbError('async-transaction');
      }
      return value;
    } catch (error) {
      builder.abandon();
      throw error;
    } finally {
      this.#transacting = false;
    }
  }

  #refuseInside(): void {
    if (this.#transacting) throw dbError('nested-transaction');
  }
}
