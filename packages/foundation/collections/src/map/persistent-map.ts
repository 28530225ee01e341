/**
 * An immutable map from strings, iterated in key order (UTF-16 code units, as `<` compares strings).
 *
 * Every "change" returns a new map that shares structure with the old one; a change that changes nothing returns
 * the same object, so `===` means "nothing happened". Callers know this interface only: the structure inside may be
 * replaced.
 */
export interface PersistentMap<Value> extends Iterable<readonly [string, Value]> {
  readonly size: number;
  /** O(log n). */
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** O(log n). Returns this map if the value is already there (`Object.is`). */
  set(key: string, value: Value): PersistentMap<Value>;
  /** O(log n). Returns this map if the key is absent. */
  delete(key: string): PersistentMap<Value>;
  /** Runs many changes on a transient copy: nodes made in the batch are changed in place, shared ones are copied once. */
  batch(edit: (draft: MapDraft<Value>) => void): PersistentMap<Value>;
  keys(): Iterable<string>;
  values(): Iterable<Value>;
  /** Entries with `from <= key < to`, in order, or in reverse. O(log n) to start. */
  range(bounds: KeyRange): Iterable<readonly [string, Value]>;
}

export interface KeyRange {
  /** Inclusive lower bound; absent: from the first key. */
  readonly from?: string;
  /** Exclusive upper bound; absent: to the last key. */
  readonly to?: string;
  readonly reverse?: boolean;
}

/** The transient side of a batch. It reads its own writes, and must not be kept after the batch. */
export interface MapDraft<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  has(key: string): boolean;
  set(key: string, value: Value): void;
  delete(key: string): boolean;
}

/** One key at which two maps differ; `before` or `after` is absent where the key is. */
export interface MapDifference<Value> {
  readonly key: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}
