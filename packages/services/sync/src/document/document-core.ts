import type { Schema, Snapshot } from '@statehouse/db';
import { isStatehouseError } from '@statehouse/kernel';
import type { Conflict, Effect, Operation } from '@statehouse/ot';
import type { DeliveredEntry, PresenceState, Role, ServerMessage } from '@statehouse/protocol';
import { documentPrefix, type StoredDocument } from '../device/device-format.ts';
import { DeviceLine } from '../device/device-line.ts';
import { PeersBook, type PeerView } from '../presence/peers-book.ts';
import { PresenceSender } from '../presence/presence-sender.ts';
import type { DocumentEffect, DocumentTimer } from './document-effect.ts';
import type { DocumentConflict, DocumentStatus, RefusedOperation } from './document-status.ts';
import { Replica, type ReplicaOptions } from './replica.ts';
import { SnapshotAssembly } from './snapshot-assembly.ts';
import type { Submission } from './submission.ts';

export interface DocumentCoreOptions<S extends Schema> extends ReplicaOptions<S> {
  readonly document: string;
  /** False: nothing is kept on a device, and `persist` is never asked for. */
  readonly device: boolean;
}

/** Without a word from the server for this long, the document is asked for again: a lost frame must not stay lost. */
const RESYNC_MS = 10_000;
/** The same while it is being opened; a part of a snapshot is a word. */
const REOPEN_MS = 4_000;
/** Errors that say nothing about the document, only about this moment. */
const PASSING: ReadonlySet<string> = new Set([
  'server/slow-down',
  'server/not-open',
  'server/storage-failed',
]);
/** Presence goes out at most this often. */
const PRESENCE_MS = 50;

/**
 * One document on one client, as a step function: each call changes the state and returns what the shell has to do.
 *
 *     loading ──▶ offline ──▶ opening ──▶ live        (failed: the server said no, or the device cannot be read)
 *                    ▲──────────┴──────────┘ disconnected
 *
 * Invariant: what leaves in a submission is on the device already, if there is one.
 */
export class DocumentCore<S extends Schema> {
  readonly #options: DocumentCoreOptions<S>;
  readonly #peers: PeersBook;
  readonly #presence = new PresenceSender();
  readonly #parts = new SnapshotAssembly();
  readonly #device: DeviceLine;
  readonly #replica: Replica<S>;
  #effects: DocumentEffect<S>[] = [];
  #phase: DocumentStatus['phase'] = 'loading';
  #error: DocumentStatus['error'];
  /** Why the last write failed. */
  #deviceError: DocumentStatus['error'];
  #role: Role | undefined;
  #flushAsked = false;
  #connected = false;
  #hasState = false;
  #unreadable = false;
  /** Since the last `#awaitWord`: whether the server spoke, and what was in flight then. */
  #heard = false;
  #awaited: Submission | undefined;

  constructor(options: DocumentCoreOptions<S>) {
    this.#options = options;
    const { device, client, document } = options;
    this.#peers = new PeersBook(client);
    this.#device = new DeviceLine(device ? documentPrefix(client, document) : undefined);
    this.#replica = new Replica(options, this.#device, this.#peers);
  }

  get snapshot(): Snapshot<S> {
    return this.#replica.overlay.visible;
  }

  get confirmed(): Snapshot<S> {
    return this.#replica.overlay.confirmed;
  }

  /** For checks: applying pending to confirmed, made anew. */
  get recomputed(): Snapshot<S> {
    return this.#replica.overlay.recomputed();
  }

  /** Something to show: from the device, from the server, or the first own edits. */
  get hasState(): boolean {
    return this.#hasState;
  }

  /** The device has a write of this document under way. */
  get writing(): boolean {
    return this.#device.writing;
  }

