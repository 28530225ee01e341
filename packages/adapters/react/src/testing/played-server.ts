import { emptySnapshot, plainRows, type Snapshot } from '@statehouse/db';
import type { Timers } from '@statehouse/kernel';
import { apply, type Operation } from '@statehouse/ot';
import {
  type ClientMessage,
  DEFAULT_LIMITS,
  type DeliveredEntry,
  encodeServerMessage,
  type Peer,
  PROTOCOL_VERSION,
  type PresenceState,
  parseClientMessage,
  type ServerMessage,
} from '@statehouse/protocol';
import type { Connect, SocketHandlers } from '@statehouse/sync';
import { type TasksSchema, tasksSchema } from './tasks.ts';

const LATENCY_MS = 1;

/**
 * A server of one document for one client, on a virtual line: it orders what comes, and plays what others do. It speaks the
 * protocol's frames.
 */
export class PlayedServer {
  /** A code: the document may not be opened. */
  forbids: string | undefined;
  /** A code: the next operations are refused with it. */
  refuses: string | undefined;
  /** What the client shows of its person. */
  shown: PresenceState | null = null;
  readonly #timers: Timers;
  readonly #entries: DeliveredEntry[] = [];
  readonly #sequences = new Map<string, number>();
  #state: Snapshot<TasksSchema> = emptySnapshot(tasksSchema);
  #handlers: SocketHandlers | undefined;
  #client = '';
  #document: string | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  readonly connect: Connect = (_url, handlers) => {
    this.#handlers = handlers;
    this.#later(() => handlers.opened());
    return {
      send: (frame) => this.#later(() => this.#receive(parseClientMessage(frame, DEFAULT_LIMITS))),
      close: (code) => this.#later(() => handlers.closed(code)),
    };
  };

  get state(): Snapshot<TasksSchema> {
    return this.#state;
  }

  /** Breaks the line. */
  cut(): void {
    this.#handlers?.closed(1006);
  }

  /** Somebody else does something; the client gets one frame. */
  play(edits: Operation['edits'], client = 'ben'): void {
    this.#append(client, (this.#sequences.get(client) ?? 0) + 1, { edits });
    this.#deliver(this.#entries.length - 1);
  }

  /** Others come, move and go. */
  playPeers(changed: readonly Peer[], gone: readonly string[] = []): void {
    if (this.#document !== undefined)
      this.#send({ kind: 'peers', document: this.#document, changed: [...changed], gone: [...gone] });
  }

  #receive(message: ClientMessage): void {
    if (message.kind === 'hello') {
      this.#client = message.client;
      this.#send({
        kind: 'welcome',
        protocol: PROTOCOL_VERSION,
        user: 'ann',
        connection: 'k1',
        limits: DEFAULT_LIMITS,
      });
    } else if (message.kind === 'ping') this.#send({ kind: 'pong', nonce: message.nonce });
    else if (message.kind === 'open') this.#open(message);
    else if (message.kind === 'leave') this.#document = undefined;
    else if (message.kind === 'presence') this.shown = message.state;
    else if (message.kind === 'submit') {
      const from = this.#entries.length;
      for (const [at, operation] of message.operations.entries())
        this.#append(this.#client, message.first + at, operation);
      this.#deliver(from);
    }
  }

  #open({ document, since }: ClientMessage & { kind: 'open' }): void {
    if (this.forbids !== undefined) {
      this.#send({ kind: 'error', document, code: this.forbids, message: `${document} is not yours.` });
      return;
    }
    this.#document = document;
    const to = this.#entries.length;
    const rows = [...plainRows(this.#state)];
    const bySnapshot = since === 0 && rows.length > 0;
    if (bySnapshot) this.#send({ kind: 'snapshot-part', document, version: to, part: 0, parts: 1, rows });
    this.#send({
      kind: 'opened',
      document,
      role: 'writer',
      schemaVersion: 1,
      from: bySnapshot ? to : since,
      to,
      entries: bySnapshot ? [] : this.#entries.slice(since),
      lastSequence: this.#sequences.get(this.#client) ?? 0,
      peers: [],
    });
  }

  #append(client: string, sequence: number, operation: Operation): void {
    const signed = { version: this.#entries.length + 1, client, sequence, author: client, timeMs: 0 };
    this.#sequences.set(client, sequence);
    if (this.refuses !== undefined && client === this.#client) {
      this.#entries.push({ kind: 'refusal', ...signed, code: this.refuses, message: 'Not allowed.' });
      return;
    }
    const { state, effect, conflicts } = apply(this.#state, operation, { client, sequence });
    this.#state = state;
    this.#entries.push({ kind: 'operation', ...signed, effect, conflicts });
  }

  #deliver(from: number): void {
    const [document, to] = [this.#document, this.#entries.length];
    if (document === undefined) return;
    this.#send({ kind: 'deliver', document, from, to, entries: this.#entries.slice(from) });
  }

  #send(message: ServerMessage): void {
    const frame = encodeServerMessage(message);
    this.#later(() => this.#handlers?.received(frame));
  }

  #later(call: () => void): void {
    this.#timers.after(LATENCY_MS, call);
  }
}
