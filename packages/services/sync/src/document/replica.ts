import {
  type DocumentEvent,
  emptySnapshot,
  type Schema,
  type Snapshot,
  snapshotFromRows,
} from '@statehouse/db';
import {
  applyEffect,
  type Conflict,
  compose,
  type Effect,
  mayOverwrite,
  type Operation,
  type TaggedEffect,
} from '@statehouse/ot';
import type { DeliveredEntry, OpenedMessage } from '@statehouse/protocol';
import type { StoredDocument } from '../device/device-format.ts';
import type { DeviceLine } from '../device/device-line.ts';
import { syncError } from '../errors.ts';
import { loneTextOf } from '../overlay/lone-text.ts';
import { Overlay } from '../overlay/overlay.ts';
import { stateDifference } from '../overlay/state-difference.ts';
import type { PeersBook } from '../presence/peers-book.ts';
import type { RefusedOperation } from '../setbacks/setback.ts';
import { Setbacks } from '../setbacks/setbacks.ts';
import type { WholeSnapshot } from './snapshot-assembly.ts';
import { Submission, type SubmissionLimits } from './submission.ts';

/** What came of a change, for those who watch. */
export type ReplicaNotice<S extends Schema> =
  | { readonly kind: 'changed'; readonly event: DocumentEvent<S> }
  | { readonly kind: 'diverged'; readonly expected: boolean };

export interface ReplicaOptions<S extends Schema> {
  readonly client: string;
  readonly schema: S;
  readonly composeUnsent: boolean;
  readonly limits: SubmissionLimits;
}

const MAX_COMPOSED_PARTS = 200;

/**
 * A client's copy of a document: the confirmed version, what is pending, and the one submission in flight.
 * Invariant: what is in the submission never changes; an own operation leaves `pending` only by the log's answer to
 * its (client, sequence); sequences have no gaps.
 */
export class Replica<S extends Schema> {
  readonly setbacks: Setbacks;
  readonly #options: ReplicaOptions<S>;
  readonly #device: DeviceLine;
  readonly #peers: PeersBook;
  #overlay: Overlay<Snapshot<S>>;
  #version = 0;
  #nextSequence = 1;
  #submission: Submission | undefined;
  /** What is in flight was carried over a difference instead of over the entries themselves. */
  #approximate = false;
  #notices: ReplicaNotice<S>[] = [];

  constructor(options: ReplicaOptions<S>, device: DeviceLine, peers: PeersBook) {
    this.#options = options;
    this.#device = device;
    this.#peers = peers;
    this.setbacks = new Setbacks((table, id, entity) => device.own(table, id, entity));
    this.#overlay = new Overlay(emptySnapshot(options.schema));
  }

  get overlay(): Overlay<Snapshot<S>> {
    return this.#overlay;
  }

  get version(): number {
    return this.#version;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  get submission(): Submission | undefined {
    return this.#submission;
  }

  /** What has happened since the last call. */
  takeNotices(): readonly ReplicaNotice<S>[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  restore(stored: StoredDocument): void {
    const { client, schema } = this.#options;
    const base = snapshotFromRows(schema, stored.rows);
    const before = this.#overlay.visible;
    this.#overlay = new Overlay(stored.tail.reduce((state, { effect }) => applyEffect(state, effect), base));
    this.#version = stored.version;
    this.#nextSequence = stored.nextSequence;
    this.#overlay.restore(
      stored.pending.map(({ sequence, operation, seen, sent }) => ({
        origin: { client, sequence },
        operation,
        seen,
        sent,
      })),
    );
    this.#submission = Submission.restored(this.#overlay.pending);
    this.setbacks.restore(stored, stored.own);
    this.#device.loaded(stored.tail, this.#overlay.pending, stored.nextSequence, stored, stored.own);
    this.#changed('remote', before, stateDifference(before, this.#overlay.visible).effect);
  }

