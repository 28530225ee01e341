import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import {
  type ClientMessage,
  CloseCode,
  encodeServerMessage,
  type HelloMessage,
  type OpenMessage,
  PROTOCOL_VERSION,
  parseClientMessage,
  protocolError,
} from '@statehouse/protocol';
import { authError, serverError, syncError } from '../errors.ts';
import { accessOf } from './access.ts';
import type { Claims } from './claims.ts';
import type { DocumentCore } from './document-core.ts';
import type { Environment } from './environment.ts';
import { TokenBucket } from './token-bucket.ts';
import { sendError, type Visitor } from './visitor.ts';

/** What a session asks of the server. */
export interface SessionHost {
  /** The document of this tenant, loaded or being loaded. */
  document(tenant: string, document: string): DocumentCore;
  /** The session may go on; an older one of the same client ends. */
  admitted(session: SessionCore, visitor: Visitor): void;
}

type State =
  | { readonly kind: 'greeting' }
  /** The token, and then the client id, are being looked at. Frames that come early wait. */
  | {
      readonly kind: 'checking';
      readonly client: string;
      readonly claims: Claims | undefined;
      readonly early: string[];
    }
  | { readonly kind: 'ready'; readonly visitor: Visitor; readonly open: Map<string, DocumentCore> }
  | { readonly kind: 'closed' };

const MAX_EARLY_FRAMES = 64;

/** One connection: hello, authentication, and then messages to documents, each within its limits. */
export class SessionCore {
  readonly connection: string;
  readonly #environment: Environment;
  readonly #host: SessionHost;
  readonly #sinceMs: number;
  readonly #frames: TokenBucket;
  readonly #bytes: TokenBucket;
  #state: State = { kind: 'greeting' };

  constructor(environment: Environment, host: SessionHost, connection: string) {
    const { framesPerSecond, frameBurst, bytesPerSecond, byteBurst } = environment.settings;
    const { elapsedMs } = environment.time;
    this.connection = connection;
    this.#environment = environment;
    this.#host = host;
    this.#sinceMs = elapsedMs;
    this.#frames = new TokenBucket(framesPerSecond, frameBurst, elapsedMs);
    this.#bytes = new TokenBucket(bytesPerSecond, byteBurst, elapsedMs);
  }

  /** Who speaks here, once they are let in. */
  get visitor(): Visitor | undefined {
    return this.#state.kind === 'ready' ? this.#state.visitor : undefined;
  }

  frame(text: string): void {
    const { elapsedMs } = this.#environment.time;
    if (!this.#frames.take(1, elapsedMs) || !this.#bytes.take(text.length, elapsedMs)) {
      this.#fail(serverError('slow-down'), CloseCode.SlowDown);
      return;
    }
    const state = this.#state;
    if (state.kind !== 'checking') this.#receive(text);
    else if (state.early.length < MAX_EARLY_FRAMES) state.early.push(text);
    else this.#fail(serverError('slow-down'), CloseCode.SlowDown);
  }

  binaryFrame(): void {
    this.#fail(protocolError('not-text'), CloseCode.BadFrame);
  }

  overrun(): void {
    this.#fail(serverError('slow-reader'), CloseCode.SlowDown);
  }

