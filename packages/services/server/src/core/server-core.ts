import { describeSchema, type Schema } from '@statehouse/db';
import { canonicalize, type Metrics, silentMetrics } from '@statehouse/kernel';
import { CloseCode } from '@statehouse/protocol';
import type { Sha256 } from '@statehouse/storage';
import { serverError } from '../errors.ts';
import { Agenda } from './agenda.ts';
import type { AccessRule } from './claims.ts';
import { DocumentCore } from './document-core.ts';
import type { Environment } from './environment.ts';
import type { ServerEffect } from './server-effect.ts';
import type { AuthenticationEvent, ServerEvent, SocketEvent } from './server-event.ts';
import { SessionCore, type SessionHost } from './session-core.ts';
import { DEFAULT_SETTINGS, type ServerSettings } from './settings.ts';
import { TenantMap } from './tenant-map.ts';
import { sendError, type Visitor } from './visitor.ts';

export interface ServerCoreOptions {
  readonly schema: Schema;
  readonly access: AccessRule;
  /** SHA-256 of a text's UTF-8 in hexadecimal. */
  readonly sha256: Sha256;
  readonly metrics?: Metrics;
  readonly settings?: Partial<ServerSettings>;
}

/**
 * The whole server as a step function: what happened goes in, what is to be done comes out. It holds no promise, reads
 * no clock and does no I/O; a shell around it carries out the effects and brings back their answers, in production over
 * sockets and a disk, in a simulation over virtual ones. Equal events give equal effects.
 */
export class ServerCore {
  readonly #environment: Environment;
  readonly #host: SessionHost;
  readonly #time = { nowMs: 0, elapsedMs: 0, started: false };
  readonly #sessions = new Map<string, SessionCore>();
  readonly #documents = new TenantMap<DocumentCore>();
  /** The session that speaks for a client. */
  readonly #speakers = new TenantMap<SessionCore>();
  readonly #touched = new Set<DocumentCore>();
  readonly #agenda = new Agenda();
  #effects: ServerEffect[] = [];
  #instances = 0;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #sweepAtMs = Number.POSITIVE_INFINITY;
  #drain: 'no' | 'finishing' | 'saving' | 'done' = 'no';