  /** Takes effect at once. */
  commit(operation: Operation): { readonly effect: Effect; readonly conflicts: readonly Conflict[] } {
    const before = this.#overlay.visible;
    const origin = { client: this.#options.client, sequence: this.#nextSequence };
    const seen = mayOverwrite(operation) ? this.#version : undefined;
    const { effect, conflicts } = this.#overlay.commit(operation, origin, seen);
    const after = this.#overlay.visible;
    this.#nextSequence += 1;
    if (this.#options.composeUnsent) this.#joinWithLast();
    this.#changed('local', before, effect, after);
    return { effect, conflicts };
  }

  /**
   * Entries of the log, in order; those that are known already are passed over. The version moves only with what
   * has been taken.
   * @throws StatehouseError `ot/effect-mismatch` if an effect was made on another state than this one
   */
  take(entries: readonly DeliveredEntry[]): void {
    let others: DeliveredEntry[] = [];
    let version = this.#version;
    for (const entry of entries) {
      if (entry.version !== version + 1) continue;
      version = entry.version;
      if (entry.kind === 'schema' || entry.client !== this.#options.client) {
        others.push(entry);
      } else {
        this.#receive(others);
        others = [];
        this.#answered(entry);
        this.#taken(entry);
      }
    }
    this.#receive(others);
  }

  /**
   * Moves to a snapshot by the difference to it, as if that were one entry: what did not change stays the same
   * object. Of what the server has answered the snapshot holds all but the entries behind it, which are to be taken
   * next.
   */
  adopt({ version, rows }: WholeSnapshot, { lastSequence: last, entries }: OpenedMessage): void {
    const { client } = this.#options;
    const behind = entries.filter((entry) => entry.kind !== 'schema' && entry.client === client);
    const lastSequence = last - behind.length;
    const before = this.#overlay.visible;
    for (const { origin, operation, sent } of [...this.#overlay.pending]) {
      if (origin.sequence > lastSequence) continue;
      const assumed = this.#overlay.assumeConfirmed();
      this.#device.replaced(assumed);
      if (sent === undefined) this.#noteTaken(origin.sequence, operation, 0);
      else this.setbacks.wrote({ version, timeMs: 0, effect: assumed }, operation);
    }
    if (this.#submission !== undefined && this.#submission.last <= lastSequence) this.#submission = undefined;
    this.#approximate = this.#submission !== undefined;
    const target = snapshotFromRows(this.#options.schema, rows);
    const { effect } = stateDifference(this.#overlay.confirmed, target);
    // Whoever changed what was confirmed here before may have seen it; what was under way he has not.
    this.setbacks.taken({ version, timeMs: 0, effect }, this.#version);
    const change = this.#overlay.receive([{ origin: { client: '', sequence: 0 }, effect }]);
    this.#version = version;
    this.#device.replaced(effect);
    this.#peers.forgetEntries();
    this.#changed('remote', before, change.effect);
  }

  /** The server has told everything up to its head, and that it has answered own sequences up to this one. */
  caughtUp(lastSequence: number): void {
    this.#nextSequence = Math.max(this.#nextSequence, lastSequence + 1);
    const [first] = this.#overlay.pending;
    // A submission is recorded as a whole or not at all; if its head is answered and its tail is not, the tail is free.
    if (this.#submission !== undefined && first?.origin.sequence !== this.#submission.first) this.#thaw();
  }

  /** Freezes the next submission, if none is in flight and something waits. */
  formSubmission(): void {
    this.#submission ??= Submission.form(this.#overlay.pending, this.#version, this.#options.limits);
  }

  #receive(entries: readonly DeliveredEntry[]): void {
    if (entries.length === 0) return;
    const effects = entries.flatMap((entry): TaggedEffect[] =>
      entry.kind === 'operation' ? [{ origin: entry, effect: entry.effect }] : [],
    );
    if (effects.length > 0) {
      const { before, effect } = this.#overlay.receive(effects);
      this.#changed('remote', before, effect);
    }
    for (const entry of entries) {
      if (entry.kind === 'operation') this.setbacks.taken(entry, entry.seen ?? entry.version - 1);
      this.#taken(entry);
    }
  }

  /** Confirmed has taken an entry. */
  #taken(entry: DeliveredEntry): void {
    this.#version = entry.version;
    if (entry.kind !== 'operation') return;
    this.#device.entry(entry.version, entry.effect);
    this.#peers.entry(entry.version, entry.client, entry.sequence, entry.effect);
  }

  /** The log's answer to an own operation. */
  #answered(entry: DeliveredEntry & { kind: 'operation' | 'refusal' }): void {
    const before = this.#overlay.visible;
    const [first] = this.#overlay.pending;
    if (first?.origin.sequence !== entry.sequence) {
      // No longer, or never, pending here (the device lost it): it counts as anybody's.
      if (entry.kind === 'operation') {
        const { before, effect } = this.#overlay.receive([{ origin: entry, effect: entry.effect }]);
        this.setbacks.confirmed(entry, undefined);
        this.#changed('remote', before, effect);
      }
      return;
    }
    if (entry.kind === 'operation') {
      this.#confirmed(entry);
    } else {
      this.#noteRefusal(entry, first.operation);
      this.#changed('rollback', before, this.#overlay.refuse().effect);
      this.#thaw();
    }
    if (this.#submission !== undefined && entry.sequence >= this.#submission.last) {
      this.#submission = undefined;
      this.#approximate = false;
    }
  }

  #confirmed(entry: DeliveredEntry & { kind: 'operation' }): void {
    const before = this.#overlay.visible;
    const [first] = this.#overlay.pending;
    const { diverged } = this.#overlay.confirm(entry.effect);
    if (diverged !== undefined) {
      if (first?.sent === undefined && first !== undefined)
        this.#noteTaken(entry.sequence, first.operation, entry.timeMs);
      this.#notices.push({ kind: 'diverged', expected: this.#approximate });
      this.#changed('rollback', before, diverged.effect);
    }
    // What this device has not sent is not what the log has under its sequence.
    this.setbacks.confirmed(entry, first?.sent === undefined ? undefined : first.operation);
  }

  /**
   * The log answers to a sequence what this device has never sent under it: an earlier life of this client did, while
   * the device failed. The operation that has the sequence now is not in the log, and a person has to hear of it.
   */
  #noteTaken(sequence: number, operation: Operation, timeMs: number): void {
    const { code, message } = syncError('sequence-taken', { sequence });
    this.#noteRefusal({ sequence, code, message, timeMs }, operation);
  }

  #noteRefusal(
    { sequence, code, message, timeMs }: Omit<RefusedOperation, 'operation'>,
    operation: Operation,
  ): void {
    this.setbacks.noteRefusal({ sequence, code, message, operation, timeMs });
  }

  /** What was not judged becomes unsent again, in today's coordinates. */
  #thaw(): void {
    for (const pending of this.#overlay.pending) pending.sent = undefined;
    this.#submission = undefined;
  }

  #joinWithLast(): void {
    const { pending } = this.#overlay;
    const [first, second] = [pending.at(-2), pending.at(-1)];
    if (first === undefined || second === undefined || first.sent !== undefined || second.sent !== undefined)
      return;
    const [one, other] = [loneTextOf(first.operation), loneTextOf(second.operation)];
    if (one === undefined || other === undefined || one.delta.length > MAX_COMPOSED_PARTS) return;
    if (one.id !== other.id || one.table !== other.table || one.field !== other.field) return;
    const joined = compose(first.operation, second.operation, first.origin);
    if (joined === undefined || loneTextOf(joined) === undefined) return;
    this.#overlay.joinLastTwo(joined);
    this.#nextSequence -= 1;
    this.#device.reworded(first.origin.sequence);
  }

  #changed(
    cause: DocumentEvent<S>['cause'],
    before: Snapshot<S>,
    effect: Effect,
    after: Snapshot<S> = this.#overlay.visible,
  ): void {
    if (effect.length > 0) this.#notices.push({ kind: 'changed', event: { cause, before, after, effect } });
  }
}
