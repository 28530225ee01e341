import type { Held } from '../entity-id.ts';

/**
 * The entities of one version of a slice: an immutable value in one order, each under its id.
 *
 * A change that changes nothing answers the same set. `isSameOrder` of an outcome says whether the list of ids is the same as
 * before, which is what lets selectors over the ids rest while fields change.
 */
export interface EntitySet<T> {
  readonly size: number;
  /** O(log n). */
  get(id: string): Held<T> | undefined;
  has(id: string): boolean;
  /** In the order of the slice. */
  forEach(visit: (entity: Held<T>) => void): void;
  /** The ids in any order. */
  keys(): Iterable<string>;
  /** An empty set of the same kind of order. */
  cleared(): EntitySet<T>;
  /** Puts or deletes. What is put twice is there as the last was, where the first had stood. O(log n) for each. */
  edit(change: (draft: EntityDraft<T>) => void): EditedSet<T>;
  /**
   * Replaces entities, one after the other, by what `next` makes of them; ids that are not there are passed over. The new one
   * may have another id: if that is taken, the two become one. O(log n) for each.
   */
  revise(ids: Iterable<string>, next: (entity: Held<T>, id: string) => Held<T>): EditedSet<T>;
  /** What is here and not, as the same object, in an earlier set; everything if there is none. Cost follows the difference. */
  newSince(earlier: EntitySet<T> | undefined): Iterable<readonly [id: string, entity: Held<T>]>;
}

/** What a change made. */
export interface EditedSet<T> {
  readonly set: EntitySet<T>;
  readonly isSameOrder: boolean;
}

/** The side of a set that can be changed, inside one edit. */
export interface EntityDraft<T> {
  has(id: string): boolean;
  /** Puts an entity under its own id; one that is there is replaced. */
  put(entity: Held<T>): void;
  delete(id: string): void;
}
