import type { Entity } from '../entities/entity.ts';

/** Who owns entities: `entity.ownerId` is the id of one. */
export interface Owner {
  readonly id: string;
  readonly name: string;
}

/** What is changed while queries are kept up to date: one field of one row. */
export type Change =
  | { readonly kind: 'score'; readonly id: string; readonly score: number }
  | { readonly kind: 'name'; readonly id: string; readonly name: string };

/** A row of a result, as far as it is checked: of a join with the owner's name. */
export interface ShownRow {
  readonly id: string;
  readonly score: number;
  readonly ownerName?: string;
}

/** A query that is kept up to date. */
export interface LiveRows {
  /** The result as it is after the last change. */
  rows(): readonly ShownRow[];
  /** How often it has told a listener of a new result. */
  readonly notices: number;
  stop(): void;
}

/**
 * Entities and their owners in something that answers queries. Loops are the implementation's own, as in the tables. What an
 * implementation cannot do is absent, and left out of the bench by that.
 */
export interface DatabaseUnderTest {
  /** Makes the changes one by one; live queries have heard of each before the next. */
  apply(changes: readonly Change[], start: number, end: number): void | Promise<void>;
  /**
   * The best {@link SHOWN} of each owner of the stretch, by score descending and then id, with an index on both where there
   * can be one. @returns the sum of their scores.
   */
  bestOfOwners?(ownerIds: readonly string[], start: number, end: number): number | Promise<number>;
  /** The same query for one owner, kept up to date. */
  watchOwner?(ownerId: string): LiveRows | Promise<LiveRows>;
  /** The best {@link SHOWN} of the open ones, joined with their owners, kept up to date. */
  watchOpen?(): LiveRows | Promise<LiveRows>;
  /** How many rows were updated before a moment; no index serves. */
  countOlder?(updatedBefore: number): number | Promise<number>;
  /** Keeps the state of this moment. @returns its number, from 0. */
  mark?(): number;
  /** How many rows are not what they were at a mark. */
  differingSince?(mark: number): number;
  /** Goes to each mark of the stretch and asks there for the best of an owner, then comes back. @returns the sum of scores. */
  visit?(marks: readonly number[], start: number, end: number, ownerId: string): number;
}

export type OpenDatabase = (
  entities: readonly Entity[],
  owners: readonly Owner[],
) => DatabaseUnderTest | Promise<DatabaseUnderTest>;

/** How many rows the queries with a limit show. */
export const SHOWN = 50;

/** The order of a result: higher scores first, then ids by code unit. */
export function compareShown(left: ShownRow, right: ShownRow): number {
  return right.score - left.score || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
}
