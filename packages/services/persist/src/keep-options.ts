import type { Clock, Stopwatch, Timers } from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import type { Codec } from './codec/codec.ts';
import type { ImportedState } from './imports/redux-persist.ts';
import type { MigrationStep } from './migrations/migrate.ts';
import type { Selection } from './patch/selection.ts';

/** What is kept of a store, where, and how, as far as it is kept whole. */
export interface KeepOptions {
  readonly storage: KeyValueStore;
  /** Under which name it is kept; another name is another copy. */
  readonly key: string;
  /** Which parts of the state are kept, as paths: `['cart', 'user.settings']`. All of it without. */
  readonly select?: Selection;
  /** The version of the state's shape; 1 unless told. */
  readonly version?: number;
  readonly migrations?: readonly MigrationStep[];
  /** For values that are not plain; dates, maps, sets and large integers are known. */
  readonly codecs?: readonly Codec[];
  /** What another library left, asked for when nothing is kept here yet. */
  readonly importOnce?: () => ImportedState | undefined | Promise<ImportedState | undefined>;
  /** How long changes may wait for more of them. Milliseconds. */
  readonly debounceMs?: number;
  /** What is older when it is read is not used. Milliseconds. */
  readonly maxAgeMs?: number;
  /** After so many records a snapshot takes their place. */
  readonly maxRecords?: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Measures how long rows keep the thread. */
  readonly stopwatch?: Stopwatch;
}
