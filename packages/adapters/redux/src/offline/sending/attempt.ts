import type { Backoff, Json, Random } from '@statehouse/kernel';
import { backoffMs } from '@statehouse/kernel';
import { type Failure, type KeptEntry, notBegun, type Progress } from '../kept/kept-entry.ts';
import type { EditCommand } from './command.ts';

/** How one request ended. */
export type Attempt =
  | { readonly verdict: 'done'; readonly data: unknown; readonly meta: NonNullable<unknown> | undefined }
  | {
      readonly verdict: Failure;
      readonly error: unknown;
      /** The server wants to be left alone for so long. */
      readonly retryAfterMs?: number | undefined;
    };

/** The same without a wait. */
export function atOnce({ nextAttemptAtMs: _, waitMs: _wait, ...rest }: Progress): Progress {
  return rest;
}

/** An entry that is about to be sent: from now on it may have been applied. */
export function begin({ entry, progress }: KeptEntry): KeptEntry {
  const attempts = progress.attempts + 1;
  return { entry, progress: { ...atOnce(progress), state: 'sending', attempts, isUncertain: true } };
}

export interface AfterFailure {
  readonly backoff: Backoff;
  readonly random: Random;
  readonly nowMs: number;
  /** Refused after the server has failed at it so often. */
  readonly poisonAfter: number;
}

/** What an attempt that was of no use makes of an entry that was `before`, when it had not begun. */
export function noteFailure(
  before: Progress,
  { verdict, error, retryAfterMs = 0 }: Exclude<Attempt, { readonly verdict: 'done' }>,
  { backoff, random, nowMs, poisonAfter }: AfterFailure,
): Progress {
  const failures = before.failures + 1;
  const answers = before.answers + (verdict === 'failed' ? 1 : 0);
  const isRefused = verdict === 'refused' || answers >= poisonAfter;
  const waits = !isRefused && verdict !== 'unauthorized';
  const waitMs = Math.max(backoffMs(failures, backoff, random), retryAfterMs);
  return {
    state: isRefused ? 'refused' : 'queued',
    attempts: before.attempts + 1,
    failures,
    answers,
    // Who does not know who asks has not looked whether it was applied before.
    isUncertain: verdict === 'unauthorized' ? before.isUncertain : verdict !== 'refused',
    verdict,
    lastError: inJson(error),
    ...(waits ? { nextAttemptAtMs: nowMs + waitMs, waitMs } : {}),
  };
}

/** An error as it can be kept and shown: what is no JSON of it is left out. */
function inJson(error: unknown): Json {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  try {
    return JSON.parse(JSON.stringify(error) ?? 'null');
  } catch {
    return String(error);
  }
}

/**
 * An entry that is to be sent now. One that was refused goes on under another key: servers repeat what they have answered to the
 * old one. Under the old key goes on what may have been applied.
 */
export function renew({ entry, progress }: KeptEntry, newKey: () => string): KeptEntry {
  if (progress.state === 'refused' && !progress.isUncertain) {
    return {
      entry: { ...entry, revision: entry.revision + 1, idempotencyKey: newKey() },
      progress: notBegun,
    };
  }
  return { entry, progress: { ...atOnce(progress), state: 'queued', failures: 0, answers: 0 } };
}

/** An entry that asks for something else. Once it was sent it needs another key: the old one stands for what was asked then. */
export function edit(
  { entry, progress }: KeptEntry,
  { arg, request }: EditCommand,
  newKey: () => string,
): KeptEntry {
  const { arg: old, ...rest } = entry;
  const value = arg === undefined ? old : arg.value;
  return {
    entry: {
      ...rest,
      ...(value === undefined ? {} : { arg: value }),
      revision: entry.revision + 1,
      idempotencyKey: progress.attempts === 0 ? entry.idempotencyKey : newKey(),
      request,
    },
    progress: notBegun,
  };
}
