import type { Schema } from '@statehouse/db';
import { decodeEntry, type LogEntry } from '@statehouse/protocol';
import { chainOf, chainStart, type LogRecord, type LogSnapshot, type Sha256 } from '@statehouse/storage';
import { ReplayedState } from './replayed-state.ts';
import { parseStoredSnapshot, type StoredSnapshot } from './stored-snapshot.ts';
import type { StoredDocument } from './tenant-file.ts';

/** What can be wrong with a document's log. */
export type FaultKind =
  | 'unreadable'
  | 'version'
  | 'chain'
  | 'content'
  | 'sequence'
  | 'effect'
  | 'head'
  | 'snapshot'
  | 'integrity';

export interface Fault {
  readonly kind: FaultKind;
  /** The version at which it shows. */
  readonly version: number;
  readonly what: string;
}

/** What came of checking one document. */
export interface DocumentReport {
  readonly document: string;
  /** The entries from the first one on that are sound. */
  readonly sound: number;
  readonly faults: readonly Fault[];
  /** Snapshots that were held against the log. */
  readonly snapshots: number;
  /** In the end state; undefined: the effects were not replayed. */
  readonly rows: number | undefined;
  /** Why the effects were not replayed, if they were not. */
  readonly notReplayed: string | undefined;
}

export interface VerifyOptions {
  /** Without it, effects are not replayed. */
  readonly schema: Schema | undefined;
  readonly sha256: Sha256;
}

const MOST_PROBLEMS = 5;

/** Checks one document's log from its first entry to its last, or to the first one that is not sound. */
export function verifyDocument(stored: StoredDocument, options: VerifyOptions): DocumentReport {
  const walk = new LogWalk(stored, options);
  walk.run();
  return walk.report();
}

/**
 * One walk along a log.
 *
 * Invariant: all entries up to `#version` are sound, and everything else here is what they come to.
 */
class LogWalk {
  readonly #stored: StoredDocument;
  readonly #sha256: Sha256;
  readonly #state: ReplayedState | undefined;
  readonly #faults: Fault[] = [];
  readonly #sequences = new Map<string, number>();
  #version = 0;
  #chain = chainStart;
  #snapshots = 0;

  constructor(stored: StoredDocument, { schema, sha256 }: VerifyOptions) {
    this.#stored = stored;
    this.#sha256 = sha256;
    this.#state = schema === undefined ? undefined : new ReplayedState(schema, sha256);
  }

  run(): void {
    const { head, snapshots } = this.#stored;
    const fault = this.#takeAll();
    if (fault !== undefined) {
      this.#faults.push({ ...fault, version: this.#version + 1 });
      return;
    }
    if (this.#version !== head) {
      const what = `the log ends at ${this.#version}, but its head is said to be ${head}`;
      this.#faults.push({ kind: 'head', version: this.#version, what });
    }
    if (snapshots === undefined) this.#blameSnapshot(this.#version, 'the snapshots cannot be read');
    for (const { version } of snapshots ?? []) {
      if (version > this.#version) this.#blameSnapshot(version, 'it lies beyond the end of the log');
    }
    this.#checkEnd();
  }

  report(): DocumentReport {
    const notReplayed = this.#state === undefined ? 'no --app was given' : this.#state.obstacle;
    return {
      document: this.#stored.name,
      sound: this.#version,
      faults: this.#faults,
      snapshots: this.#snapshots,
      rows: notReplayed === undefined ? this.#state?.rows : undefined,
      notReplayed,
    };
  }

  #takeAll(): Omit<Fault, 'version'> | undefined {
    const snapshots = new Map((this.#stored.snapshots ?? []).map((snapshot) => [snapshot.version, snapshot]));
    try {
      for (const record of this.#stored.records()) {
        const fault = this.#take(record);
        if (fault !== undefined) return fault;
        const snapshot = snapshots.get(record.version);
        if (snapshot !== undefined) this.#compare(snapshot);
      }
      return undefined;
    } catch (error) {
      return { kind: 'unreadable', what: `the file cannot be read further (${messageOf(error)})` };
    }
  }

  #take(record: LogRecord): Omit<Fault, 'version'> | undefined {
    if (record.version !== this.#version + 1) return { kind: 'version', what: 'it is missing' };
    const chain = chainOf(this.#chain, record.header, this.#sha256);
    if (chain !== record.chain) return { kind: 'chain', what: 'the chain of headers is broken' };
    let entry: LogEntry;
    try {
      entry = decodeEntry(record, this.#sha256);
    } catch (error) {
      return { kind: 'content', what: messageOf(error) };
    }
    const { document } = entry.header;
    if (document !== this.#stored.name) return { kind: 'content', what: 'it belongs to another document' };
    const sequence = this.#faultOfSequence(record);
    if (sequence !== undefined) return { kind: 'sequence', what: sequence };
    try {
      this.#state?.take(entry);
    } catch (error) {
      return { kind: 'effect', what: `its effect does not fit what stands before it (${messageOf(error)})` };
    }
    this.#version = record.version;
    this.#chain = chain;
    if (record.sequence > 0) this.#sequences.set(record.client, record.sequence);
    return undefined;
  }

  #faultOfSequence({ client, sequence }: LogRecord): string | undefined {
    if (sequence === 0) return undefined;
    const last = this.#sequences.get(client) ?? 0;
    if (sequence === last + 1) return undefined;
    const what = sequence <= last ? 'stands in the log twice' : 'comes before those that precede it';
    return `sequence ${sequence} of client ${client} ${what}`;
  }

  /** Holds a snapshot at the present version against what the entries come to. */
  #compare(stored: LogSnapshot): void {
    const snapshot = parseStoredSnapshot(stored, this.#sha256);
    this.#snapshots += 1;
    if (snapshot === undefined) this.#blameSnapshot(stored.version, 'it is damaged');
    else if (!this.#fits(snapshot)) this.#blameSnapshot(stored.version, 'it is not of this log');
    else if (this.#state?.equals(snapshot.rows) === false) {
      this.#blameSnapshot(stored.version, 'it holds something else than the log comes to');
    }
  }

  #fits({ version, chain, sequences }: StoredSnapshot): boolean {
    if (version !== this.#version || chain !== this.#chain) return false;
    if (sequences.size !== this.#sequences.size) return false;
    return [...sequences].every(([client, last]) => this.#sequences.get(client) === last);
  }

  #blameSnapshot(version: number, what: string): void {
    this.#faults.push({ kind: 'snapshot', version, what: `the snapshot: ${what}` });
  }

  #checkEnd(): void {
    const problems = this.#state?.problems() ?? [];
    for (const what of problems.slice(0, MOST_PROBLEMS)) {
      this.#faults.push({ kind: 'integrity', version: this.#version, what });
    }
    const more = problems.length - MOST_PROBLEMS;
    if (more > 0)
      this.#faults.push({ kind: 'integrity', version: this.#version, what: `${more} more of this kind` });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
