import {
  canonicalSnapshot,
  emptySnapshot,
  type Schema,
  type Snapshot,
  snapshotFromRows,
} from '@statehouse/db';
import { applyEffect } from '@statehouse/ot';
import type { DeliveredEntry, ServerMessage, SnapshotRow } from '@statehouse/protocol';

/** What a client has that only listens: the confirmed document, made of what it was sent. */
export class Replica {
  readonly #schema: Schema;
  #snapshot: Snapshot;
  #version = 0;
  #rows: SnapshotRow[] = [];
  /** Every entry, as it came. */
  readonly entries: DeliveredEntry[] = [];
  /** The last sequence that the server said it knows. */
  lastSequence = 0;
  /** The first sequence of the last `held`, until an entry answers it. */
  held: number | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#snapshot = emptySnapshot(schema);
  }

  get version(): number {
    return this.#version;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get text(): string {
    return canonicalSnapshot(this.#snapshot);
  }

  take(messages: readonly ServerMessage[]): void {
    for (const message of messages) {
      if (message.kind === 'snapshot-part') {
        if (message.part === 0) this.#rows = [];
        this.#rows.push(...message.rows);
      } else if (message.kind === 'opened') {
        if (message.from > this.#version) {
          this.#snapshot = snapshotFromRows(this.#schema, this.#rows);
          this.#version = message.from;
        }
        this.lastSequence = message.lastSequence;
        this.#takeEntries(message.entries);
      } else if (message.kind === 'deliver') {
        if (message.from !== this.#version) throw new RangeError(`from ${message.from} at ${this.#version}`);
        this.#takeEntries(message.entries);
      } else if (message.kind === 'held') {
        this.held = message.first;
      }
    }
  }

  #takeEntries(entries: readonly DeliveredEntry[]): void {
    for (const entry of entries) {
      // Who opens twice in a row is told some of it twice.
      if (entry.version <= this.#version) continue;
      if (entry.kind === 'operation') this.#snapshot = applyEffect(this.#snapshot, entry.effect);
      this.#version = entry.version;
      this.entries.push(entry);
    }
  }
}
