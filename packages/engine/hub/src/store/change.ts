/** What kind of thing changed a store. */
export type ChangeKind =
  /** An action of a Redux store. */
  | 'action'
  /** An event of a machine. */
  | 'event'
  /** A transaction of a database. */
  | 'transaction'
  /** What a stream sent out. */
  | 'emission'
  /** A state that was set directly. */
  | 'write'
  /** What an effect outside of all stores came to. */
  | 'effect'
  /** A state that was put back: from a disk, a checkpoint, another tab. */
  | 'restore';

/** Where a change was made: here, by somebody else, or earlier. */
export type Origin = 'local' | 'remote' | 'restored';

/** Something with a name that had a part in a change. */
export type ChangeNote =
  /** A condition that was asked, and what it said. */
  | { readonly kind: 'guard'; readonly name: string; readonly passed: boolean }
  /** What was done because of it, and what it threw, if it did. */
  | { readonly kind: 'action'; readonly name: string; readonly error?: unknown };

/** One change of one store, as the store tells it. */
export interface Change<State = unknown, Input = unknown> {
  readonly kind: ChangeKind;
  /** What a person would call it: an action's type, an event's type, a mutation's name. */
  readonly name: string;
  /** What was applied, in a form with which `reduce` makes `after` of `before`. Undefined where a state was put back. */
  readonly input: Input | undefined;
  /** The very state, not a copy. */
  readonly before: State;
  readonly after: State;
  readonly origin: Origin;
  /** The journal's entry that led to it, where the store knows better than the hub; undefined leaves it to the hub. */
  readonly causeId?: number | undefined;
  /** Milliseconds with fractions. */
  readonly durationMs: number;
  /** In the order in which they came. */
  readonly notes?: readonly ChangeNote[] | undefined;
}

/** What is about to change a store. */
export interface Attempt<Input = unknown> {
  readonly kind: ChangeKind;
  readonly name: string;
  readonly input: Input;
  readonly origin: Origin;
}
