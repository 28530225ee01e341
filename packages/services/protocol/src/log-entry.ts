import { type Conflict, type Effect, overwrites } from '@statehouse/ot';
import type { DeliveredEntry } from './server/delivered-entry.ts';

/** What an entry is. `policy` and `erasure` come later. */
export type EntryKind = 'operation' | 'refusal' | 'schema';

/** What is fixed about an entry for ever; headers form the chain. */
export interface EntryHeader {
  readonly kind: EntryKind;
  readonly document: string;
  readonly version: number;
  /** The epoch of the server that wrote it. */
  readonly epoch: number;
  /** Empty, with sequence 0, for entries that no client sent. */
  readonly client: string;
  readonly sequence: number;
  readonly base: number;
  readonly schemaVersion: number;
  readonly algebra: 1;
  /** A pseudonymous id. */
  readonly author: string;
  /** SHA-256 (hex) of the payload's text. */
  readonly payloadDigest: string;
  /** SHA-256 (hex) of the outcome's text. */
  readonly outcomeDigest: string;
}

/** Why an operation was refused. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What became of an entry, decided once, at its place in the log. */
export type Outcome =
  | {
      readonly verdict: 'applied';
      readonly effect: Effect;
      readonly conflicts: readonly Conflict[];
      readonly timeMs: number;
      /** The version that the author had before him; absent: the base. See `Operation.seen`. */
      readonly seen?: number;
    }
  | {
      readonly verdict: 'refused';
      readonly effect: readonly [];
      readonly conflicts: readonly [];
      readonly timeMs: number;
      readonly refusal: Refusal;
    };

/** One entry of a document's log. `payload` is the JSON text of what was sent. */
export interface LogEntry {
  readonly header: EntryHeader;
  readonly payload: string;
  readonly outcome: Outcome;
}

/** The texts of an entry as a log store keeps them (without the chain, which the log's owner keeps). */
export interface EntryTexts {
  readonly version: number;
  readonly kind: string;
  readonly client: string;
  readonly sequence: number;
  readonly header: string;
  readonly payload: string;
  readonly outcome: string;
}

/** An entry as subscribers see it. */
export function deliveredFromEntry(entry: LogEntry): DeliveredEntry {
  const { kind, version, client, sequence, author, schemaVersion } = entry.header;
  const { outcome } = entry;
  if (kind === 'schema') return { kind, version, schemaVersion };
  const { timeMs } = outcome;
  if (outcome.verdict === 'applied') {
    const { effect, conflicts } = outcome;
    const seen = seenToTell(version, outcome.seen ?? entry.header.base, effect);
    const unseen = seen === undefined ? {} : { seen };
    return { kind: 'operation', version, client, sequence, author, timeMs, ...unseen, effect, conflicts };
  }
  return { kind: 'refusal', version, client, sequence, author, timeMs, ...outcome.refusal };
}

/** `seen`, where subscribers need it: the author had not seen all that came before, and took something away. */
export function seenToTell(version: number, seen: number, effect: Effect): number | undefined {
  return seen < version - 1 && overwrites(effect) ? seen : undefined;
}
