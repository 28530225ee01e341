import type { KeyValueWrite } from '@statehouse/storage';

/** What is written together with a state, by whom it knows what the state stands for. */
export interface Companion {
  /** Called in the turn in which a state is taken to be written; undefined if there is nothing new to say of it. */
  take(): Accompaniment | undefined;
}

/** Invariant: `writes` are durable in the same moment as the state for which they were taken, or not at all. */
export interface Accompaniment {
  readonly writes: readonly KeyValueWrite[];
  /** They are durable. */
  saved(): void;
}
