import type { PageOrigin } from './slot-pages.ts';

/** What all tables that come from one have in common. */
export interface Origin<Entity extends object> extends PageOrigin<Entity> {
  /** The next new slot: one counter for all, so that no slot ever means two ids. */
  nextSlot: number;
  /** Slots end here (they have 31 bits): a table that comes so far begins anew. */
  readonly lastSlot: number;
  /** How many ids one native map is to hold: the engine makes room for many in milliseconds, for millions in seconds. */
  readonly mostInOneMap: number;
}

/** A table as its directory sees it: what stands in which slot. */
export interface Slots<Entity extends object> {
  at(slot: number): Entity | undefined;
}

/** The same with how it is called. */
export interface Held<Entity extends object> extends Slots<Entity> {
  readonly idOf: (entity: Entity) => string;
}

/**
 * Which slots an id has had, for all tables of one origin that share it. Every table adds to it what comes into that
 * table; what is deleted from a table stays, because others may still hold it, until a table takes a directory of its own
 * ({@link IdDirectory.fitted}). So it is not immutable, but nobody can see it change: a slot counts only for a table
 * that holds something there.
 *
 * Invariant: every id of every table that uses this directory is in it, under its slot.
 */
export interface IdDirectory {
  /** The slot under which a table holds an id; −1 if it does not. */
  slotOf<Entity extends object>(id: string, held: Held<Entity>): number;
  /** The entity that a table holds under an id. */
  find<Entity extends object>(id: string, held: Held<Entity>): Entity | undefined;
  /** Enters the slot of an id that the table does not hold. O(1). */
  enter(id: string, slot: number): void;
  /** Tells that a table has let go of an id. */
  release(id: string): void;
  /**
   * The directory for a table of `size` entities that is about to enter an id, or has released one: this, or one
   * without what only other tables hold. O(1), spread over many calls.
   */
  fitted<Entity extends object>(id: string, held: Held<Entity>, size: number): IdDirectory;
}