  get status(): DocumentStatus {
    const { overlay, version, nextSequence } = this.#replica;
    const pending = overlay.pending.length;
    const onDevice = this.#device.savedThrough >= nextSequence - 1;
    const saved = pending === 0 ? 'server' : onDevice ? 'device' : 'memory';
    const error = this.#error ?? this.#deviceError;
    return { phase: this.#phase, version, pending, saved, role: this.#role, error };
  }

  get refused(): readonly RefusedOperation[] {
    return this.#replica.setbacks.refused;
  }

  get conflicts(): readonly DocumentConflict[] {
    return this.#replica.setbacks.conflicts;
  }

  /** Who is here, with selections in the coordinates of `snapshot`. */
  get peers(): readonly PeerView[] {
    return this.#peers.views(this.#replica.overlay.pending);
  }

  /** Own operations without an answer, in order. */
  get pendingSequences(): readonly number[] {
    return this.#replica.overlay.pending.map(({ origin }) => origin.sequence);
  }

  dismissConflict(key: string): readonly DocumentEffect<S>[] {
    this.#replica.setbacks.dismissConflict(key);
    return this.#told();
  }

  dismissRefused(sequence: number): readonly DocumentEffect<S>[] {
    this.#replica.setbacks.dismissRefused(sequence);
    return this.#told();
  }

  /** The device has been read. Only the first answer counts: a later one is of a time before the present edits. */
  restored(stored: StoredDocument | undefined): readonly DocumentEffect<S>[] {
    if (this.#phase !== 'loading') return [];
    if (stored !== undefined) {
      this.#replica.restore(stored);
      this.#hasState = true;
    }
    this.#phase = 'offline';
    if (this.#connected) this.#open();
    return this.#told();
  }

  /** The device copy cannot be read: nothing is written over it. */
  loadFailed(code: string, message: string): readonly DocumentEffect<S>[] {
    if (this.#phase !== 'loading') return [];
    this.#unreadable = true;
    this.#phase = 'failed';
    this.#error = { code, message };
    return this.#told();
  }

  /** The connection is welcomed. */
  connected(): readonly DocumentEffect<S>[] {
    this.#connected = true;
    if (this.#phase === 'offline') this.#open();
    return this.#told();
  }

  disconnected(): readonly DocumentEffect<S>[] {
    this.#connected = false;
    this.#parts.clear();
    const { submission } = this.#replica;
    if (submission !== undefined) submission.sent = false;
    if (this.#phase !== 'loading' && !this.#unreadable) this.#phase = 'offline';
    if (this.#peers.clear()) this.#effects.push({ kind: 'peers' });
    return this.#told();
  }

  /** Takes effect at once in `snapshot`. */
  commit(operation: Operation): {
    readonly effect: Effect;
    readonly conflicts: readonly Conflict[];
    readonly effects: readonly DocumentEffect<S>[];
  } {
    const { effect, conflicts } = this.#replica.commit(operation);
    this.#hasState = true;
    this.#askFlush();
    return { effect, conflicts, effects: this.#told() };
  }

  /** End of a turn: freeze what can go, write the device, send what is on it. */
  flush(): readonly DocumentEffect<S>[] {
    this.#flushAsked = false;
    if (this.#phase === 'live') this.#replica.formSubmission();
    this.#persist();
    this.#trySend();
    return this.#done();
  }

  persisted(): readonly DocumentEffect<S>[] {
    this.#device.written();
    this.#deviceError = undefined;
    this.#askFlush();
    return this.#told();
  }

  /** The device cannot keep anything more: work goes on in memory, and says so. */
  persistFailed(code: string, message: string): readonly DocumentEffect<S>[] {
    this.#device.failed();
    this.#deviceError = { code, message };
    this.#askFlush();
    return this.#told();
  }

  /** Shows something of oneself to the others; null hides it. */
  showPresence(state: PresenceState | null): readonly DocumentEffect<S>[] {
    this.#presence.set(state);
    this.#sendPresence();
    return this.#done();
  }

  timer(name: DocumentTimer): readonly DocumentEffect<S>[] {
    if (name === 'presence') {
      this.#presence.paused();
      this.#sendPresence();
    } else if (this.#connected && (this.#phase === 'live' || this.#phase === 'opening')) {
      const { submission } = this.#replica;
      const unanswered = submission?.sent === true && submission === this.#awaited;
      if (unanswered || !this.#heard) this.#open();
      else this.#awaitWord();
    }
    return this.#done();
  }

  message(message: ServerMessage): readonly DocumentEffect<S>[] {
    if (message.kind === (this.#phase === 'opening' ? 'snapshot-part' : 'deliver')) this.#heard = true;
    switch (message.kind) {
      case 'snapshot-part':
        this.#parts.take(message);
        return this.#done();
      case 'opened':
        this.#opened(message);
        return this.#told();
      case 'deliver':
        this.#deliver(message);
        return this.#told();
      case 'peers':
        this.#peers.update(message.changed, message.gone);
        this.#effects.push({ kind: 'peers' });
        return this.#done();
      case 'error':
        this.#refusedBy(message);
        return this.#told();
      default:
        return this.#done();
    }
  }

  #open(): void {
    this.#parts.clear();
    this.#phase = 'opening';
    const { submission, version } = this.#replica;
    if (submission !== undefined) submission.sent = false;
    this.#effects.push({
      kind: 'send',
      message: { kind: 'open', document: this.#options.document, since: version },
    });
    this.#awaitWord();
  }

  #awaitWord(): void {
    this.#heard = false;
    this.#awaited = this.#replica.submission;
    const delayMs = this.#phase === 'live' ? RESYNC_MS : REOPEN_MS;
    this.#effects.push({ kind: 'timer', name: 'resync', delayMs });
  }

  #opened(message: ServerMessage & { kind: 'opened' }): void {
    if (this.#phase !== 'opening') return;
    const snapshot = this.#parts.finish(message.from);
    if (message.from > this.#replica.version) {
      if (snapshot === undefined) {
        this.#open();
        return;
      }
      this.#replica.adopt(snapshot, message.lastSequence);
    }
    this.#role = message.role;
    this.#phase = 'live';
    this.#error = undefined;
    this.#hasState = true;
    if (!this.#take(message.entries)) return;
    this.#replica.caughtUp(message.lastSequence);
    this.#peers.replace(message.peers);
    this.#effects.push({ kind: 'peers' });
    this.#presence.reconnected();
    this.#sendPresence();
    this.#askFlush();
  }

  #deliver(message: ServerMessage & { kind: 'deliver' }): void {
    const { version } = this.#replica;
    if (this.#phase !== 'live' || message.to <= version) return;
    if (message.from > version) {
      this.#open();
      return;
    }
    if (!this.#take(message.entries)) return;
    if (this.#peers.any) this.#effects.push({ kind: 'peers' });
    this.#askFlush();
  }

  /** False: what the server says does not fit what is here. Nothing more is taken, sent or written. */
  #take(entries: readonly DeliveredEntry[]): boolean {
    try {
      this.#replica.take(entries);
      return true;
    } catch (error) {
      if (!isStatehouseError(error)) throw error;
      this.#unreadable = true;
      this.#phase = 'failed';
      this.#error = { code: error.code, message: error.message };
      return false;
    }
  }

  /** Some refusals pass by themselves: then the document is asked for again after a while. */
  #refusedBy({ code, message }: ServerMessage & { kind: 'error' }): void {
    this.#error = { code, message };
    this.#phase = PASSING.has(code) ? 'opening' : 'failed';
    if (this.#phase === 'opening') this.#awaitWord();
  }

  #persist(): void {
    if (this.#phase === 'loading' || this.#unreadable) return;
    const { overlay, version, nextSequence, submission } = this.#replica;
    const { confirmed, pending } = overlay;
    const writes = this.#device.take({ confirmed, version, nextSequence, pending, submission });
    if (writes !== undefined) this.#effects.push({ kind: 'persist', writes });
  }

  #trySend(): void {
    const { submission, overlay } = this.#replica;
    if (submission === undefined || submission.sent || !submission.durable || this.#phase !== 'live') return;
    submission.sent = true;
    const { document, schema } = this.#options;
    const message = submission.message(document, schema.version, overlay.pending);
    this.#effects.push({ kind: 'send', message });
    this.#awaitWord();
  }

  #sendPresence(): void {
    const due = this.#phase === 'live' ? this.#presence.take() : undefined;
    if (due === undefined) return;
    const { document } = this.#options;
    const { version, nextSequence } = this.#replica;
    this.#effects.push(
      {
        kind: 'send',
        message: { kind: 'presence', document, version, sequence: nextSequence - 1, state: due.state },
      },
      { kind: 'timer', name: 'presence', delayMs: PRESENCE_MS },
    );
  }

  #askFlush(): void {
    if (this.#flushAsked) return;
    this.#flushAsked = true;
    this.#effects.push({ kind: 'flush-soon' });
  }

  /** What is to be done, the status told anew. */
  #told(): readonly DocumentEffect<S>[] {
    const notices = this.#replica.takeNotices();
    this.#effects.push({ kind: 'status' });
    const effects = this.#effects;
    this.#effects = [];
    return notices.length === 0 ? effects : [...notices, ...effects];
  }

  #done(): readonly DocumentEffect<S>[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
