import {
  canonicalSnapshot,
  checkIntegrity,
  describeSchema,
  emptySnapshot,
  type Schema,
  type Snapshot,
  snapshotFromRows,
} from '@statehouse/db';
import { canonicalize } from '@statehouse/kernel';
import { applyEffect } from '@statehouse/ot';
import type { LogEntry, SnapshotRow } from '@statehouse/protocol';
import type { Sha256 } from '@statehouse/storage';

/**
 * A document derived again from the effects in its log.
 *
 * Invariant: it holds what the entries so far come to, unless `obstacle` says why it cannot.
 */
export class ReplayedState {
  readonly #schema: Schema;
  readonly #sha256: Sha256;
  #snapshot: Snapshot;
  #obstacle: string | undefined;

  constructor(schema: Schema, sha256: Sha256) {
    this.#schema = schema;
    this.#sha256 = sha256;
    this.#snapshot = emptySnapshot(schema);
  }

  /** Why entries are not replayed from some point on: not a fault of the log. */
  get obstacle(): string | undefined {
    return this.#obstacle;
  }

  /** Rows in all tables. */
  get rows(): number {
    return Object.keys(this.#schema.tables).reduce((sum, table) => sum + this.#snapshot.rows(table).size, 0);
  }

  /** @throws what `applyEffect` throws for an effect that does not fit the state */
  take({ header, outcome }: LogEntry): void {
    if (header.kind === 'schema') this.#meetSchema(header.schemaVersion, header.payloadDigest);
    if (this.#obstacle === undefined) this.#snapshot = applyEffect(this.#snapshot, outcome.effect);
  }

  /** True where other rows come to the same document. */
  equals(rows: readonly SnapshotRow[]): boolean {
    if (this.#obstacle !== undefined) return true;
    const other: Snapshot = snapshotFromRows(this.#schema, rows);
    return canonicalSnapshot(other) === canonicalSnapshot(this.#snapshot);
  }

  /** What is wrong with the document as a whole, in words. */
  problems(): readonly string[] {
    return this.#obstacle === undefined ? checkIntegrity(this.#snapshot) : [];
  }

  #meetSchema(version: number, digest: string): void {
    const own = this.#schema.version;
    if (version > own) {
      this.#obstacle = `written under schema version ${version}, the application has ${own}`;
    } else if (version === own && digest !== this.#sha256(canonicalize(describeSchema(this.#schema)))) {
      this.#obstacle = `its schema version ${version} is another than the application’s`;
    }
  }
}
