/**
 * A value by which an index orders. Of different kinds: null before false before true before numbers before strings.
 * −0 is 0; NaN has no place in an order.
 */
export type KeyPart = string | number | boolean | null;

/** The values of one entry, as many as the index has parts. */
export type IndexKey = readonly KeyPart[];

/**
 * Answers the id of an entry: entries with equal keys stand in the order of their ids, on every replica alike.
 * No two entries in one index have the same id: of an entity that was deleted and came back, the old one goes first.
 */
export type IdOfEntry = (entry: number) => string;

/**
 * An immutable ordered set of (key, entry), where an entry is a small integer: the slot of an entity in its table.
 *
 * Keys have one or more parts, each ascending or descending; entries of one key are ordered by id, ascending. The index
 * does not keep ids: whoever changes it says what they are, for the entries that are in it and those that come in.
 * Every "change" returns a new index that shares structure with the old one; one that changes nothing returns the same
 * object.
 */
export interface OrderedIndex {
  readonly size: number;
  /** How many parts a key has. */
  readonly parts: number;
  /** Which parts descend. */
  readonly descending: readonly boolean[];
  /** Runs changes on a transient copy. O(log n) each. */
  batch(idOf: IdOfEntry, edit: (draft: IndexDraft) => void): OrderedIndex;
  /** The entries in a range, in order or in reverse, from the `offset`-th on. O(log n) to start, whatever the offset. */
  range(range?: IndexRange): Iterable<number>;
  /** How many entries a range has, once its `offset` is passed. O(log n). */
  count(range?: IndexRange): number;
  /** The entry at a place in the order, from 0; undefined beyond the end. O(log n). */
  nth(place: number): number | undefined;
  /** How many entries stand before this one, be it there or not. O(log n). */
  rank(key: IndexKey, entry: number, idOf: IdOfEntry): number;
  /** The distinct values of the first part, in order. O(log n) for each. */
  firstParts(): Iterable<KeyPart>;
}

/**
 * A stretch of the order. A bound has one or more leading parts of a key and covers every key that begins with them:
 * `{ from: ['ann'], to: ['ann'] }` is everything of Ann. "Before" and "after" are those of the index's own order.
 */
export interface IndexRange {
  readonly from?: IndexKey;
  readonly to?: IndexKey;
  /** Leaves out what `from` covers. */
  readonly isFromExclusive?: boolean;
  /** Leaves out what `to` covers. */
  readonly isToExclusive?: boolean;
  readonly reverse?: boolean;
  /** How many entries to pass over at the beginning (the end, in reverse). */
  readonly offset?: number;
}

/** What keys an index has. */
export interface IndexShape {
  readonly parts: number;
  /** Which parts descend; none, where left out. */
  readonly descending?: readonly boolean[];
}

/** What goes into an index at once, column by column: `entries[i]` under the key of all `columns[…][i]`. */
export interface IndexRows {
  /** One column for each part, all as long as `entries`. */
  readonly columns: readonly (readonly KeyPart[])[];
  readonly entries: readonly number[];
}

/** The transient side of a batch; it must not be kept after it. */
export interface IndexDraft {
  readonly size: number;
  /** @returns whether it was not there before. */
  add(key: IndexKey, entry: number): boolean;
  /** @returns whether it was there. */
  delete(key: IndexKey, entry: number): boolean;
}

/** An entry that only one of two indexes has, at least under that key: one whose key changed is removed and added. */
export interface IndexChange {
  readonly entry: number;
  readonly kind: 'added' | 'removed';
}
