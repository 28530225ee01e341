import type { Entity } from '../entities/entity.ts';

/**
 * A way of keeping entities by id. What is repeated is repeated in here, by a loop of the implementation's own, so that
 * the harness is no part of what is measured and the compiler sees each loop with one implementation only.
 */
export interface TableUnderTest {
  /** Reads each id of the stretch. @returns the sum of the scores found. */
  read(ids: readonly string[], start: number, end: number): number;
  /**
   * Sets `score` of each id of the stretch, one by one: the first to `score`, the next to `score + 1`. Each is a state of its
   * own, with the one before it kept, where the implementation has snapshots.
   */
  update(ids: readonly string[], start: number, end: number, score: number): void | Promise<void>;
  /** The same in one batch: one new state. */
  updateBatch(ids: readonly string[], start: number, end: number, score: number): void | Promise<void>;
  /** Inserts one by one, each a state of its own. */
  insert(entities: readonly Entity[], start: number, end: number): void | Promise<void>;
  /** Removes one by one, each a state of its own. */
  remove(ids: readonly string[], start: number, end: number): void | Promise<void>;
  readonly size: number;
  /** The state of this moment, which later changes must leave as it is; absent where there are no snapshots. */
  snapshot?(): TableSnapshot;
}

export interface TableSnapshot {
  readonly size: number;
  scoreOf(id: string): number | undefined;
}

/** Loads entities with distinct ids into a new table: this is timed as `load`. */
export type OpenTable = (entities: readonly Entity[]) => TableUnderTest;
