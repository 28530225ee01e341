import type { Schema, Snapshot } from '@statehouse/db';
import { isStatehouseError } from '@statehouse/kernel';
import type { Conflict, Edit, Effect, Operation } from '@statehouse/ot';
import type { DeliveredEntry, PresenceState, Role, ServerMessage } from '@statehouse/protocol';
import { documentPrefix, type StoredDocument } from '../device/device-format.ts';
import { DeviceLine } from '../device/device-line.ts';
import type { PeerView } from '../presence/peers-book.ts';
import type { DocumentConflict, RefusedOperation } from '../setbacks/setback.ts';
import type { KeptSetbacks } from '../setbacks/setbacks.ts';
import type { DocumentEffect, DocumentTimer } from './document-effect.ts';
import { DocumentPhase } from './document-phase.ts';
import { DocumentPresence } from './document-presence.ts';
import type { DocumentStatus } from './document-status.ts';
import { EffectOutbox } from './effect-outbox.ts';
import { Replica, type ReplicaOptions } from './replica.ts';
import { ServerWord } from './server-word.ts';
import { SnapshotAssembly } from './snapshot-assembly.ts';

export interface DocumentCoreOptions<S extends Schema> extends ReplicaOptions<S> {
  readonly document: string;
  /** False: nothing is kept on a device, and `persist` is never asked for. */
  readonly device: boolean;
}

/**
 * One document on one client, as a step function: each call changes the state and returns what the shell has to do.
 * {@link DocumentPhase} says in which order they come.
 *
 * Invariant: what leaves in a submission is on the device already, if there is one.
 */
export class DocumentCore<S extends Schema> {
  readonly #options: DocumentCoreOptions<S>;
  readonly #presence: DocumentPresence;
  readonly #parts = new SnapshotAssembly();
  readonly #device: DeviceLine;
  readonly #replica: Replica<S>;
  readonly #outbox = new EffectOutbox<S>();
  readonly #word = new ServerWord();
  readonly #phase = new DocumentPhase();
  /** Why the last write failed. */
  #deviceError: DocumentStatus['error'];
  #role: Role | undefined;
  #hasState = false;

