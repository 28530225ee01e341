import type { EntityId, EntityState, SerializedError } from '@reduxjs/toolkit';

/** What an action of a table slice says besides its payload: when it was made. */
export interface Stamp {
  readonly atMs: number;
}

/** How far one can trust a table. */
export interface TableStatus {
  /** Whether a load is running. */
  loading: boolean;
  /** How many loads are running. */
  loads: number;
  /** Why the last load failed, until the next one begins. */
  error: SerializedError | null;
  /** When the entities last changed or were loaded, in milliseconds since 1970; null if never. */
  lastUpdated: number | null;
}

export interface TableSliceState<T, Id extends EntityId> extends EntityState<T, Id>, TableStatus {}