  authenticated(claims: Claims): void {
    const state = this.#state;
    if (state.kind !== 'checking' || state.claims !== undefined) return;
    if (isExpired(claims, this.#environment.time.nowMs)) {
      this.#fail(authError('expired'), CloseCode.Unauthenticated);
      return;
    }
    this.#state = { ...state, claims };
    const { tenant, user } = claims;
    this.#environment.emit({
      kind: 'claim-client',
      connection: this.connection,
      tenant,
      client: state.client,
      user,
    });
  }

  authenticationFailed(reason: 'missing' | 'invalid' | 'expired' | 'unavailable'): void {
    const code = reason === 'unavailable' ? CloseCode.Unavailable : CloseCode.Unauthenticated;
    this.#fail(authError(reason), code);
  }

  claimed(owner: string): void {
    const state = this.#state;
    if (state.kind !== 'checking' || state.claims === undefined) return;
    const { claims, client, early } = state;
    if (owner !== claims.user) {
      this.#fail(syncError('client-not-yours'), CloseCode.Forbidden);
      return;
    }
    const visitor: Visitor = { connection: this.connection, client, claims };
    this.#state = { kind: 'ready', visitor, open: new Map() };
    this.#host.admitted(this, visitor);
    const frame = encodeServerMessage({
      kind: 'welcome',
      protocol: PROTOCOL_VERSION,
      user: claims.user,
      connection: this.connection,
      limits: this.#environment.settings.limits,
    });
    this.#environment.emit({ kind: 'send', connections: [this.connection], frame });
    for (const text of early) this.#receive(text);
  }

  claimFailed(): void {
    this.#fail(serverError('storage-failed'), CloseCode.Unavailable);
  }

  /** Looks at the time: the hello's, and the token's. */
  sweep(): void {
    const { nowMs, elapsedMs } = this.#environment.time;
    const limitMs = this.#environment.settings.helloTimeoutMs;
    if (this.#state.kind === 'ready') {
      if (isExpired(this.#state.visitor.claims, nowMs))
        this.#fail(authError('expired'), CloseCode.Unauthenticated);
    } else if (this.#state.kind !== 'closed' && elapsedMs - this.#sinceMs >= limitMs) {
      this.#fail(serverError('hello-timeout', { limitMs }), CloseCode.HelloTimeout);
    }
  }

  /** The connection ends: the session leaves its documents and says nothing more. */
  end(): void {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    if (state.kind !== 'ready') return;
    for (const document of state.open.values()) document.leave(this.connection);
  }

  #refuse(error: StatehouseError, document: string): void {
    sendError(this.#environment, this.connection, error, document);
  }

  #fail(error: StatehouseError, code: CloseCode): void {
    if (this.#state.kind === 'closed') return;
    sendError(this.#environment, this.connection, error);
    this.#environment.close(this.connection, code, error.code);
  }

  #receive(text: string): void {
    if (this.#state.kind === 'closed') return;
    let message: ClientMessage;
    try {
      message = parseClientMessage(text, this.#environment.settings.limits);
    } catch (error) {
      if (!isStatehouseError(error)) throw error;
      const { document } = error.details;
      // A bad operation in a good frame: sending it again would end the same way, so the line stays and the client
      // can set it aside. A bad frame is no client of ours.
      if (this.#state.kind === 'ready' && typeof document === 'string') this.#refuse(error, document);
      else this.#fail(error, closeCodeOf(error));
      return;
    }
    if (this.#state.kind === 'greeting') this.#greet(message);
    else if (this.#state.kind === 'ready') this.#serve(this.#state, message);
  }

  #greet(message: ClientMessage): void {
    if (message.kind !== 'hello') this.#fail(serverError('hello-first'), CloseCode.BadFrame);
    else if (message.token === '') this.#fail(authError('missing'), CloseCode.Unauthenticated);
    else this.#check(message);
  }

  #check({ client, token }: HelloMessage): void {
    this.#state = { kind: 'checking', client, claims: undefined, early: [] };
    this.#environment.emit({ kind: 'authenticate', connection: this.connection, token });
  }

  #serve(state: State & { kind: 'ready' }, message: ClientMessage): void {
    const { connection } = this;
    switch (message.kind) {
      case 'submit':
        this.#opened(state, message.document)?.submit(connection, message);
        return;
      case 'presence':
        this.#opened(state, message.document)?.show(connection, message);
        return;
      case 'open':
        this.#open(state, message);
        return;
      case 'leave':
        state.open.get(message.document)?.leave(connection);
        state.open.delete(message.document);
        return;
      case 'ping': {
        const frame = encodeServerMessage({ kind: 'pong', nonce: message.nonce });
        this.#environment.emit({ kind: 'send', connections: [connection], frame });
        return;
      }
      case 'hello':
        this.#fail(serverError('hello-twice'), CloseCode.BadFrame);
        return;
    }
  }

  #open({ visitor, open }: State & { kind: 'ready' }, { document: name, since }: OpenMessage): void {
    const { maxDocumentsPerConnection: limit } = this.#environment.settings;
    if (accessOf(this.#environment, visitor.claims, name) === 'none') {
      this.#refuse(serverError('forbidden'), name);
      return;
    }
    if (open.size >= limit && !open.has(name)) {
      this.#refuse(serverError('too-many-documents', { limit }), name);
      return;
    }
    const document = this.#host.document(visitor.claims.tenant, name);
    open.set(name, document);
    document.open(visitor, since);
  }

  #opened({ open }: State & { kind: 'ready' }, name: string): DocumentCore | undefined {
    const document = open.get(name);
    if (document !== undefined && !document.gone) return document;
    open.delete(name);
    this.#refuse(serverError('not-open'), name);
    return undefined;
  }
}

function isExpired({ expiresAtMs }: Claims, nowMs: number): boolean {
  return expiresAtMs !== undefined && expiresAtMs <= nowMs;
}

function closeCodeOf({ code }: StatehouseError): CloseCode {
  if (code === 'protocol/frame-too-large') return CloseCode.TooLarge;
  return code === 'protocol/unsupported-version' ? CloseCode.UpgradeRequired : CloseCode.BadFrame;
}
