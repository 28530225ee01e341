import { encodeServerMessage, type PresenceMessage, type SubmitMessage } from '@statehouse/protocol';
import { serverError } from '../errors.ts';
import { accessOf } from './access.ts';
import { Checkpoints } from './checkpoints.ts';
import { deliverFrame, openedFrame, snapshotFrames } from './document-frames.ts';
import type { Environment } from './environment.ts';
import { Images } from './images.ts';
import { Ledger, type LedgerStart } from './ledger.ts';
import { LogRequests } from './log-requests.ts';
import { type Answer, Openings } from './openings.ts';
import { PresenceRoom } from './presence-room.ts';
import type { DocumentRef } from './server-event.ts';
import { type Held, Submissions } from './submissions.ts';
import { sendError, type Visitor } from './visitor.ts';

/**
 * A document that is loaded. Every subscriber has been sent everything up to `#delivered`, so that one frame, encoded
 * once, serves them all; delivered ≤ durable ≤ admitted.
 */
export class LiveDocument {
  readonly requests: LogRequests;
  readonly checkpoints: Checkpoints;
  readonly #environment: Environment;
  readonly #ref: DocumentRef;
  readonly #ledger: Ledger;
  readonly #images: Images;
  readonly #submissions: Submissions;
  readonly #openings: Openings;
  readonly #room = new PresenceRoom();
  readonly #subscribers = new Map<string, Visitor>();
  #connections: readonly string[] | undefined;
  #held: Held[] = [];
  #delivered: number;
  #deliveredAtMs = Number.NEGATIVE_INFINITY;
  #presenceAtMs = Number.NEGATIVE_INFINITY;

