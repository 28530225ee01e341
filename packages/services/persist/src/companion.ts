import type { KeyValueWrite } from '@statehouse/storage';
import type { RowsStatus } from './rows/kept-rows.ts';

/** What is written together with a state, by whom it knows what the state stands for. */
export interface Companion {
  /** What has to be read before the store is put back; who rejects refuses to have it kept. */
  before?(): Promise<void>;
  /** The store has been put back; or there was nothing, or it was too old. */
  after?(isTooOld: boolean): void;
  /** Has itself told how it stands with rows. */
  watch?(listener: (rows: Readonly<Record<string, RowsStatus>>) => void): void;
  /** What makes all that it has written count no more, to be written in one moment with the deletion of the state. */
  purging?(): readonly KeyValueWrite[];
  /** Deletes what counts no more. */
  purge?(): Promise<void>;
  /** Ends what it does in the background. */
  stop?(): Promise<void>;
  /**
   * Called in the turn in which a state is taken to be written, and looks at it in that turn; what is to be said of it may
   * take longer. Undefined if there is nothing new.
   */
  take(): Accompaniment | undefined | Promise<Accompaniment | undefined>;
}

/** Invariant: `writes` are durable in the same moment as the state for which they were taken, or not at all. */
export interface Accompaniment {
  readonly writes: readonly KeyValueWrite[];
  /** They are durable. */
  saved(): void;
  /** Nothing came of them; what they say will be taken again. */
  failed?(): void;
}
