import { emptySnapshot, type Snapshot, snapshotFromRows } from '@statehouse/db';
import { applyEffect } from '@statehouse/ot';
import { decodeEntry, deliveredFromEntry, type LogEntry } from '@statehouse/protocol';
import { chainOf, chainStart, type LogRecord } from '@statehouse/storage';
import { ClientLines, type ClientMark } from './client-lines.ts';
import { EntryWindow } from './entry-window.ts';
import type { Environment } from './environment.ts';
import type { LedgerStart, Position } from './ledger.ts';
import type { SnapshotBody } from './snapshot-body.ts';

/** A log that cannot be served: it is damaged, or written under another schema. */
export interface LogFault {
  readonly code: 'log-damaged' | 'schema-older' | 'schema-changed';
  readonly version: number;
  readonly reason: string;
}

/**
 * Rebuilds a document from its log: a snapshot and the records behind it, page by page. Every record is verified
 * against its digests and the chain before it is applied; effects are applied as they stand, nothing is judged again.
 */
export class Restoration {
  readonly #environment: Environment;
  readonly #clients: ClientLines;
  readonly #window: EntryWindow;
  #position: Position;
  #epoch: number;

  private constructor(
    environment: Environment,
    position: Position,
    epoch: number,
    marks: Iterable<ClientMark>,
  ) {
    this.#environment = environment;
    this.#position = position;
    this.#epoch = epoch;
    this.#clients = new ClientLines(marks);
    this.#window = new EntryWindow(position.version);
  }

  static fromNothing(environment: Environment): Restoration {
    const snapshot: Snapshot = emptySnapshot(environment.schema);
    const position = { version: 0, snapshot, chain: chainStart, schemaVersion: 0, schemaDigest: '' };
    return new Restoration(environment, position, 0, []);
  }

  /** @throws StatehouseError `db/unknown-table` */
  static fromSnapshot(environment: Environment, { head, rows }: SnapshotBody): Restoration {
    const { version, chain, schemaVersion, schemaDigest, epoch, marks } = head;
    const snapshot: Snapshot = snapshotFromRows(environment.schema, rows);
    return new Restoration(
      environment,
      { version, snapshot, chain, schemaVersion, schemaDigest },
      epoch,
      marks,
    );
  }

  /** The version up to which records have been taken. */
  get version(): number {
    return this.#position.version;
  }

  /** Takes the next records; after a fault nothing more is to be taken. */
  take(records: readonly LogRecord[]): LogFault | undefined {
    for (const record of records) {
      try {
        const reason = this.#takeOne(record);
        if (reason !== undefined) return { code: 'log-damaged', version: this.version + 1, reason };
      } catch (error) {
        return { code: 'log-damaged', version: this.version + 1, reason: reasonOf(error) };
      }
    }
    const { maxWindowEntries, maxWindowBytes } = this.#environment.settings;
    this.#window.trim(this.version, maxWindowEntries, maxWindowBytes, ({ origin: { client, sequence } }) => {
      this.#clients.forgetDigest(client, sequence);
    });
    return undefined;
  }

  finish(): LedgerStart | LogFault {
    const { schema, schemaDigest } = this.#environment;
    const { version, schemaVersion } = this.#position;
    if (schemaVersion > schema.version) {
      return { code: 'schema-older', version, reason: `written with schema version ${schemaVersion}` };
    }
    if (schemaVersion === schema.version && this.#position.schemaDigest !== schemaDigest) {
      return { code: 'schema-changed', version, reason: `schema version ${schemaVersion} was another` };
    }
    return { position: this.#position, epoch: this.#epoch + 1, clients: this.#clients, window: this.#window };
  }

  /** Answers what is wrong, if anything is. */
  #takeOne(record: LogRecord): string | undefined {
    const { sha256 } = this.#environment;
    const { version } = record;
    if (version !== this.#position.version + 1) return 'a version is missing';
    const chain = chainOf(this.#position.chain, record.header, sha256);
    if (chain !== record.chain) return 'the chain is broken';
    const entry = decodeEntry(record, sha256);
    const { kind, client, sequence, payloadDigest, epoch } = entry.header;
    const { effect } = entry.outcome;
    const snapshot = applyEffect(this.#position.snapshot, effect);
    if (sequence > 0) {
      if (sequence !== this.#clients.admitted(client) + 1) return 'a client’s sequence is missing';
      this.#clients.admit(client, sequence, payloadDigest, kind === 'refusal' ? version : undefined);
      this.#clients.confirm(client, sequence);
    }
    this.#window.push({
      version,
      origin: { client, sequence },
      effect,
      payloadDigest,
      delivered: encodeDelivered(entry),
    });
    this.#epoch = Math.max(this.#epoch, epoch);
    this.#position = { version, snapshot, chain, ...this.#schemaBehind(entry) };
    return undefined;
  }

  #schemaBehind({ header }: LogEntry): { readonly schemaVersion: number; readonly schemaDigest: string } {
    if (header.kind !== 'schema') {
      const { schemaVersion, schemaDigest } = this.#position;
      return { schemaVersion, schemaDigest };
    }
    return { schemaVersion: header.schemaVersion, schemaDigest: header.payloadDigest };
  }
}

/** JSON of an entry that comes back from the log, as subscribers see it. */
export function encodeDelivered(entry: LogEntry): string {
  return JSON.stringify(deliveredFromEntry(entry));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
