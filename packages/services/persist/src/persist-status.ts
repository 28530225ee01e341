import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { persistError } from './errors.ts';
import type { Damage } from './format/kept-state.ts';

/** How far keeping has come; never claims more than is true. */
export interface PersistStatus {
  readonly phase: 'reading' | 'ready' | 'paused' | 'failing' | 'refused' | 'stopped';
  /** Whether everything up to the present state is durable. */
  readonly isSaved: boolean;
  readonly problem?: StatehouseError;
  /** What was found damaged at the start, and kept aside. */
  readonly damage?: Damage;
}

/** What was thrown, as a coded error. */
export function codedFor(error: unknown): StatehouseError {
  if (isStatehouseError(error)) return error;
  return persistError('damaged', { key: '', problem: error instanceof Error ? error.message : 'unknown' });
}
