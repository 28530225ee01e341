import type { Snapshot } from '@statehouse/db';
import { type EntryDraft, encodeEntry, type Outcome } from '@statehouse/protocol';
import { chainOf, type LogRecord, type Sha256 } from '@statehouse/storage';
import type { ClientLines } from './client-lines.ts';
import type { EntryWindow } from './entry-window.ts';

/** The document at one version, with the chain's value there. */
export interface Position {
  readonly version: number;
  readonly snapshot: Snapshot;
  readonly chain: string;
  /** The schema in force; version 0 and no digest where there is none yet. */
  readonly schemaVersion: number;
  readonly schemaDigest: string;
}

/** A ledger as it comes out of the log. */
export interface LedgerStart {
  readonly position: Position;
  /** Above every epoch in the log. */
  readonly epoch: number;
  readonly clients: ClientLines;
  readonly window: EntryWindow;
}

/** One append: what is handed to the log, and where the document stands when it is durable. */
interface Append {
  readonly records: readonly LogRecord[];
  readonly upTo: Position;
}

/** What an admitted entry is made of. */
export interface Admission {
  readonly draft: Omit<EntryDraft, 'document' | 'version' | 'epoch'>;
  readonly payload: string;
  readonly outcome: Outcome;
  /** The state behind the entry. */
  readonly snapshot: Snapshot;
}

/**
 * One document's log in memory: an admitted head, at which submissions are judged, and a durable head, which is all
 * that is ever acknowledged, delivered or read. durable ≤ in the append under way ≤ admitted; at most one append is
 * under way, and what is admitted meanwhile goes into the next one (group commit).
 */
export class Ledger {
  readonly epoch: number;
  readonly clients: ClientLines;
  readonly window: EntryWindow;
  readonly #document: string;
  readonly #sha256: Sha256;
  #admitted: Position;
  #durable: Position;
  #next: LogRecord[] = [];
  #underWay: Append | undefined;

  constructor(document: string, sha256: Sha256, start: LedgerStart) {
    this.#document = document;
    this.#sha256 = sha256;
    this.epoch = start.epoch;
    this.clients = start.clients;
    this.window = start.window;
    this.#admitted = start.position;
    this.#durable = start.position;
  }

  get admitted(): Position {
    return this.#admitted;
  }

  get durable(): Position {
    return this.#durable;
  }

  /** True while something admitted is not durable. */
  get busy(): boolean {
    return this.#underWay !== undefined || this.#next.length > 0;
  }

  /** Puts an entry behind the admitted head. */
  admit({ draft, payload, outcome, snapshot }: Admission): void {
    const version = this.#admitted.version + 1;
    const full: EntryDraft = { ...draft, document: this.#document, version, epoch: this.epoch };
    const { texts, delivered } = encodeEntry(full, payload, outcome, this.#sha256);
    const chain = chainOf(this.#admitted.chain, texts.header, this.#sha256);
    this.#next.push({ ...texts, chain });
    const { kind, client, sequence, payloadDigest, schemaVersion } = draft;
    const schemaDigest = kind === 'schema' ? payloadDigest : this.#admitted.schemaDigest;
    this.#admitted = { version, snapshot, chain, schemaVersion, schemaDigest };
    const origin = { client, sequence };
    this.window.push({ version, origin, effect: outcome.effect, payloadDigest, delivered });
    if (sequence > 0) {
      this.clients.admit(client, sequence, payloadDigest, kind === 'refusal' ? version : undefined);
    }
  }

  /** The next append, if one may start. The caller hands it to the log. */
  startAppend(): { readonly expectedVersion: number; readonly records: readonly LogRecord[] } | undefined {
    if (this.#underWay !== undefined || this.#next.length === 0) return undefined;
    const records = this.#next;
    this.#next = [];
    this.#underWay = { records, upTo: this.#admitted };
    return { expectedVersion: this.#durable.version, records };
  }

  /** The append under way is durable. Answers how many entries that were. */
  finishAppend(): number {
    const append = this.#underWay;
    if (append === undefined) return 0;
    this.#underWay = undefined;
    this.#durable = append.upTo;
    for (const { client, sequence } of append.records)
      if (sequence > 0) this.clients.confirm(client, sequence);
    return append.records.length;
  }

  /** Drops old entries from memory; what is not delivered yet, or is needed behind `keepFrom`, stays. */
  trim(keepFrom: number, maxEntries: number, maxBytes: number): void {
    this.window.trim(keepFrom, maxEntries, maxBytes, ({ origin: { client, sequence } }) => {
      this.clients.forgetDigest(client, sequence);
    });
  }
}
