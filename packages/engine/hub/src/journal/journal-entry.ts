import type { ChangeKind, ChangeNote, Origin } from '../store/change.ts';

/** One store's part in an entry. */
export interface StoreChange {
  readonly store: string;
  readonly kind: ChangeKind;
  readonly name: string;
  readonly input: unknown;
  /**
   * By reference; undefined in the older part of the journal, which keeps inputs and checkpoints (and what no input
   * makes: states that were put back). What was told or read stays as it was.
   */
  readonly states: ChangedStates | undefined;
  /** What with a name had a part in it, where the store tells; what it led to has this entry as its cause. */
  readonly notes?: readonly ChangeNote[];
}

export interface ChangedStates {
  /** The states themselves, or their marks where a store has `marks`. */
  readonly before: unknown;
  readonly after: unknown;
}

/** How it ended. What failed or was refused changed nothing, but for the steps of a batch before it. */
export type Outcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'refused'; readonly by: string; readonly reason: string };

/** What one line of the journal is about: a change, a batch of them, a store that came or went. */
export type EntryKind = ChangeKind | 'batch' | 'joined' | 'left';

/** One line of the hub's timeline. */
export interface JournalEntry {
  /** 1, 2, 3… in the order in which states changed. */
  readonly id: number;
  readonly kind: EntryKind;
  readonly name: string;
  readonly origin: Origin;
  /** The entry that led to it; undefined where that is not known: a person, a timer, an answer. */
  readonly causeId: number | undefined;
  /** Milliseconds with fractions since the hub was made. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly outcome: Outcome;
  /** One, but for a batch. */
  readonly changes: readonly StoreChange[];
}

export const APPLIED: Outcome = { kind: 'applied' };

/** The change as the older part of the journal keeps it. */
export function withoutStates(change: StoreChange): StoreChange {
  return change.kind === 'restore' ? change : { ...change, states: undefined };
}
