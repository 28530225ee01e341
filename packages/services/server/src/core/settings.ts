import { DEFAULT_LIMITS, type Limits } from '@statehouse/protocol';

/** The bounds and intervals of a server. */
export interface ServerSettings {
  readonly limits: Limits;
  /** At most one delivery a document in this time. */
  readonly tickMs: number;
  /** At most one presence frame a document in this time. */
  readonly presenceTickMs: number;
  /** From the connection to the end of authentication. */
  readonly helloTimeoutMs: number;
  /** How often roles, tokens and idle documents are looked at. */
  readonly sweepMs: number;
  /** A document that nobody has open is dropped from memory after this time. */
  readonly idleUnloadMs: number;
  /** What a document keeps in memory of its recent entries. */
  readonly maxWindowEntries: number;
  readonly maxWindowBytes: number;
  /** A snapshot is saved after so many entries, or after so many bytes (never less than the last snapshot had). */
  readonly snapshotEveryEntries: number;
  readonly snapshotEveryBytes: number;
  /** Who is further behind gets a snapshot instead of entries. */
  readonly maxTailEntries: number;
  /** The same for a client one of whose operations was refused meanwhile: it must see that entry. */
  readonly maxRefusedTailEntries: number;
  /** Entries in one read from the log. */
  readonly readPageEntries: number;
  /** Size of a snapshot part, about. */
  readonly partBytes: number;
  /** Rows encoded in one step, so that a large document does not hold up the others. */
  readonly rowsPerStep: number;
  readonly framesPerSecond: number;
  readonly frameBurst: number;
  readonly bytesPerSecond: number;
  readonly byteBurst: number;
  readonly maxDocumentsPerConnection: number;
}

export const DEFAULT_SETTINGS: ServerSettings = {
  limits: DEFAULT_LIMITS,
  tickMs: 10,
  presenceTickMs: 50,
  helloTimeoutMs: 10_000,
  sweepMs: 500,
  idleUnloadMs: 60_000,
  maxWindowEntries: 5_000,
  maxWindowBytes: 8 * 1_048_576,
  snapshotEveryEntries: 1_000,
  snapshotEveryBytes: 1_048_576,
  maxTailEntries: 2_000,
  maxRefusedTailEntries: 20_000,
  readPageEntries: 2_000,
  partBytes: 256 * 1_024,
  rowsPerStep: 2_000,
  framesPerSecond: 2_000,
  frameBurst: 4_000,
  bytesPerSecond: 16 * 1_048_576,
  byteBurst: 32 * 1_048_576,
  maxDocumentsPerConnection: 1_000,
};
