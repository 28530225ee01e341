import { createSlice } from '@reduxjs/toolkit';
import type { KeyValueStore } from '@statehouse/storage';

/** Stands in for the queue of `@statehouse/redux/offline`: sends at once, and keeps nothing. */
export function createOfflineQueue(_options: { readonly store: KeyValueStore }) {
  const snapshot: OfflineSnapshot = { status: 'idle', isSender: true, entries: [] };
  const slice = createSlice({ name: 'offline', initialState: snapshot, reducers: {} });
  return {
    baseQuery: <Base>(base: Base): Base => base,
    reducer: slice.reducer,
    start: (_store: object, _api: object) => Promise.resolve(),
    retry: (_id?: string): Promise<'done' | 'gone' | 'sending'> => Promise.resolve('gone'),
    remove: (_id: string): Promise<'done' | 'gone' | 'sending'> => Promise.resolve('gone'),
    stop: () => Promise.resolve(),
  };
}

export type OfflineQueue = ReturnType<typeof createOfflineQueue>;

export interface OfflineSnapshot {
  readonly status: 'loading' | 'idle' | 'sending' | 'waiting' | 'offline' | 'signed-out' | 'stopped';
  readonly isSender: boolean;
  readonly entries: readonly OfflineEntry[];
}

export interface OfflineEntry {
  readonly id: string;
  readonly endpoint: string;
  readonly arg: unknown;
  readonly queuedAtMs: number;
  readonly state: 'queued' | 'sending' | 'refused';
  readonly attempts: number;
  readonly isUncertain: boolean;
  readonly lastError?: unknown;
  readonly nextAttemptAtMs?: number;
  readonly requestId?: string;
}
