import type { DocumentEvent, Schema } from '@statehouse/db';
import { isStatehouseError, type Random } from '@statehouse/kernel';
import type { Operation } from '@statehouse/ot';
import type { PresenceState, ServerMessage } from '@statehouse/protocol';
import type { KeyValueWrite } from '@statehouse/storage';
import {
  ConnectionCore,
  type ConnectionEffect,
  type ConnectionStatus,
  type ConnectionTimer,
  type ConnectionTimes,
} from './connection/connection-core.ts';
import type { StoredDocument } from './device/device-format.ts';
import { DocumentCore } from './document/document-core.ts';
import type { DocumentEffect, DocumentTimer } from './document/document-effect.ts';
import type { SubmissionLimits } from './document/submission.ts';
import { syncError } from './errors.ts';
import type { KeptSetbacks } from './setbacks/setbacks.ts';

export interface ClientCoreOptions<S extends Schema> {
  readonly client: string;
  readonly schema: S;
  readonly device: boolean;
  readonly composeUnsent: boolean;
  readonly limits: SubmissionLimits;
  readonly random: Random;
  readonly times: ConnectionTimes;
}

/** Names a timer; a timer that is set again under its name replaces the earlier one. */
export type TimerName =
  | { readonly of: 'connection'; readonly name: ConnectionTimer }
  | { readonly of: 'document'; readonly document: string; readonly name: DocumentTimer };

/** What the shell has to do. Answers come back as calls of the core; each may have effects of its own. */
export type ClientEffect<S extends Schema> =
  | { readonly kind: 'get-token'; readonly attempt: number }
  | { readonly kind: 'dial'; readonly attempt: number }
  | { readonly kind: 'hang-up'; readonly attempt: number; readonly code: number }
  | { readonly kind: 'transmit'; readonly attempt: number; readonly text: string }
  | { readonly kind: 'timer'; readonly timer: TimerName; readonly delayMs: number }
  | { readonly kind: 'load'; readonly document: string }
  | { readonly kind: 'persist'; readonly document: string; readonly writes: readonly KeyValueWrite[] }
  | { readonly kind: 'flush-soon'; readonly document: string }
  | { readonly kind: 'changed'; readonly document: string; readonly event: DocumentEvent<S> }
  | { readonly kind: 'document-status'; readonly document: string }
  | { readonly kind: 'peers'; readonly document: string }
  | { readonly kind: 'diverged'; readonly document: string; readonly expected: boolean }
  | { readonly kind: 'connection-status' };

/**
 * A whole client as a step function: one connection, many documents. It holds no promise, reads no clock and does no
 * I/O; the shell (or the simulator) carries its effects out.
 */
export class ClientCore<S extends Schema> {
  readonly #options: ClientCoreOptions<S>;
  readonly #connection: ConnectionCore;
  readonly #documents = new Map<string, DocumentCore<S>>();
  /** Left, but kept until the device has everything: off line for good, unless opened again. */
  readonly #leaving = new Set<string>();
  #effects: ClientEffect<S>[] = [];

  constructor(options: ClientCoreOptions<S>) {
    this.#options = options;
    this.#connection = new ConnectionCore(options.client, options.random, options.times);
  }

  get connection(): ConnectionStatus {
    return this.#connection.status;
  }

  get documents(): ReadonlyMap<string, DocumentCore<S>> {
    return this.#documents;
  }

