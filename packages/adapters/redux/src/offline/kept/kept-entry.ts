import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { isPlace, type Place } from './place.ts';

/** A mutation as it is kept until it is done: a plain description, never changed, only replaced by another revision. */
export interface StoredEntry {
  /** Where it stands in the order, and what it is known by. */
  readonly id: Place;
  /** Raised by each edit, and each time it goes on under another key. */
  readonly revision: number;
  readonly idempotencyKey: string;
  /** Mutations of one lane are sent one after the other. */
  readonly lane: string;
  readonly endpoint: string;
  /** What the mutation was called with; absent if with nothing. */
  readonly arg?: Json;
  readonly request: JsonObject;
  readonly queuedAtMs: number;
  /** May be sent without a token, so by a service worker too. */
  readonly isTokenless: boolean;
}

/** How a request was judged by its end. */
export type Verdict =
  | 'done'
  /** The server will not have it. */
  | 'refused'
  /** The server could not, but may later. */
  | 'failed'
  /** Nobody knows whether the server has it. */
  | 'unanswered'
  /** The server does not know who asks. */
  | 'unauthorized';

/** How a request was judged that was of no use. */
export type Failure = Exclude<Verdict, 'done'>;

/** What has become of an entry so far. Kept beside it, so that whoever writes it late changes nothing of the entry. */
export interface Progress {
  readonly state: 'queued' | 'sending' | 'refused';
  /** How often it was sent. */
  readonly attempts: number;
  /** How often in a row it was of no use; a wait grows with it. */
  readonly failures: number;
  /** How often the server has failed at it. */
  readonly answers: number;
  /** It may have been applied: it was sent, and no answer has said that it was not. */
  readonly isUncertain: boolean;
  readonly verdict?: Verdict;
  readonly lastError?: Json;
  readonly nextAttemptAtMs?: number;
  /** How long that was to wait when it was written: by a clock that is set back it seems longer. */
  readonly waitMs?: number;
}

export interface KeptEntry {
  readonly entry: StoredEntry;
  readonly progress: Progress;
}

/** Whether an entry waits for somebody to sign in. */
export function waitsForSignIn({ progress }: KeptEntry): boolean {
  return progress.state === 'queued' && progress.verdict === 'unauthorized';
}

export const notBegun: Progress = {
  state: 'queued',
  attempts: 0,
  failures: 0,
  answers: 0,
  isUncertain: false,
};

/** Parses what a device has kept; undefined if it is no entry. */
export function parseEntry(text: string): StoredEntry | undefined {
  const value = parseJson(text);
  return isStoredEntry(value) ? value : undefined;
}

function isStoredEntry(value: unknown): value is StoredEntry {
  if (!isJsonObject(value)) return false;
  const { id, revision, idempotencyKey, lane, endpoint, request, queuedAtMs, isTokenless } = value;
  return (
    isPlace(id) &&
    isCount(revision) &&
    [idempotencyKey, lane, endpoint].every((name) => typeof name === 'string') &&
    isJsonObject(request) &&
    isCount(queuedAtMs) &&
    typeof isTokenless === 'boolean'
  );
}

/** Parses progress. What cannot be read counts as sent without an answer: nothing is wrong with sending it again. */
export function parseProgress(text: string): Progress {
  const value = parseJson(text);
  return isProgress(value) ? value : { ...notBegun, attempts: 1, isUncertain: true };
}

function isProgress(value: unknown): value is Progress {
  if (!isJsonObject(value)) return false;
  const { state, attempts, failures, answers, isUncertain, nextAttemptAtMs, waitMs } = value;
  return (
    (state === 'queued' || state === 'sending' || state === 'refused') &&
    [attempts, failures, answers].every(isCount) &&
    typeof isUncertain === 'boolean' &&
    [nextAttemptAtMs, waitMs].every((time) => time === undefined || typeof time === 'number')
  );
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
