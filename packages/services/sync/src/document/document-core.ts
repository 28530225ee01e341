import type { DocumentEvent, Schema, Snapshot } from '@statehouse/db';
import { emptySnapshot, snapshotFromRows } from '@statehouse/db';
import { applyEffect, compose, type Effect, type Operation } from '@statehouse/ot';
import type {
  ClientMessage,
  DeliveredEntry,
  PresenceState,
  Role,
  ServerMessage,
  SnapshotRow,
} from '@statehouse/protocol';
import type { KeyValueWrite } from '@statehouse/storage';
import { documentPrefix, type StoredDocument } from '../device/device-format.ts';
import { DeviceJournal } from '../device/device-journal.ts';
import { loneTextOf } from '../overlay/lone-text.ts';
import { Overlay } from '../overlay/overlay.ts';
import { stateDifference } from '../overlay/state-difference.ts';
import { PeersBook, type PeerView } from '../presence/peers-book.ts';
import type { DocumentConflict, DocumentStatus, RefusedOperation } from './document-status.ts';
import { Submission, type SubmissionLimits } from './submission.ts';

export type DocumentEffect<S extends Schema> =
  | { readonly kind: 'send'; readonly message: ClientMessage }
  /** Answer with `persisted` or `persistFailed`; no other write of this document is asked for meanwhile. */
  | { readonly kind: 'persist'; readonly writes: readonly KeyValueWrite[] }
  /** Call `flush` at the end of this turn. */
  | { readonly kind: 'flush-soon' }
  | { readonly kind: 'timer'; readonly name: DocumentTimer; readonly delayMs: number }
  | { readonly kind: 'changed'; readonly event: DocumentEvent<S> }
  | { readonly kind: 'status' }
  | { readonly kind: 'peers' }
  /** The log did something else than was predicted. Expected only after a snapshot stood in for the entries between. */
  | { readonly kind: 'diverged'; readonly expected: boolean };

export type DocumentTimer = 'resync' | 'presence';

export interface DocumentCoreOptions<S extends Schema> {
  readonly document: string;
  readonly client: string;
  readonly schema: S;
  /** False: nothing is kept on a device, and `persist` is never asked for. */
  readonly device: boolean;
  /** Joins neighbouring unsent keystrokes into one operation. */
  readonly composeUnsent: boolean;
  readonly limits: SubmissionLimits;
}

/** Without a word from the server for this long, the document is asked for again: a lost frame must not stay lost. */
const RESYNC_MS = 10_000;
/** The same while it is being opened; a part of a snapshot is a word. */
const REOPEN_MS = 4_000;
/** Presence goes out at most this often. */
const PRESENCE_MS = 50;
const MAX_COMPOSED_PARTS = 200;

/**
 * One document on one client, as a step function: each call changes the state and returns what the shell has to do.
 * Invariant: what leaves in a submission is on the device already (if there is one) and never changes again; an own
 * operation leaves `pending` only by the log's answer to its (client, sequence).
 */
