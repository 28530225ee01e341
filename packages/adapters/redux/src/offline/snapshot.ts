import type { Json, JsonObject } from '@statehouse/kernel';
import { type KeptEntry, waitsForSignIn } from './kept/kept-entry.ts';

/** How the queue stands. */
export type OfflineStatus =
  /** What is kept has not been read yet. */
  | 'loading'
  /** Nothing is waiting. */
  | 'idle'
  | 'sending'
  /** Something was of no use and is tried again later. */
  | 'waiting'
  /** There is no network. */
  | 'offline'
  /** The server does not know who asks: call `retry()` after signing in. */
  | 'signed-out'
  | 'stopped';

/** A mutation that is not done. */
export interface OfflineEntry {
  /** What it is known by; its order too. It stays through edits. */
  readonly id: string;
  readonly idempotencyKey: string;
  readonly lane: string;
  readonly endpoint: string;
  readonly arg?: Json;
  readonly request: JsonObject;
  readonly queuedAtMs: number;
  /** `refused`: the server will not have it; it waits to be edited, tried again or removed. */
  readonly state: 'queued' | 'sending' | 'refused';
  readonly attempts: number;
  /** It may have been applied already: it was sent, and no answer said that it was not. */
  readonly isUncertain: boolean;
  readonly lastError?: Json;
  readonly nextAttemptAtMs?: number;
  /** Of the mutation in this tab that waits for it. */
  readonly requestId?: string;
}

/** The queue as a tab sees it. Plain JSON. */
export interface OfflineSnapshot {
  readonly status: OfflineStatus;
  /** Whether this tab is the one that sends. */
  readonly isSender: boolean;
  /** In the order of the queue. */
  readonly entries: readonly OfflineEntry[];
}

export const loadingSnapshot: OfflineSnapshot = { status: 'loading', isSender: false, entries: [] };

/** What a snapshot is made of. */
export interface QueueSight {
  readonly kept: readonly KeptEntry[] | undefined;
  readonly isLeading: boolean;
  readonly isOnline: boolean;
  readonly isOver: boolean;
  readonly requestIdOf: (id: string) => string | undefined;
}

export function snapshotOf({ kept, isLeading, isOnline, isOver, requestIdOf }: QueueSight): OfflineSnapshot {
  const status = isOver ? 'stopped' : kept === undefined ? 'loading' : statusOf(kept, isOnline);
  const entries = (kept ?? []).map((one) => showEntry(one, requestIdOf(one.entry.id)));
  return { status, isSender: isLeading, entries };
}

function statusOf(kept: readonly KeptEntry[], isOnline: boolean): OfflineStatus {
  const open = kept.filter(({ progress }) => progress.state !== 'refused');
  if (open.length === 0) return 'idle';
  if (!isOnline) return 'offline';
  if (open.some(waitsForSignIn)) return 'signed-out';
  const waits = open.every(({ progress }) => progress.state === 'queued');
  return waits && open.some(({ progress }) => progress.nextAttemptAtMs !== undefined) ? 'waiting' : 'sending';
}

function showEntry({ entry, progress }: KeptEntry, requestId: string | undefined): OfflineEntry {
  const { id, idempotencyKey, lane, endpoint, arg, request, queuedAtMs } = entry;
  const { state, attempts, isUncertain, lastError, nextAttemptAtMs } = progress;
  return {
    ...{ id, idempotencyKey, lane, endpoint, request, queuedAtMs, state, attempts, isUncertain },
    ...(arg === undefined ? {} : { arg }),
    ...(lastError === undefined ? {} : { lastError }),
    ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAtMs }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