  constructor(options: DocumentCoreOptions<S>) {
    this.#options = options;
    const { device, client, document } = options;
    this.#presence = new DocumentPresence(document, client);
    this.#device = new DeviceLine(device ? documentPrefix(client, document) : undefined);
    this.#replica = new Replica(options, this.#device, this.#presence.book);
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
    const { name: phase, error = this.#deviceError } = this.#phase;
    return { phase, version, pending, saved, role: this.#role, error };
  }

  get refused(): readonly RefusedOperation[] {
    return this.#replica.setbacks.refused;
  }

  get conflicts(): readonly DocumentConflict[] {
    return this.#replica.setbacks.conflicts;
  }

  /** Who is here, with selections in the coordinates of `snapshot`. */
  get peers(): readonly PeerView[] {
    return this.#presence.views(this.#replica.overlay.pending);
  }

  /** Own operations without an answer, in order. */
  get pendingSequences(): readonly number[] {
    return this.#replica.overlay.pending.map(({ origin }) => origin.sequence);
  }

  /** What own operations without an answer touch; an entity may occur several times. */
  get pendingEdits(): readonly Edit[] {
    return this.#replica.overlay.pending.flatMap(({ operation }) => operation.edits);
  }

  dismissConflict(key: string): readonly DocumentEffect<S>[] {
    this.#replica.setbacks.dismissConflict(key);
    this.#outbox.askFlush();
    return this.#told();
  }

  dismissRefused(sequence: number, client?: string): readonly DocumentEffect<S>[] {
    this.#replica.setbacks.dismissRefused(sequence, client);
    this.#outbox.askFlush();
    return this.#told();
  }

  /** Setbacks that another queue of this device has left for this one. */
  addSetbacks(setbacks: KeptSetbacks): readonly DocumentEffect<S>[] {
    this.#replica.setbacks.add(setbacks);
    this.#outbox.askFlush();
    return this.#told();
  }

  /** The device has been read. Only the first answer counts: a later one is of a time before the present edits. */
  restored(stored: StoredDocument | undefined): readonly DocumentEffect<S>[] {
    if (this.#phase.name !== 'loading') return [];
    if (stored !== undefined) {
      this.#replica.restore(stored);
      this.#hasState = stored.copy;
    }
    if (this.#phase.loaded()) this.#open();
    return this.#told();
  }

  /** The device copy cannot be read: nothing is written over it. */
  loadFailed(code: string, message: string): readonly DocumentEffect<S>[] {
    if (this.#phase.name !== 'loading') return [];
    this.#phase.unreadable({ code, message });
    return this.#told();
  }

  /** The connection is welcomed. */
  connected(): readonly DocumentEffect<S>[] {
    if (this.#phase.connected()) this.#open();
    return this.#told();
  }

  disconnected(): readonly DocumentEffect<S>[] {
    this.#phase.disconnected();
    this.#parts.clear();
    const { submission } = this.#replica;
    if (submission !== undefined) submission.sent = false;
    if (this.#presence.book.clear()) this.#outbox.push({ kind: 'peers' });
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
    this.#outbox.askFlush();
    return { effect, conflicts, effects: this.#told() };
  }

  /** End of a turn: freeze what can go, write the device, send what is on it. */
  flush(): readonly DocumentEffect<S>[] {
    this.#outbox.flushed();
    if (this.#phase.name === 'live') this.#replica.formSubmission();
    this.#persist();
    this.#trySend();
    return this.#outbox.take();
  }

  persisted(): readonly DocumentEffect<S>[] {
    this.#device.written();
    this.#deviceError = undefined;
    this.#outbox.askFlush();
    return this.#told();
  }

  /** The device cannot keep anything more: work goes on in memory, and says so. */
  persistFailed(code: string, message: string): readonly DocumentEffect<S>[] {
    this.#device.failed();
    this.#deviceError = { code, message };
    this.#outbox.askFlush();
    return this.#told();
  }

  /** Shows something of oneself to the others; null hides it. */
  showPresence(state: PresenceState | null): readonly DocumentEffect<S>[] {
    this.#presence.show(state);
    this.#sendPresence();
    return this.#outbox.take();
  }

  timer(name: DocumentTimer): readonly DocumentEffect<S>[] {
    if (name === 'presence') {
      this.#presence.paused();
      this.#sendPresence();
    } else if (this.#phase.isServed) {
      if (this.#word.isMissing(this.#replica.submission)) this.#open();
      else this.#awaitWord();
    }
    return this.#outbox.take();
  }

  message(message: ServerMessage): readonly DocumentEffect<S>[] {
    if (message.kind === (this.#phase.name === 'opening' ? 'snapshot-part' : 'deliver')) this.#word.heard();
    switch (message.kind) {
      case 'snapshot-part':
        this.#parts.take(message);
        return this.#outbox.take();
      case 'opened':
        this.#opened(message);
        return this.#told();
      case 'deliver':
        this.#deliver(message);
        return this.#told();
      case 'peers':
        this.#presence.book.update(message.changed, message.gone);
        this.#outbox.push({ kind: 'peers' });
        return this.#outbox.take();
      case 'error':
        if (this.#phase.refused(message)) this.#awaitWord();
        return this.#told();
      default:
        return this.#outbox.take();
    }
  }

  #open(): void {
    this.#parts.clear();
    this.#phase.opening();
    const { submission, version } = this.#replica;
    if (submission !== undefined) submission.sent = false;
    this.#outbox.push({
      kind: 'send',
      message: { kind: 'open', document: this.#options.document, since: version },
    });
    this.#awaitWord();
  }

  #awaitWord(): void {
    this.#outbox.push(this.#word.await(this.#replica.submission, this.#phase.name === 'live'));
  }

  #opened(message: ServerMessage & { kind: 'opened' }): void {
    if (this.#phase.name !== 'opening') return;
    const snapshot = this.#parts.finish(message.from);
    if (message.from > this.#replica.version) {
      if (snapshot === undefined) {
        this.#open();
        return;
      }
      this.#replica.adopt(snapshot, message);
    }
    this.#role = message.role;
    this.#phase.live();
    this.#hasState = true;
    if (!this.#take(message.entries)) return;
    this.#replica.caughtUp(message.lastSequence);
    this.#presence.opened(message);
    this.#outbox.push({ kind: 'peers' });
    this.#sendPresence();
    this.#outbox.askFlush();
  }

  #deliver(message: ServerMessage & { kind: 'deliver' }): void {
    const { version } = this.#replica;
    if (this.#phase.name !== 'live' || message.to <= version) return;
    if (message.from > version) {
      this.#open();
      return;
    }
    if (!this.#take(message.entries)) return;
    if (this.#presence.book.any) this.#outbox.push({ kind: 'peers' });
    this.#outbox.askFlush();
  }

  /** False: what the server says does not fit what is here. Nothing more is taken, sent or written. */
  #take(entries: readonly DeliveredEntry[]): boolean {
    try {
      this.#replica.take(entries);
      return true;
    } catch (error) {
      if (!isStatehouseError(error)) throw error;
      this.#phase.unreadable(error);
      return false;
    }
  }

  #persist(): void {
    if (!this.#phase.mayWrite) return;
    const { overlay, version, nextSequence, submission, setbacks } = this.#replica;
    const { confirmed, pending } = overlay;
    const writes = this.#device.take({ confirmed, version, nextSequence, pending, submission, setbacks });
    if (writes !== undefined) this.#outbox.push({ kind: 'persist', writes });
  }

  #trySend(): void {
    const { submission, overlay } = this.#replica;
    if (submission === undefined || submission.sent || !submission.durable || this.#phase.name !== 'live')
      return;
    submission.sent = true;
    const { document, schema } = this.#options;
    const message = submission.message(document, schema.version, overlay.pending);
    this.#outbox.push({ kind: 'send', message });
    this.#awaitWord();
  }

  #sendPresence(): void {
    if (this.#phase.name !== 'live') return;
    const { version, nextSequence } = this.#replica;
    this.#outbox.push(...this.#presence.send<S>({ version, sequence: nextSequence - 1 }));
  }

  /** What is to be done, the status told anew. */
  #told(): readonly DocumentEffect<S>[] {
    this.#outbox.push({ kind: 'status' });
    return [...this.#replica.takeNotices(), ...this.#outbox.take()];
  }
}
