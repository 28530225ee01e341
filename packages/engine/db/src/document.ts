import { type Clock, type Random, randomId } from '@statehouse/kernel';
import type { Conflict, Effect, Operation } from '@statehouse/ot';
import type { DocumentEvent, DocumentLog } from './document-log.ts';
import { EntityListeners } from './entity-listeners.ts';
import { dbError } from './errors.ts';
import { type CommitGuard, GuardedLog } from './guarded-log.ts';
import { fitsLimits, type OperationLimits } from './operation-size.ts';
import { type Received, type ReceiveOptions, receiveInto } from './receive/receive.ts';
import { refuseInsideSelector } from './running-selectors.ts';
import type { Schema, TableName } from './schema.ts';
import type { Snapshot } from './snapshot.ts';
import { splitOperation, tooLarge } from './split-operation.ts';
import type { TransactOptions } from './transact-options.ts';
import { OperationBuilder } from './transaction/operation-builder.ts';
import { type Transaction, transactionOver } from './transaction/transaction.ts';
import type { UndoResult } from './undo/step.ts';
import { UndoHistory } from './undo/undo-history.ts';

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
   * @throws StatehouseError `db/nested-transaction` · `db/async-transaction` · `db/operation-too-large` ·
   * `db/unique-taken`, and what the writers throw
   */
  transact<Value>(edit: (tx: Transaction<S>) => Value, options?: TransactOptions): Transacted<Value>;
  /**
   * Takes in data from an API: an entity or a list of them, with nested entities in place of references. What is known
   * is merged (fields that are absent stay), what is not is inserted, large data in several operations of one group.
   * @throws StatehouseError `db/dangling-reference` (unless the options say otherwise), `db/unreadable-row`,
   * `db/missing-field`, and as `checkOperation`; then nothing has happened
   */
  receive<Table extends TableName<S>>(table: Table, data: unknown, options?: ReceiveOptions): Received;
  /** {@link Document.receive} for several tables at once, by table; they may refer to each other. */
  receiveTables(data: { readonly [Table in TableName<S>]?: unknown }, options?: ReceiveOptions): Received;
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
  /** Lets a guard stand between this person's operations and the log, in the place of the one before. Returns the way to stop. */
  intercept(guard: CommitGuard): () => void;
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
  /** What one operation may hold: what the server accepts. */
  readonly limits?: OperationLimits;
}

/** What one operation may hold unless said otherwise: the server's limits, with room for the frame around it. */
export const DEFAULT_LIMITS: OperationLimits = { maxEdits: 5_000, maxBytes: 1_000_000 };

const DEFAULT_UNDO_LIMIT = 1_000;
const DEFAULT_UNDO_PAUSE_MS = 500;
const MAX_CARRIED_DELTAS = 10_000;

/** Makes a document over a log. */
export function createDocument<S extends Schema>(options: DocumentOptions<S>): Document<S> {
  return new LoggedDocument(options);
}

class LoggedDocument<S extends Schema> implements Document<S> {
  readonly schema: S;
  readonly #log: GuardedLog<S>;
  readonly #random: Random;
  readonly #limits: OperationLimits;
  readonly #history: UndoHistory<S>;
  readonly #listeners = new EntityListeners<S>();
  readonly #unsubscribe: () => void;
  #transacting = false;

  constructor(options: DocumentOptions<S>) {
    const { schema, random, clock, limits = DEFAULT_LIMITS } = options;
    const log = new GuardedLog(options.log);
    this.schema = schema;
    this.#log = log;
    this.#random = random;
    this.#limits = limits;
    this.#history = new UndoHistory({
      log,
      random,
      clock,
      limits,
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
    const builder = new OperationBuilder(this.#log.snapshot);
    const value = this.#run(builder, (open) => edit(transactionOver(open, this.#random)));
    return { value, ...this.#commit(builder, options) };
  }

  receive<Table extends TableName<S>>(table: Table, data: unknown, options: ReceiveOptions = {}): Received {
    return this.receiveTables({ [table]: data }, options);
  }

  receiveTables(data: Readonly<Record<string, unknown>>, options: ReceiveOptions = {}): Received {
    const builder = new OperationBuilder(this.#log.snapshot);
    const received = this.#run(builder, (open) => receiveInto(open, data, options, this.#random));
    const { conflicts } = this.#commit(builder, { ...options, split: true });
    return { ...received, conflicts };
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

  intercept(guard: CommitGuard): () => void {
    return this.#log.intercept(guard);
  }

  dispose(): void {
    this.#unsubscribe();
  }

  #commit(
    builder: OperationBuilder<S>,
    options: TransactOptions,
  ): { readonly effect: Effect; readonly conflicts: readonly Conflict[]; readonly operation?: Operation } {
    const { name, group, undoable = true, split = false } = options;
    builder.checkUniques();
    const operation = builder.finish({
      ...(name === undefined ? {} : { name }),
      ...(group === undefined ? {} : { group }),
    });
    if (operation === undefined) return { effect: [], conflicts: [] };
    if (!split && !fitsLimits(operation, this.#limits)) throw tooLarge(operation.edits.length, this.#limits);
    const parts = splitOperation(this.schema, operation, this.#limits, () => randomId(this.#random));
    const committed = parts.map((part) => (undoable ? this.#history.commit(part) : this.#log.commit(part)));
    const [only] = committed;
    if (only !== undefined && committed.length === 1) return { ...only, operation };
    return {
      effect: committed.flatMap(({ effect }) => effect),
      conflicts: committed.flatMap(({ conflicts }) => conflicts),
      operation,
    };
  }

  #run<Value>(builder: OperationBuilder<S>, edit: (builder: OperationBuilder<S>) => Value): Value {
    this.#refuseInside();
    this.#transacting = true;
    try {
      const value = edit(builder);
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
    refuseInsideSelector();
    if (this.#transacting) throw dbError('nested-transaction');
  }
}
