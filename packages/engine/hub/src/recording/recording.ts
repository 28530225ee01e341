import type { Json } from '@statehouse/kernel';
import type { EntryKind, JournalEntry } from '../journal/journal-entry.ts';
import type { ChangeKind, Origin } from '../store/change.ts';

export const RECORDING_FORMAT = 'statehouse-recording';
export const RECORDING_VERSION = 1;

/** What a store could do where it was recorded. */
export const STORE_POWERS = [
  'dispatch',
  'intercept',
  'restore',
  'reduce',
  'show',
  'batch',
  'marks',
  'stats',
] as const;
export type StorePower = (typeof STORE_POWERS)[number];

export interface RecordedStore {
  readonly name: string;
  readonly can: readonly StorePower[];
}

/** The first line of a recording. */
export interface RecordingHeader {
  readonly format: typeof RECORDING_FORMAT;
  readonly version: number;
  readonly note: string | undefined;
  /** Tells the key of the pseudonyms from other keys. */
  readonly keyId: string;
  /** What was held to be secret, in words. */
  readonly rules: readonly string[];
  /** The ids of its entries; `from` is one more than `to` when there is none. */
  readonly from: number;
  readonly to: number;
  /** Those that were on the hub when it was exported. */
  readonly stores: readonly RecordedStore[];
}

/** The name of a member, or the place of an item. */
export type PathStep = string | number;

/** What became of one part of a state: another value, or nothing. A value too large for the tape stands as its hash. */
export interface ChangedPath {
  readonly path: readonly PathStep[];
  readonly value?: Json;
  readonly hash?: string;
  readonly isGone?: true;
}

/** What with a name had a part in a change: a condition and what it said, or an action and what it threw. */
export type RecordedNote =
  | { readonly kind: 'guard'; readonly name: string; readonly passed: boolean }
  | { readonly kind: 'action'; readonly name: string; readonly error?: Json };

/** One store’s part in an entry, without secrets. */
export interface RecordedChange {
  readonly store: string;
  readonly kind: ChangeKind;
  readonly name: string;
  /** Absent where a state was put back. */
  readonly input?: Json;
  /** In the order in which they came, where the store tells. */
  readonly notes?: readonly RecordedNote[];
  /** Of the state after it; absent where nothing changed, or where that state was no longer known. */
  readonly hash?: string;
  /** From the state before to the one after it. */
  readonly paths?: readonly ChangedPath[];
  /** The state after it, where it cannot be had from the paths. */
  readonly state?: Json;
  /** That `state` or `paths` are all there is to go by: the state was put back, or not known before. */
  readonly isTaken?: true;
  /** That the store had changed before, in a way that is not in the journal. */
  readonly isGap?: true;
}

export type RecordedOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'failed'; readonly error: Json }
  | { readonly kind: 'refused'; readonly by: string; readonly reason: string };

/** One entry of the journal, without secrets. */
export interface RecordedEntry extends Pick<JournalEntry, 'id' | 'atMs' | 'durationMs' | 'name' | 'causeId'> {
  readonly kind: EntryKind;
  readonly origin: Origin;
  readonly outcome: RecordedOutcome;
  readonly changes: readonly RecordedChange[];
}

/** A piece of a hub’s journal that left the process it was made in. */
export interface Recording {
  readonly header: RecordingHeader;
  /** The states before its first entry, of the stores whose state was known there. */
  readonly starts: ReadonlyMap<string, Json>;
  readonly entries: readonly RecordedEntry[];
  /** Where it could not be read on, if that was asked for. */
  readonly damage: { readonly line: number; readonly problem: string } | undefined;
}

/** How the states of a store that are not plain values are written down, and made again. */
export interface StateForm<State = unknown> {
  /** What two states share should be the same object in both. */
  toPlain(state: State): unknown;
  fromPlain(plain: unknown): State;
}

/** By the names of stores; states of the others are plain values. */
export type StateForms = Readonly<Record<string, StateForm>>;