export class DocumentCore<S extends Schema> {
  readonly #options: DocumentCoreOptions<S>;
  readonly #journal: DeviceJournal;
  readonly #peers = new PeersBook();
  #overlay: Overlay<Snapshot<S>>;
  #effects: DocumentEffect<S>[] = [];
  #phase: DocumentStatus['phase'] = 'loading';
  #error: DocumentStatus['error'];
  #role: Role | undefined;
  #version = 0;
  #nextSequence = 1;
  #submission: Submission | undefined;
  #persisting: { readonly submission: Submission | undefined; through: number } | undefined;
  #persistedThrough = 0;
  #flushAsked = false;
  #connected = false;
  #parts: { version: number; rows: SnapshotRow[]; next: number; parts: number } | undefined;
  #heard = false;
  #awaited: Submission | undefined;
  #hasState = false;
  #unreadable = false;
  /** What is in flight was carried over a difference instead of over the entries themselves. */
  #approximate = false;
  #presence: { state: PresenceState | null; sent: boolean; quiet: boolean } = {
    state: null,
    sent: true,
    quiet: true,
  };
  #refused: readonly RefusedOperation[] = [];
  #conflicts: readonly DocumentConflict[] = [];

  constructor(options: DocumentCoreOptions<S>) {
    this.#options = options;
    this.#overlay = new Overlay(emptySnapshot(options.schema));
    this.#journal = new DeviceJournal(documentPrefix(options.client, options.document));
  }

  get snapshot(): Snapshot<S> {
    return this.#overlay.visible;
  }

  get confirmed(): Snapshot<S> {
    return this.#overlay.confirmed;
  }

  /** For checks: applying pending to confirmed, made anew. */
  get recomputed(): Snapshot<S> {
    return this.#overlay.recomputed();
  }

  /** Something to show: from the device, from the server, or the first own edits. */
  get hasState(): boolean {
    return this.#hasState;
  }

  get status(): DocumentStatus {
    const pending = this.#overlay.pending.length;
    const through = this.#options.device ? this.#persistedThrough : 0;
    const saved = pending === 0 ? 'server' : through >= this.#nextSequence - 1 ? 'device' : 'memory';
    return {
      phase: this.#phase,
      version: this.#version,
      pending,
      saved,
      role: this.#role,
      error: this.#error,
    };
  }

  get refused(): readonly RefusedOperation[] {
    return this.#refused;
  }

  get conflicts(): readonly DocumentConflict[] {
    return this.#conflicts;
  }

  /** Who is here, with selections in the coordinates of `snapshot`. */
  get peers(): readonly PeerView[] {
    return this.#peers.views(this.#overlay.pending);
  }

  /** Own operations without an answer, in order. */
  get pendingSequences(): readonly number[] {
    return this.#overlay.pending.map(({ origin }) => origin.sequence);
  }

  dismissConflict(key: string): readonly DocumentEffect<S>[] {
    this.#conflicts = this.#conflicts.filter((one) => one.key !== key);
    return this.#done(true);
  }

  dismissRefused(sequence: number): readonly DocumentEffect<S>[] {
    this.#refused = this.#refused.filter((one) => one.sequence !== sequence);
    return this.#done(true);
  }

  /** The device has been read. */
  restored(stored: StoredDocument | undefined): readonly DocumentEffect<S>[] {
    if (stored !== undefined) {
      const base = snapshotFromRows(this.#options.schema, stored.rows);
      const confirmed = stored.tail.reduce((state, { effect }) => applyEffect(state, effect), base);
      const before = this.#overlay.visible;
      this.#overlay = new Overlay(confirmed);
      this.#version = stored.version;
      this.#nextSequence = stored.nextSequence;
      const { client } = this.#options;
      this.#overlay.restore(
        stored.pending.map(({ sequence, operation, sent }) => ({
          origin: { client, sequence },
          operation,
          sent,
        })),
      );
      this.#persistedThrough = stored.nextSequence - 1;
      this.#submission = Submission.restored(this.#overlay.pending);
      this.#journal.loaded(stored.tail, this.#overlay.pending);
      this.#hasState = true;
      const { effect } = stateDifference(before, this.#overlay.visible);
      this.#changed('remote', before, effect);
    }
    this.#phase = 'offline';
    if (this.#connected) this.#open();
    return this.#done(true);
  }

  /** The device copy cannot be read: nothing is written over it. */
  loadFailed(code: string, message: string): readonly DocumentEffect<S>[] {
    this.#unreadable = true;
    this.#phase = 'failed';
    this.#error = { code, message };
    return this.#done(true);
  }

  /** The connection is welcomed. */
  connected(): readonly DocumentEffect<S>[] {
    this.#connected = true;
    if (this.#phase === 'offline') this.#open();
    return this.#done(true);
  }

  disconnected(): readonly DocumentEffect<S>[] {
    this.#connected = false;
    this.#parts = undefined;
    if (this.#submission !== undefined) this.#submission.sent = false;
    if (this.#phase !== 'loading' && !this.#unreadable) this.#phase = 'offline';
    if (this.#peers.clear()) this.#effects.push({ kind: 'peers' });
    return this.#done(true);
  }

  /** Takes effect at once in `snapshot`. */
  commit(operation: Operation): {
    readonly effect: Effect;
    readonly conflicts: ReturnType<Overlay<Snapshot<S>>['commit']>['conflicts'];
    readonly effects: readonly DocumentEffect<S>[];
  } {
    const before = this.#overlay.visible;
    const origin = { client: this.#options.client, sequence: this.#nextSequence };
    const { effect, conflicts } = this.#overlay.commit(operation, origin);
    const committed = this.#overlay.visible;
    this.#nextSequence += 1;
    this.#hasState = true;
    if (this.#options.composeUnsent) this.#joinWithLast();
    this.#changed('local', before, effect, committed);
    this.#askFlush();
    return { effect, conflicts, effects: this.#done(true) };
  }

  /** End of a turn: freeze what can go, write the device, send what is on it. */
  flush(): readonly DocumentEffect<S>[] {
    this.#flushAsked = false;
    this.#formSubmission();
    this.#persist();
    this.#trySend();
    return this.#done(false);
  }

  persisted(): readonly DocumentEffect<S>[] {
    const persisting = this.#persisting;
    this.#persisting = undefined;
    if (persisting !== undefined) {
      this.#persistedThrough = Math.max(this.#persistedThrough, persisting.through);
      if (persisting.submission !== undefined) persisting.submission.durable = true;
    }
    this.#askFlush();
    return this.#done(true);
  }

  /** The device cannot keep anything more: work goes on in memory, and says so. */
  persistFailed(code: string, message: string): readonly DocumentEffect<S>[] {
    const persisting = this.#persisting;
    this.#persisting = undefined;
    this.#error = { code, message };
    if (persisting?.submission !== undefined) persisting.submission.durable = true;
    this.#askFlush();
    return this.#done(true);
  }

  /** Shows something of oneself to the others; null hides it. */
  showPresence(state: PresenceState | null): readonly DocumentEffect<S>[] {
    this.#presence = { ...this.#presence, state, sent: false };
    this.#sendPresence();
    return this.#done(false);
  }

  timer(name: DocumentTimer): readonly DocumentEffect<S>[] {
    if (name === 'presence') {
      this.#presence.quiet = true;
      this.#sendPresence();
    } else if (this.#connected && (this.#phase === 'live' || this.#phase === 'opening')) {
      const unanswered = this.#submission?.sent === true && this.#submission === this.#awaited;
      if (unanswered || !this.#heard) this.#open();
      else this.#awaitWord();
    }
    return this.#done(false);
  }

  message(message: ServerMessage): readonly DocumentEffect<S>[] {
    if (message.kind === (this.#phase === 'opening' ? 'snapshot-part' : 'deliver')) this.#heard = true;
    switch (message.kind) {
      case 'snapshot-part':
        this.#takePart(message);
        return this.#done(false);
      case 'opened':
        this.#opened(message);
        return this.#done(true);
      case 'deliver':
        this.#deliver(message);
        return this.#done(true);
      case 'peers':
        this.#peers.update(message.changed, message.gone);
        this.#effects.push({ kind: 'peers' });
        return this.#done(false);
      case 'error':
        this.#phase = 'failed';
        this.#error = { code: message.code, message: message.message };
        return this.#done(true);
      default:
        return this.#done(false);
    }
  }

  #open(): void {
    this.#parts = undefined;
    if (this.#phase !== 'live') this.#phase = 'opening';
    if (this.#submission !== undefined) this.#submission.sent = false;
    this.#effects.push({
      kind: 'send',
      message: { kind: 'open', document: this.#options.document, since: this.#version },
    });
    this.#phase = 'opening';
    this.#awaitWord();
  }

  #awaitWord(): void {
    this.#heard = false;
    this.#awaited = this.#submission;
    this.#effects.push({
      kind: 'timer',
      name: 'resync',
      delayMs: this.#phase === 'live' ? RESYNC_MS : REOPEN_MS,
    });
  }

  #takePart(message: ServerMessage & { kind: 'snapshot-part' }): void {
    if (message.part === 0) {
      this.#parts = { version: message.version, rows: [...message.rows], next: 1, parts: message.parts };
    } else if (this.#parts?.version === message.version && this.#parts.next === message.part) {
      for (const row of message.rows) this.#parts.rows.push(row);
      this.#parts.next += 1;
    } else {
      this.#parts = undefined;
    }
  }

  #opened(message: ServerMessage & { kind: 'opened' }): void {
    if (this.#phase !== 'opening') return;
    const parts = this.#parts;
    this.#parts = undefined;
    if (message.from !== this.#version) {
      if (parts?.version === message.from && parts.next === parts.parts && message.from > this.#version) {
        this.#adoptSnapshot(parts, message.lastSequence);
      } else if (message.from > this.#version) {
        this.#open();
        return;
      }
    }
    this.#role = message.role;
    this.#phase = 'live';
    this.#error = undefined;
    this.#hasState = true;
    this.#takeEntries(message.entries);
    this.#nextSequence = Math.max(this.#nextSequence, message.lastSequence + 1);
    this.#thawCutSubmission();
    this.#peers.replace(message.peers);
    this.#effects.push({ kind: 'peers' });
    this.#presence.sent = this.#presence.state === null;
    this.#sendPresence();
    this.#askFlush();
  }

  #deliver(message: ServerMessage & { kind: 'deliver' }): void {
    if (this.#phase !== 'live' || message.to <= this.#version) return;
    if (message.from > this.#version) {
      this.#open();
      return;
    }
    this.#takeEntries(message.entries);
  }

  #takeEntries(entries: readonly DeliveredEntry[]): void {
    const before = this.#overlay.visible;
    let remote: Effect[number][] = [];
    let remoteBefore = before;
    for (const entry of entries) {
      if (entry.version !== this.#version + 1) continue;
      const own = entry.kind !== 'schema' && entry.client === this.#options.client;
      if (entry.kind === 'operation' && !own) {
        const change = this.#overlay.receive({
          origin: { client: entry.client, sequence: entry.sequence },
          effect: entry.effect,
        });
        remote = remote.length === 0 ? [...change.effect] : remote.concat(change.effect);
      } else if (own) {
        this.#changed('remote', remoteBefore, remote);
        remote = [];
        this.#answered(entry);
        remoteBefore = this.#overlay.visible;
      }
      this.#version = entry.version;
      if (entry.kind === 'operation') {
        this.#journal.entry(entry.version, entry.effect);
        this.#peers.entry(entry.version, entry.client, entry.sequence, entry.effect);
      }
    }
    this.#changed('remote', remoteBefore, remote);
    if (this.#peers.any) this.#effects.push({ kind: 'peers' });
    this.#askFlush();
  }

  /** The log's answer to an own operation. */
  #answered(entry: DeliveredEntry & { kind: 'operation' | 'refusal' }): void {
    const [first] = this.#overlay.pending;
    if (first === undefined || first.origin.sequence !== entry.sequence) {
      if (entry.kind === 'operation') this.#lateOwn(entry);
      return;
    }
    const before = this.#overlay.visible;
    if (entry.kind === 'operation') {
      const { diverged } = this.#overlay.confirm(entry.effect);
      if (diverged !== undefined) {
        this.#effects.push({ kind: 'diverged', expected: this.#approximate });
        this.#changed('rollback', before, diverged.effect);
      }
      this.#noteConflicts(entry);
    } else {
      const { operation } = first;
      const { effect } = this.#overlay.refuse();
      const { code, message, sequence } = entry;
      this.#refused = [...this.#refused, { sequence, code, message, operation }];
      this.#changed('rollback', before, effect);
      this.#thaw();
    }
    if (this.#submission !== undefined && entry.sequence >= this.#submission.last)
      this.#submission = undefined;
  }

  /** An own entry that is no longer (or was never) pending here: it counts as anybody's. */
  #lateOwn(entry: DeliveredEntry & { kind: 'operation' }): void {
    const before = this.#overlay.visible;
    const { client, sequence, effect } = entry;
    const change = this.#overlay.receive({ origin: { client, sequence }, effect });
    this.#changed('remote', before, change.effect);
  }

  #noteConflicts(entry: DeliveredEntry & { kind: 'operation' }): void {
    if (entry.conflicts.length === 0) return;
    const { version, timeMs } = entry;
    const noted = entry.conflicts.map((conflict, index) => ({
      key: `${version}/${index}`,
      version,
      timeMs,
      conflict,
    }));
    this.#conflicts = [...this.#conflicts, ...noted];
  }

  #adoptSnapshot(
    parts: { readonly version: number; readonly rows: readonly SnapshotRow[] },
    lastSequence: number,
  ): void {
    const before = this.#overlay.visible;
    for (const { origin } of [...this.#overlay.pending]) {
      if (origin.sequence <= lastSequence) this.#journal.snapshot(this.#overlay.assumeConfirmed());
    }
    if (this.#submission !== undefined && this.#submission.last <= lastSequence) this.#submission = undefined;
    this.#approximate = this.#submission !== undefined;
    const target = snapshotFromRows(this.#options.schema, parts.rows);
    const { effect } = stateDifference(this.#overlay.confirmed, target);
    const change = this.#overlay.receive({ origin: { client: '', sequence: 0 }, effect });
    this.#version = parts.version;
    this.#journal.snapshot(effect);
    this.#peers.forgetEntries();
    this.#changed('remote', before, change.effect);
  }

  /** What was behind a refused operation was not judged: it becomes unsent, in today's coordinates. */
  #thaw(): void {
    for (const pending of this.#overlay.pending) pending.sent = undefined;
    this.#submission = undefined;
  }

  /** A submission is recorded as a whole or not at all; if its head is answered and its tail is not, the tail is free. */
  #thawCutSubmission(): void {
    const [first] = this.#overlay.pending;
    if (this.#submission === undefined) return;
    if (first === undefined || first.origin.sequence !== this.#submission.first) this.#thaw();
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
    const before = first.origin.sequence - 1;
    this.#persistedThrough = Math.min(this.#persistedThrough, before);
    if (this.#persisting !== undefined) this.#persisting.through = Math.min(this.#persisting.through, before);
  }

  #formSubmission(): void {
    if (this.#submission !== undefined || this.#phase !== 'live') return;
    this.#submission = Submission.form(this.#overlay.pending, this.#version, this.#options.limits);
    if (this.#submission !== undefined && !this.#options.device) this.#submission.durable = true;
  }

  #persist(): void {
    if (!this.#options.device || this.#persisting !== undefined || this.#phase === 'loading') return;
    const { confirmed, pending } = this.#overlay;
    const writes = this.#journal.take(confirmed, this.#version, this.#nextSequence, pending);
    if (writes === undefined) {
      if (this.#submission !== undefined) this.#submission.durable = true;
      return;
    }
    this.#persisting = { submission: this.#submission, through: this.#nextSequence - 1 };
    this.#effects.push({ kind: 'persist', writes });
  }

  #trySend(): void {
    const submission = this.#submission;
    if (submission === undefined || submission.sent || !submission.durable || this.#phase !== 'live') return;
    submission.sent = true;
    const { document, schema } = this.#options;
    const message = submission.message(document, schema.version, this.#overlay.pending);
    this.#effects.push({ kind: 'send', message });
    this.#awaitWord();
  }

  #sendPresence(): void {
    if (this.#presence.sent || !this.#presence.quiet || this.#phase !== 'live') return;
    this.#presence.sent = true;
    this.#presence.quiet = false;
    const { state } = this.#presence;
    const { document } = this.#options;
    this.#effects.push({
      kind: 'send',
      message: {
        kind: 'presence',
        document,
        version: this.#version,
        sequence: this.#nextSequence - 1,
        state,
      },
    });
    this.#effects.push({ kind: 'timer', name: 'presence', delayMs: PRESENCE_MS });
  }

  #askFlush(): void {
    if (this.#flushAsked) return;
    this.#flushAsked = true;
    this.#effects.push({ kind: 'flush-soon' });
  }

  #changed(
    cause: DocumentEvent<S>['cause'],
    before: Snapshot<S>,
    effect: Effect,
    after: Snapshot<S> = this.#overlay.visible,
  ): void {
    if (effect.length > 0) this.#effects.push({ kind: 'changed', event: { cause, before, after, effect } });
  }

  #done(status: boolean): readonly DocumentEffect<S>[] {
    if (status) this.#effects.push({ kind: 'status' });
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
