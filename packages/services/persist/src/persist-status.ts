import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { persistError } from './errors.ts';
import type { Damage } from './format/kept-state.ts';
import type { RowsStatus } from './rows/kept-rows.ts';

/** How far keeping has come; never claims more than is true. */
export interface PersistStatus {
  readonly phase: 'reading' | 'ready' | 'paused' | 'failing' | 'refused' | 'stopped';
  /** Whether everything up to the present state is durable. */
  readonly isSaved: boolean;
  readonly problem?: StatehouseError;
  /** What was found damaged at the start, and kept aside. */
  readonly damage?: Damage;
  /** How it stands with tables that are kept by rows, by their path. */
  readonly rows?: Readonly<Record<string, RowsStatus>>;
}

/** A store that is kept. */
export interface PersistedStore {
  readonly status: PersistStatus;
  subscribe(listener: (status: PersistStatus) => void): () => void;
  /** Fulfilled when what was kept has been put into the store, or there was nothing. */
  readonly restored: Promise<void>;
  /** Fulfilled when everything up to now is durable; rejected when it cannot be. */
  flush(): Promise<void>;
  /** Writes nothing until `resume`; changes are kept in mind. */
  pause(): void;
  resume(): void;
  /** Deletes what is kept, damaged parts too. The next change is kept again. */
  purge(): Promise<void>;
  /** Keeps the store no more; what is unsaved is written first. */
  stop(): Promise<void>;
}

/** What was thrown, as a coded error. */
export function codedFor(error: unknown): StatehouseError {
  if (isStatehouseError(error)) return error;
  return persistError('damaged', { key: '', problem: error instanceof Error ? error.message : 'unknown' });
}
