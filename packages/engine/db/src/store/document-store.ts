import { type Stopwatch, systemStopwatch } from '@statehouse/kernel';
import { apply, applyEffect, type Effect, type Operation } from '@statehouse/ot';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../document-log.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { type DocumentView, MovingView, type ShownSnapshot, type ViewedDocument } from './document-view.ts';

/** A transaction as somebody wants it done; its operation is made when it is. */
export interface TransactionInput<S extends Schema> {
  readonly kind: 'transaction';
  readonly name: string;
  readonly edit: (tx: Transaction<S>) => void;
}

/** An operation that is about to be committed. */
export interface OperationInput {
  readonly kind: 'operation';
  readonly operation: Operation;
}

/** What really changed: applied to the state before, it gives the state after. */
export interface EffectInput {
  readonly kind: 'effect';
  readonly effect: Effect;
}

/** What changes a document: dispatched as a transaction, asked about as an operation, told as an effect. */
export type DocumentInput<S extends Schema> = TransactionInput<S> | OperationInput | EffectInput;

interface DocumentAttempt<S extends Schema> {
  readonly kind: 'transaction';
  readonly name: string;
  readonly input: DocumentInput<S>;
  readonly origin: 'local' | 'remote';
}

interface DocumentChange<S extends Schema> extends DocumentAttempt<S> {
  readonly before: Snapshot<S>;
  readonly after: Snapshot<S>;
  readonly durationMs: number;
}

/** Who is asked before an operation is committed, and told when all that came of it in this turn has come. */
interface DocumentGate<S extends Schema> {
  open(attempt: DocumentAttempt<S>): DocumentInput<S>;
  fail(error: unknown): 'rethrow' | 'hold';
  close(): void;
}

/** A document as a store among stores of other kinds: it fits what watches, gates and replays stores by its shape. */
export interface DocumentStore<S extends Schema> {
  getState(): Snapshot<S>;
  subscribe(listener: (change: DocumentChange<S>) => void): () => void;
  /** Runs a transaction; only inputs of that kind can be dispatched. */
  dispatch(input: DocumentInput<S>): void;
  attemptOf(input: DocumentInput<S>): DocumentAttempt<S>;
  refusalOf(input: DocumentInput<S>): string | undefined;
  /** Asks the gate before each of this person's operations; what others did has happened and is only told. */
  intercept(gate: DocumentGate<S>): () => void;
  /** The snapshot after an effect or an operation. */
  reduce(state: Snapshot<S>, input: DocumentInput<S>): Snapshot<S>;
  /** Lets the view see the past, or the present again. The document itself goes on. */
  show(shown: ShownSnapshot<S>): void;
  /** The document as its views see it. */
  readonly view: DocumentView<S>;
  /** The entities of all tables. O(tables). */
  stats(): { readonly entities: number };
}

export interface DocumentStoreOptions {
  readonly stopwatch?: Stopwatch;
}

/** A transaction to be dispatched: `store.dispatch(transaction('rename', (tx) => …))`. */
export function transaction<S extends Schema>(
  name: string,
  edit: (tx: Transaction<S>) => void,
): TransactionInput<S> {
  return { kind: 'transaction', name, edit };
}

/** Makes a store of a document, local or synced. */
export function storeOf<S extends Schema>(
  document: ViewedDocument<S> & Pick<Document<S>, 'intercept'>,
  { stopwatch = systemStopwatch }: DocumentStoreOptions = {},
): DocumentStore<S> {
  /** The commits under way, the innermost last. */
  const underWay: { readonly name: string; readonly startMs: number }[] = [];
  const view = new MovingView(document);

  const changeFrom = ({ cause, before, after, effect }: DocumentEvent<S>): DocumentChange<S> => {
    const commit = cause === 'local' ? underWay.at(-1) : undefined;
    return {
      kind: 'transaction',
      name: commit?.name ?? (cause === 'local' ? 'transaction' : cause),
      input: { kind: 'effect', effect },
      origin: cause === 'local' ? 'local' : 'remote',
      before,
      after,
      durationMs: commit === undefined ? 0 : stopwatch.nowMs() - commit.startMs,
    };
  };

  const attemptOf = (input: DocumentInput<S>): DocumentAttempt<S> => ({
    kind: 'transaction',
    name: nameOf(input),
    input,
    origin: 'local',
  });

  return {
    getState: () => document.snapshot,
    subscribe: (listener) => document.subscribe((event) => listener(changeFrom(event))),
    dispatch(input) {
      if (input.kind === 'transaction') document.transact(input.edit, { name: input.name });
    },
    attemptOf,
    refusalOf: ({ kind }) =>
      kind === 'transaction'
        ? undefined
        : 'a document takes transactions; what it makes of them it does itself',
    intercept: (gate) =>
      document.intercept((operation, commit) => {
        const asked = gate.open(attemptOf({ kind: 'operation', operation }));
        const left = asked.kind === 'operation' ? asked.operation : operation;
        underWay.push({ name: nameOf({ kind: 'operation', operation: left }), startMs: stopwatch.nowMs() });
        let isDone = false;
        try {
          const committed = commit(left);
          isDone = true;
          return committed;
        } catch (error) {
          // Whoever waits for what was committed gets nothing: an error cannot be held.
          gate.fail(error);
          throw error;
        } finally {
          underWay.pop();
          if (isDone) gate.close();
        }
      }),
    view,
    show: (shown) => view.show(shown),
    reduce(state, input) {
      if (input.kind === 'effect') return applyEffect(state, input.effect);
      if (input.kind === 'transaction') return state;
      return apply(state, input.operation, { client: '', sequence: 0 }).state;
    },
    stats() {
      const { snapshot } = document;
      const tables = Object.keys(snapshot.schema.tables);
      return { entities: tables.reduce((sum, table) => sum + snapshot.rows(table).size, 0) };
    },
  };
}

function nameOf<S extends Schema>(input: DocumentInput<S>): string {
  if (input.kind === 'transaction') return input.name;
  return (input.kind === 'operation' ? input.operation.name : undefined) ?? 'transaction';
}
