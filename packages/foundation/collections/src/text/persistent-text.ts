/**
 * An immutable text, indexed in UTF-16 code units. Every edit returns a new text that shares structure with the old.
 * Callers keep positions inside bounds and off the middle of surrogate pairs; `splice` asserts the bounds.
 */
export interface PersistentText {
  /** In UTF-16 code units. */
  readonly length: number;
  /** Removes `deleteCount` units at `position` and puts `insert` there. O(log n + inserted). Same object if nothing changes. */
  splice(position: number, deleteCount: number, insert: string): PersistentText;
  /** Units `from <= index < to`. O(log n + length of the slice). */
  slice(from?: number, to?: number): string;
  /** The unit at `index`, NaN outside. */
  charCodeAt(index: number): number;
  /** The pieces of the text in order; joined they are the text. Their boundaries mean nothing. */
  chunks(): Iterable<string>;
  /** The whole text as one string: O(n), and remembered. */
  toString(): string;
}

/** At `position` (in the earlier text, earlier splices not applied) `removed` gave way to `inserted`. */
export interface TextSplice {
  readonly position: number;
  readonly removed: string;
  readonly inserted: string;
}
