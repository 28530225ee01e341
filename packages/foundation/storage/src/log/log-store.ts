/** Names a document's log. The tenant is part of every key. */
export interface LogAddress {
  readonly tenant: string;
  readonly document: string;
}

/** One entry as the log keeps it: opaque texts beside the columns that the log answers by. */
export interface LogRecord {
  /** Contiguous from 1. */
  readonly version: number;
  readonly kind: string;
  /** Empty for entries that no client sent. */
  readonly client: string;
  /** 0 for entries that no client sent. */
  readonly sequence: number;
  /** Canonical JSON of the header, digests included. */
  readonly header: string;
  /** SHA-256 (hex) of the previous record's chain value followed by `header`. */
  readonly chain: string;
  /** As it was sent. */
  readonly payload: string;
  /** JSON of { verdict, effect, conflicts, timeMs }. */
  readonly outcome: string;
}

/** A snapshot is opaque text at a version; the newest one at or below the head serves loading. */
export interface LogSnapshot {
  readonly version: number;
  readonly body: string;
}

export interface LoadedLog {
  readonly snapshot: LogSnapshot | undefined;
  /** Every record after the snapshot, in order. */
  readonly tail: readonly LogRecord[];
}

export type AppendResult =
  | { readonly kind: 'appended' }
  /** Someone else has written: nothing of this append is stored. */
  | { readonly kind: 'conflict'; readonly head: number }
  /** It may or may not be stored; the caller resolves it by reading. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The log port: one ordered log for each document.
 *
 * Law: an append is atomic, contiguous (`records[0].version === expectedVersion + 1`) and durable before its promise
 * is fulfilled with `appended`. Appends to one document are called one at a time; appends to different documents may
 * share one disk sync. Nothing of one tenant can be reached under another tenant's name. Calls for one tenant take
 * effect in the order in which they were made, and an answer never tells of what a crash could still take away.
 *
 * A rejected append has stored nothing; the other writes may be repeated whatever their answer was. Codes:
 * `storage/closed`, `storage/failed`, `storage/full`, `storage/busy`, `storage/damaged`, `storage/queue-full`,
 * `storage/bad-name`, `storage/ill-formed-text`, `storage/newer-format`, `storage/foreign-file`.
 */
export interface LogStore {
  /**
   * An append without records only raises the epoch.
   * @throws StatehouseError `storage/sequence-taken` when a (client, sequence) above 0 stands in this log already
   */
  append(
    address: LogAddress,
    expectedVersion: number,
    /** The writer's epoch; a log that has seen a higher one answers `conflict`, so a paused server cannot write on. */
    epoch: number,
    records: readonly LogRecord[],
  ): Promise<AppendResult>;
  /** What opening a document needs: the newest snapshot and what follows it. An unknown document loads empty. */
  load(address: LogAddress): Promise<LoadedLog>;
  /** Records with `from <= version <= to`, in order. */
  read(address: LogAddress, from: number, to: number): Promise<readonly LogRecord[]>;
  /** The record of one client's sequence, or undefined. */
  find(address: LogAddress, client: string, sequence: number): Promise<LogRecord | undefined>;
  /**
   * Replaces a snapshot at the same version; all but the newest two may go.
   * @throws StatehouseError `storage/snapshot-ahead` when it lies beyond the head
   */
  saveSnapshot(address: LogAddress, snapshot: LogSnapshot): Promise<void>;
  /** The user that first used a client id in this tenant; records the caller as that user if there is none. */
  claimClient(tenant: string, client: string, user: string): Promise<string>;
  /**
   * Recovery of a damaged log: takes every record and snapshot after `lastValid` out of it, so that appends go on from
   * there, and answers how many records that were. What was taken out is kept for a person to look at, never served.
   */
  setAside(address: LogAddress, lastValid: number): Promise<number>;
  /** Ends use; waits for calls under way. */
  close(): Promise<void>;
}