  start(): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.start());
    return this.#done();
  }

  stop(): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.stop());
    return this.#done();
  }

  token(attempt: number, token: string): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.token(attempt, token));
    return this.#done();
  }

  tokenFailed(attempt: number, reason: string, nowMs: number): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.tokenFailed(attempt, reason, nowMs));
    return this.#done();
  }

  dialFailed(attempt: number, reason: string, nowMs: number): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.dialFailed(attempt, reason, nowMs));
    return this.#done();
  }

  socketOpened(attempt: number): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.socketOpened(attempt));
    return this.#done();
  }

  socketReceived(attempt: number, text: string): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.socketReceived(attempt, text));
    return this.#done();
  }

  socketClosed(attempt: number, code: number, nowMs: number): readonly ClientEffect<S>[] {
    this.#onConnection(this.#connection.socketClosed(attempt, code, nowMs));
    return this.#done();
  }

  timer(timer: TimerName, nowMs: number): readonly ClientEffect<S>[] {
    if (timer.of === 'connection') this.#onConnection(this.#connection.timer(timer.name, nowMs));
    else this.#on(timer.document, (core) => core.timer(timer.name));
    return this.#done();
  }

  /** Opens a document: its device copy is asked for first, the server as soon as there is a connection. */
  open(document: string): readonly ClientEffect<S>[] {
    const known = this.#documents.get(document);
    if (known !== undefined) {
      if (this.#leaving.delete(document) && this.#connection.live)
        this.#onDocument(document, known.connected());
      return this.#done();
    }
    const { client, schema, device, composeUnsent, limits } = this.#options;
    const core = new DocumentCore<S>({ document, client, schema, device, composeUnsent, limits });
    this.#documents.set(document, core);
    if (this.#connection.live) this.#onDocument(document, core.connected());
    if (device) this.#effects.push({ kind: 'load', document });
    else this.#onDocument(document, core.restored(undefined));
    return this.#done();
  }

  /** Lets a document go; what its device copy lacks is written first. */
  leave(document: string): readonly ClientEffect<S>[] {
    const core = this.#documents.get(document);
    if (core === undefined) return [];
    this.#leaving.add(document);
    this.#onConnection(this.#connection.send({ kind: 'leave', document }));
    this.#onDocument(document, core.disconnected());
    this.#letGo(document);
    return this.#done();
  }

  loaded(document: string, stored: StoredDocument | undefined): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.restored(stored));
  }

  /** The device copy cannot be read: nothing is overwritten, and the document fails visibly. */
  loadFailed(document: string, code: string, message: string): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.loadFailed(code, message));
  }

  persisted(document: string): readonly ClientEffect<S>[] {
    this.#on(document, (core) => core.persisted());
    this.#letGo(document);
    return this.#done();
  }

  persistFailed(document: string, code: string, message: string): readonly ClientEffect<S>[] {
    this.#on(document, (core) => core.persistFailed(code, message));
    this.#letGo(document);
    return this.#done();
  }

  flush(document: string): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.flush());
  }

  showPresence(document: string, state: PresenceState | null): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.showPresence(state));
  }

  dismissConflict(document: string, key: string): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.dismissConflict(key));
  }

  dismissRefused(document: string, sequence: number, client?: string): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.dismissRefused(sequence, client));
  }

  /** Setbacks that another queue of this device has left; nothing if the document is not open. */
  addSetbacks(document: string, setbacks: KeptSetbacks): readonly ClientEffect<S>[] {
    return this.#step(document, (core) => core.addSetbacks(setbacks));
  }

  /** Takes effect at once; undefined if the document is not open. */
  commit(document: string, operation: Operation): ReturnType<ClientCore<S>['commitTo']> | undefined {
    const core = this.#documents.get(document);
    return core === undefined ? undefined : this.commitTo(core, document, operation);
  }

  commitTo(core: DocumentCore<S>, document: string, operation: Operation) {
    const { effect, conflicts, effects } = core.commit(operation);
    this.#onDocument(document, effects);
    return { committed: { effect, conflicts }, effects: this.#done() };
  }

  /** A document that was left goes as soon as its device has everything. */
  #letGo(document: string): void {
    if (!this.#leaving.has(document)) return;
    this.#on(document, (core) => core.flush());
    if (this.#documents.get(document)?.writing === true) return;
    this.#leaving.delete(document);
    this.#documents.delete(document);
  }

  #step(
    document: string,
    call: (core: DocumentCore<S>) => readonly DocumentEffect<S>[],
  ): readonly ClientEffect<S>[] {
    this.#on(document, call);
    return this.#done();
  }

  #on(document: string, call: (core: DocumentCore<S>) => readonly DocumentEffect<S>[]): void {
    const core = this.#documents.get(document);
    if (core !== undefined) this.#onDocument(document, call(core));
  }

  #onConnection(effects: readonly ConnectionEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'timer':
          this.#effects.push({
            kind: 'timer',
            timer: { of: 'connection', name: effect.name },
            delayMs: effect.delayMs,
          });
          break;
        case 'welcomed':
          for (const [document, core] of this.#documents)
            if (!this.#leaving.has(document)) this.#onDocument(document, core.connected());
          break;
        case 'lost':
          for (const [document, core] of this.#documents) this.#onDocument(document, core.disconnected());
          break;
        case 'received':
          this.#dispatch(effect.message);
          break;
        default:
          this.#effects.push(effect);
      }
    }
  }

  #dispatch(message: ServerMessage): void {
    const document = 'document' in message ? message.document : undefined;
    if (document !== undefined && !this.#leaving.has(document))
      this.#on(document, (core) => core.message(message));
  }

  #onDocument(document: string, effects: readonly DocumentEffect<S>[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'send':
          this.#onConnection(this.#connection.send(effect.message));
          break;
        case 'timer':
          this.#effects.push({
            kind: 'timer',
            timer: { of: 'document', document, name: effect.name },
            delayMs: effect.delayMs,
          });
          break;
        case 'persist':
          this.#effects.push({ kind: 'persist', document, writes: effect.writes });
          break;
        case 'changed':
          this.#effects.push({ kind: 'changed', document, event: effect.event });
          break;
        case 'diverged':
          this.#effects.push({ kind: 'diverged', document, expected: effect.expected });
          break;
        case 'status':
          this.#effects.push({ kind: 'document-status', document });
          break;
        default:
          this.#effects.push({ kind: effect.kind, document });
      }
    }
  }

  #done(): readonly ClientEffect<S>[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}

/** The code and the words of a failure, for a status that people read. */
export function describeFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (isStatehouseError(error)) return { code: error.code, message: error.message };
  const { code, message } = syncError('failed', {
    reason: error instanceof Error ? error.message : String(error),
  });
  return { code, message };
}
