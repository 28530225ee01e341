import type { Attempt, Change } from './change.ts';

/**
 * The hub's side of a store that lets itself be asked. Each `open` is followed in the same turn by `close`, with or
 * without a change between them; or by `fail`, which closes as well. They nest.
 */
export interface Gate<Input = unknown> {
  /**
   * Before anything changes. Answers with what to apply: the input, or what a plugin put in its place.
   *
   * @throws StatehouseError `hub/refused`, `hub/loop`, `hub/no-type`; then there is nothing to close
   */
  open(attempt: Attempt<Input>): Input;
  /** What was opened threw, and the state is what it was: whether the caller is to hear of it. */
  fail(error: unknown): 'rethrow' | 'hold';
  /** All that this turn made of the change is done; subscribers of the store have been told. */
  close(): void;
}

/** What the views of a store are to see. */
export type Shown<State> = { readonly kind: 'live' } | { readonly kind: 'past'; readonly state: State };

/** What a store knows of its own size. */
export interface StoreStats {
  readonly entities?: number;
  /** Bytes that all of its states so far have allocated, if it counts them; else the hub samples. */
  readonly allocatedBytes?: number;
}

/**
 * A store of any kind, as the hub sees it. States are immutable values: what `getState` gave out never changes.
 *
 * Whoever has `intercept` reports each change to its listeners between the gate's `open` and `close`, as soon as its
 * state is the new one and before its own subscribers are told; that order is the order of the journal. (A library that
 * tells of one change after the other may tell of an inner change when the inner gate is closed and the outer is not.)
 */
export interface Store<State = unknown, Input = unknown> {
  getState(): State;
  /** Hears of every change, after it. Answers with the way to stop. */
  subscribe(listener: (change: Change<State, Input>) => void): () => void;
  /** Changes the store, in this turn. */
  dispatch?(input: Input): void;
  /** What an input would be called, for those who are asked before; without it, a `write`. */
  attemptOf?(input: Input): Attempt<Input>;
  /** Asks the gate before each change from now on. Without it a plugin may watch the store but refuse nothing. */
  intercept?(gate: Gate<Input>): () => void;
  /** Why an input would not be taken in the present state, in words; undefined if it would. */
  refusalOf?(input: Input): string | undefined;
  /** Makes a state the present one; reported as a change of the kind `restore`. */
  restore?(state: State): void;
  /** What `getState` would be after an input: pure, without effects. By it the past is made again, and a recording replayed. */
  reduce?(state: State, input: Input): State;
  /** Shows its views the past, while it goes on underneath; or the present again. */
  show?(shown: Shown<State>): void;
  /** Runs a function, and tells its own subscribers of all changes in it once, at the end. */
  batch?(run: () => void): void;
  stats?(): StoreStats;
  /** For states that are not to be held by reference: the journal keeps `mark(state)`, and asks for it back. */
  readonly marks?: StateMarks<State>;
}

/** A way to keep a state as something smaller: a document and its version, say. */
export interface StateMarks<State> {
  mark(state: State): unknown;
  /** The state behind a mark; undefined when it can no longer be had. */
  recall(mark: unknown): State | undefined;
}