  constructor(environment: Environment, ref: DocumentRef, start: LedgerStart) {
    const { document } = ref.address;
    this.#environment = environment;
    this.#ref = ref;
    this.#ledger = new Ledger(document, environment.sha256, start);
    this.#delivered = start.position.version;
    this.requests = new LogRequests(environment, ref);
    this.#images = new Images(environment, this.#ledger);
    this.checkpoints = new Checkpoints(environment, ref, this.#ledger, this.#images);
    this.#submissions = new Submissions(environment, document, this.#ledger, this.requests, (held) => {
      this.#held.push(held);
    });
    this.#openings = new Openings(
      environment,
      document,
      this.#ledger,
      this.requests,
      this.#images,
      (answer) => this.#answer(answer),
    );
  }

  /** Everybody who has the document open or waits for it. */
  get visitors(): readonly string[] {
    return [...new Set([...this.#subscribers.keys(), ...this.#openings.connections])];
  }

  /** True while something is not durable or not answered. */
  get busy(): boolean {
    const { durable, busy } = this.#ledger;
    return busy || this.requests.size > 0 || this.#delivered < durable.version || this.#held.length > 0;
  }

  open(visitor: Visitor, since: number): void {
    this.#unsubscribe(visitor.connection);
    this.#openings.open(visitor, since);
  }

  leave(connection: string): void {
    this.#openings.leave(connection);
    this.#unsubscribe(connection);
    this.#room.hide(connection);
  }

  submit(connection: string, message: SubmitMessage): void {
    const visitor = this.#subscriber(connection);
    if (visitor !== undefined) this.#submissions.submit(visitor, message);
  }

  show(connection: string, message: PresenceMessage): void {
    const visitor = this.#subscriber(connection);
    if (visitor === undefined) return;
    if (message.state === null) {
      this.#room.hide(connection);
      return;
    }
    const { version, sequence, state } = message;
    this.#room.show({
      connection,
      client: visitor.client,
      user: visitor.claims.user,
      version,
      sequence,
      state,
    });
  }

  /** The append under way is durable. */
  appended(): void {
    const entries = this.#ledger.finishAppend();
    this.#environment.metrics.observe('server_append_entries', entries);
    this.checkpoints.count(entries);
  }

  /**
   * Does what is due: the next append, the next delivery, a piece of a snapshot. To be called after every event;
   * answers when to call again without one, in milliseconds, or undefined if nothing waits.
   */
  settle(): number | undefined {
    const append = this.#ledger.startAppend();
    if (append !== undefined) {
      this.#environment.emit({ ...this.#ref, kind: 'append', epoch: this.#ledger.epoch, ...append });
    }
    this.checkpoints.saveIfDue();
    const { elapsedMs } = this.#environment.time;
    const { tickMs, presenceTickMs } = this.#environment.settings;
    let waitMs = Number.POSITIVE_INFINITY;
    if (this.#undelivered) {
      const dueMs = this.#deliveredAtMs + tickMs - elapsedMs;
      if (dueMs <= 0) this.#deliver();
      else waitMs = dueMs;
    }
    if (this.#room.dirty) {
      const dueMs = this.#presenceAtMs + presenceTickMs - elapsedMs;
      if (dueMs <= 0) this.#sendPresence();
      else waitMs = Math.min(waitMs, dueMs);
    }
    if (this.#images.making) waitMs = 0;
    return Number.isFinite(waitMs) ? waitMs : undefined;
  }

  /** Another slice of what is done piece by piece. */
  continue(): void {
    this.#images.advance();
  }

  /** Ends the subscriptions of those whom the rule no longer lets in. */
  sweep(): void {
    for (const visitor of [...this.#subscribers.values()]) {
      if (accessOf(this.#environment, visitor.claims, this.#ref.address.document) !== 'none') continue;
      this.leave(visitor.connection);
      this.#sendError(visitor.connection, serverError('forbidden'));
    }
    this.#images.forget();
  }

  /** Delivers at once what is durable. */
  flush(): void {
    if (this.#undelivered) this.#deliver();
  }

  get #undelivered(): boolean {
    return (
      this.#delivered < this.#ledger.durable.version ||
      this.#held.some(({ version }) => version <= this.#delivered)
    );
  }

  #subscriber(connection: string): Visitor | undefined {
    const visitor = this.#subscribers.get(connection);
    if (visitor === undefined) this.#sendError(connection, serverError('not-open'));
    return visitor;
  }

  #unsubscribe(connection: string): void {
    if (this.#subscribers.delete(connection)) this.#connections = undefined;
  }

  #sendError(connection: string, error: ReturnType<typeof serverError>): void {
    sendError(this.#environment, connection, error, this.#ref.address.document);
  }

  #answer({ visitor, role, snapshot, from, entries }: Answer): void {
    const { document } = this.#ref.address;
    const { connection, client } = visitor;
    // The others are brought to the durable head first, because there the newcomer joins them.
    this.#deliver();
    if (snapshot !== undefined) {
      for (const frame of snapshotFrames(document, snapshot)) this.#send([connection], frame);
    }
    const frame = openedFrame({
      document,
      role,
      schemaVersion: this.#environment.schema.version,
      from,
      to: this.#delivered,
      entries,
      lastSequence: this.#ledger.clients.durable(client),
      peers: this.#room.peers,
    });
    this.#send([connection], frame);
    this.#subscribers.set(connection, visitor);
    this.#connections = undefined;
  }

  #deliver(): void {
    const { durable, window } = this.#ledger;
    if (this.#delivered < durable.version) {
      this.#deliveredAtMs = this.#environment.time.elapsedMs;
      const from = this.#delivered;
      this.#delivered = durable.version;
      if (this.#subscribers.size > 0) {
        const entries = window.slice(from + 1, durable.version);
        this.#sendToAll(deliverFrame(this.#ref.address.document, from, entries));
        this.#environment.metrics.observe('server_delivered_entries', entries.length);
      }
      const { maxWindowEntries, maxWindowBytes } = this.#environment.settings;
      const keepFrom = Math.min(this.#delivered + 1, this.#images.keepFrom);
      this.#ledger.trim(keepFrom, maxWindowEntries, maxWindowBytes);
    }
    if (this.#held.length > 0) this.#sendHeld();
  }

  #sendHeld(): void {
    const { document } = this.#ref.address;
    const later: Held[] = [];
    for (const held of this.#held) {
      if (held.version > this.#delivered) later.push(held);
      else this.#send([held.connection], encodeServerMessage({ kind: 'held', document, first: held.first }));
    }
    this.#held = later;
  }

  #sendPresence(): void {
    this.#presenceAtMs = this.#environment.time.elapsedMs;
    const { document } = this.#ref.address;
    const changes = this.#room.takeChanges();
    if (this.#subscribers.size > 0)
      this.#sendToAll(encodeServerMessage({ kind: 'peers', document, ...changes }));
  }

  #sendToAll(frame: string): void {
    this.#connections ??= [...this.#subscribers.keys()];
    this.#send(this.#connections, frame);
  }

  #send(connections: readonly string[], frame: string): void {
    this.#environment.emit({ kind: 'send', connections, frame });
  }
}