  constructor({ schema, access, sha256, metrics = silentMetrics, settings = {} }: ServerCoreOptions) {
    const schemaText = canonicalize(describeSchema(schema));
    this.#environment = {
      schema,
      schemaText,
      schemaDigest: sha256(schemaText),
      access,
      sha256,
      metrics,
      settings: { ...DEFAULT_SETTINGS, ...settings },
      time: this.#time,
      emit: (effect) => this.#effects.push(effect),
      close: (connection, code, reason) => this.#close(connection, code, reason),
    };
    this.#host = {
      document: (tenant, document) => this.#document(tenant, document),
      admitted: (session, visitor) => this.#admit(session, visitor),
    };
  }

  /** One event in, its effects out, in the order in which they are to be carried out. */
  step(event: ServerEvent): readonly ServerEffect[] {
    const effects: ServerEffect[] = [];
    this.#effects = effects;
    this.#passTime(event.nowMs);
    this.#take(event);
    this.#settle();
    if (this.#drain !== 'no') this.#drainOn();
    this.#askToBeWoken();
    return effects;
  }

  /** Time that the wall clock took back is not counted; what it leaps ahead is. */
  #passTime(nowMs: number): void {
    const time = this.#time;
    if (time.started) time.elapsedMs += Math.max(0, nowMs - time.nowMs);
    time.started = true;
    time.nowMs = nowMs;
  }

  #take(event: ServerEvent): void {
    switch (event.kind) {
      case 'connected':
      case 'frame':
      case 'binary-frame':
      case 'overrun':
      case 'disconnected':
        this.#takeSocketEvent(event);
        return;
      case 'authenticated':
      case 'authentication-failed':
      case 'client-claimed':
      case 'claim-failed':
        this.#takeAuthentication(event);
        return;
      case 'woken':
        this.#wake();
        return;
      case 'drain':
        if (this.#drain === 'no') this.#drain = 'finishing';
        return;
      default: {
        const { tenant, document: name } = event.address;
        const document = this.#documents.get(tenant, name);
        // An answer to an earlier life of the document means nothing to this one.
        if (document !== undefined && document.ref.instance === event.instance) document.answer(event);
      }
    }
  }

  #takeSocketEvent(event: SocketEvent): void {
    const { connection } = event;
    const session = this.#sessions.get(connection);
    switch (event.kind) {
      case 'connected':
        this.#connect(connection);
        return;
      case 'frame':
        if (this.#drain === 'no') this.#guard(connection, () => session?.frame(event.text));
        return;
      case 'binary-frame':
        session?.binaryFrame();
        return;
      case 'overrun':
        session?.overrun();
        return;
      case 'disconnected':
        this.#forget(connection);
        return;
    }
  }

  #takeAuthentication(event: AuthenticationEvent): void {
    const session = this.#sessions.get(event.connection);
    switch (event.kind) {
      case 'authenticated':
        session?.authenticated(event.claims);
        return;
      case 'authentication-failed':
        session?.authenticationFailed(event.reason);
        return;
      case 'client-claimed':
        this.#guard(event.connection, () => session?.claimed(event.owner));
        return;
      case 'claim-failed':
        this.#environment.emit({
          kind: 'report',
          level: 'error',
          code: 'server/claim-failed',
          fields: { reason: event.reason },
        });
        session?.claimFailed();
        return;
    }
  }

  #connect(connection: string): void {
    if (this.#drain !== 'no') {
      this.#close(connection, CloseCode.Unavailable, serverError('draining').code);
      return;
    }
    this.#sessions.set(connection, new SessionCore(this.#environment, this.#host, connection));
    this.#environment.metrics.gauge('server_connections', this.#sessions.size);
    this.#planSweep();
  }

  /** What goes wrong in a session, by our fault, ends that session and nothing else. */
  #guard(connection: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      const answer = serverError('internal');
      const reason = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
      this.#environment.emit({ kind: 'report', level: 'error', code: answer.code, fields: { reason } });
      sendError(this.#environment, connection, answer);
      this.#close(connection, CloseCode.Internal, answer.code);
    }
  }

  #document(tenant: string, name: string): DocumentCore {
    const known = this.#documents.get(tenant, name);
    if (known !== undefined && !known.gone) return known;
    this.#instances += 1;
    const ref = { address: { tenant, document: name }, instance: this.#instances };
    const document = new DocumentCore(this.#environment, ref, (touched) => this.#touched.add(touched));
    this.#documents.set(tenant, name, document);
    this.#tellDocuments();
    return document;
  }

  #tellDocuments(): void {
    this.#environment.metrics.gauge('server_documents_open', this.#documents.size);
  }

  #admit(session: SessionCore, { client, claims: { tenant } }: Visitor): void {
    const older = this.#speakers.get(tenant, client);
    this.#speakers.set(tenant, client, session);
    if (older === undefined) return;
    const error = serverError('superseded');
    sendError(this.#environment, older.connection, error);
    this.#close(older.connection, CloseCode.Superseded, error.code);
  }

  #close(connection: string, code: CloseCode, reason: string): void {
    this.#forget(connection);
    this.#environment.emit({ kind: 'close', connection, code, reason });
    this.#environment.metrics.count('server_closes', 1, { code: String(code) });
  }

  #forget(connection: string): void {
    const session = this.#sessions.get(connection);
    if (session === undefined) return;
    this.#sessions.delete(connection);
    const { visitor } = session;
    session.end();
    if (visitor !== undefined) this.#speakers.delete(visitor.claims.tenant, visitor.client, session);
    this.#environment.metrics.gauge('server_connections', this.#sessions.size);
  }

  #wake(): void {
    const { elapsedMs } = this.#time;
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
    for (const document of this.#agenda.take(elapsedMs)) document.wake();
    if (elapsedMs >= this.#sweepAtMs) this.#sweep();
  }

  #sweep(): void {
    this.#sweepAtMs = Number.POSITIVE_INFINITY;
    for (const session of [...this.#sessions.values()]) session.sweep();
    for (const document of [...this.#documents.values()]) document.sweep();
    this.#planSweep();
  }

  #planSweep(): void {
    if (this.#sweepAtMs !== Number.POSITIVE_INFINITY) return;
    if (this.#sessions.size === 0 && this.#documents.size === 0) return;
    this.#sweepAtMs = this.#time.elapsedMs + this.#environment.settings.sweepMs;
  }

  /** Lets every document that something happened to do what is due. */
  #settle(): void {
    for (const document of this.#touched) {
      const delayMs = document.settle();
      this.#agenda.set(document, delayMs === undefined ? undefined : this.#time.elapsedMs + delayMs);
      if (!document.gone) continue;
      this.#documents.delete(document.ref.address.tenant, document.ref.address.document, document);
      this.#tellDocuments();
    }
    this.#touched.clear();
  }

  /** First everything admitted becomes durable and is delivered, then connections close, then snapshots are saved. */
  #drainOn(): void {
    if (this.#drain === 'finishing') {
      for (const document of this.#documents.values()) if (document.busy) return;
      this.#drain = 'saving';
      for (const session of [...this.#sessions.values()]) this.#sendAway(session);
      for (const document of [...this.#documents.values()]) document.close();
      this.#settle();
    }
    if (this.#drain === 'saving') {
      for (const document of this.#documents.values()) if (document.saving) return;
      this.#drain = 'done';
      this.#environment.emit({ kind: 'drained' });
    }
  }

  #sendAway({ connection, visitor }: SessionCore): void {
    const error = serverError('draining');
    if (visitor !== undefined) sendError(this.#environment, connection, error);
    this.#close(
      connection,
      visitor === undefined ? CloseCode.ServiceRestart : CloseCode.Unavailable,
      error.code,
    );
  }

  #askToBeWoken(): void {
    const { elapsedMs } = this.#time;
    const atMs = Math.min(this.#agenda.earliestMs, this.#sweepAtMs);
    if (atMs >= this.#wakeAtMs) return;
    this.#wakeAtMs = atMs;
    this.#environment.emit({ kind: 'wake', delayMs: Math.max(0, atMs - elapsedMs) });
  }
}
