import { isStatehouseError, type Random } from '@statehouse/kernel';
import {
  type ClientMessage,
  CloseCode,
  encodeClientMessage,
  PROTOCOL_VERSION,
  parseServerMessage,
  type ServerMessage,
  type WelcomeMessage,
} from '@statehouse/protocol';

import { syncError } from '../errors.ts';

/** The connection as people see it. */
export type ConnectionStatus =
  | { readonly kind: 'stopped'; readonly lastError: ConnectionError | undefined }
  | { readonly kind: 'connecting'; readonly lastError: ConnectionError | undefined }
  | { readonly kind: 'live'; readonly user: string; readonly lastError: ConnectionError | undefined }
  | { readonly kind: 'waiting'; readonly retryAtMs: number; readonly lastError: ConnectionError | undefined };

export interface ConnectionError {
  readonly code: string;
  readonly message: string;
}

export type ConnectionEffect =
  /** Get a token, then call `token` or `tokenFailed` with this attempt. */
  | { readonly kind: 'get-token'; readonly attempt: number }
  | { readonly kind: 'dial'; readonly attempt: number }
  | { readonly kind: 'hang-up'; readonly attempt: number; readonly code: number }
  | { readonly kind: 'transmit'; readonly attempt: number; readonly text: string }
  | { readonly kind: 'timer'; readonly name: ConnectionTimer; readonly delayMs: number }
  | { readonly kind: 'connection-status' }
  | { readonly kind: 'welcomed'; readonly message: WelcomeMessage }
  | { readonly kind: 'lost' }
  | { readonly kind: 'received'; readonly message: ServerMessage };

export type ConnectionTimer = 'retry' | 'handshake' | 'heartbeat' | 'silence' | 'stable';

export interface ConnectionTimes {
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  readonly handshakeMs: number;
  readonly heartbeatMs: number;
  /** Nothing heard for this long (and at most twice as long): the line is dead. */
  readonly silenceMs: number;
}

export const DEFAULT_CONNECTION_TIMES: ConnectionTimes = {
  firstRetryMs: 300,
  maxRetryMs: 10_000,
  handshakeMs: 10_000,
  heartbeatMs: 5_000,
  silenceMs: 12_000,
};

/** Closes after which dialling again cannot help until the application does something. */
const FINAL_CODES: ReadonlySet<number> = new Set([
  CloseCode.Forbidden,
  CloseCode.SequenceReused,
  CloseCode.Superseded,
  CloseCode.UpgradeRequired,
]);

const NORMAL_CLOSE = 1000;

/**
 * The connection as a step function: dials, says hello, keeps the line alive, and dials again with jittered backoff.
 * Invariant: at most one attempt is alive; what an older socket still says is ignored, its close included.
 */
export class ConnectionCore {
  readonly #client: string;
  readonly #random: Random;
  readonly #times: ConnectionTimes;
  #effects: ConnectionEffect[] = [];
  #attempt = 0;
  #failures = 0;
  #token = '';
  #nonce = 0;
  #state: 'stopped' | 'token' | 'dialling' | 'hello' | 'live' | 'waiting' = 'stopped';
  #retryAtMs = 0;
  #heard = false;
  #user = '';
  #lastError: ConnectionError | undefined;

  constructor(client: string, random: Random, times: ConnectionTimes = DEFAULT_CONNECTION_TIMES) {
    this.#client = client;
    this.#random = random;
    this.#times = times;
  }

  get status(): ConnectionStatus {
    const lastError = this.#lastError;
    switch (this.#state) {
      case 'stopped':
        return { kind: 'stopped', lastError };
      case 'waiting':
        return { kind: 'waiting', retryAtMs: this.#retryAtMs, lastError };
      case 'live':
        return { kind: 'live', user: this.#user, lastError };
      default:
        return { kind: 'connecting', lastError };
    }
  }

  get live(): boolean {
    return this.#state === 'live';
  }

  /** Connects now, whatever the backoff says. Nothing happens if a connection is there or on its way. */
  start(): readonly ConnectionEffect[] {
    if (this.#state === 'stopped' || this.#state === 'waiting') this.#begin();
    return this.#done();
  }

  stop(): readonly ConnectionEffect[] {
    this.#end();
    this.#state = 'stopped';
    return this.#done();
  }

  token(attempt: number, token: string): readonly ConnectionEffect[] {
    if (attempt !== this.#attempt || this.#state !== 'token') return [];
    this.#token = token;
    this.#state = 'dialling';
    this.#effects.push({ kind: 'dial', attempt }, this.#timer('handshake', this.#times.handshakeMs));
    return this.#done();
  }

  tokenFailed(attempt: number, reason: string, nowMs: number): readonly ConnectionEffect[] {
    if (attempt !== this.#attempt || this.#state !== 'token') return [];
    const { code, message } = syncError('token-failed', { reason });
    this.#lastError = { code, message };
    this.#wait(nowMs);
    return this.#done();
  }

  /** The address is none, or may not be dialled from here. */
  dialFailed(attempt: number, reason: string, nowMs: number): readonly ConnectionEffect[] {
    if (attempt !== this.#attempt || this.#state !== 'dialling') return [];
    const { code, message } = syncError('no-answer', { what: reason });
    this.#lastError = { code, message };
    this.#wait(nowMs);
    return this.#done();
  }

  socketOpened(attempt: number): readonly ConnectionEffect[] {
    if (attempt !== this.#attempt || this.#state !== 'dialling') return [];
    this.#state = 'hello';
    this.#transmit({ kind: 'hello', protocol: PROTOCOL_VERSION, token: this.#token, client: this.#client });
    return this.#done();
  }

  socketClosed(attempt: number, code: number, nowMs: number): readonly ConnectionEffect[] {
    if (attempt !== this.#attempt || this.#state === 'stopped' || this.#state === 'waiting') return [];
    if (this.#state === 'live') this.#effects.push({ kind: 'lost' });
    if (FINAL_CODES.has(code)) {
      this.#state = 'stopped';
      this.#effects.push({ kind: 'connection-status' });
    } else {
      this.#wait(nowMs);
    }
    return this.#done();
  }

  socketReceived(attempt: number, text: string): readonly ConnectionEffect[] {
    if (attempt !== this.#attempt || (this.#state !== 'hello' && this.#state !== 'live')) return [];
    let message: ServerMessage;
    try {
      message = parseServerMessage(text);
    } catch (error) {
      if (!isStatehouseError(error)) throw error;
      this.#lastError = { code: error.code, message: error.message };
      this.#effects.push({ kind: 'hang-up', attempt, code: CloseCode.BadFrame });
      return this.#done();
    }
    this.#heard = true;
    this.#take(message);
    return this.#done();
  }

  timer(name: ConnectionTimer, nowMs: number): readonly ConnectionEffect[] {
    switch (name) {
      case 'retry':
        if (this.#state === 'waiting') this.#begin();
        break;
      case 'handshake':
        if (this.#state === 'token') this.#giveUp('no token came', nowMs);
        else if (this.#state === 'dialling' || this.#state === 'hello')
          this.#giveUp('no answer to the handshake', nowMs);
        break;
      case 'silence':
        if (this.#state !== 'live') break;
        if (this.#heard) this.#listen();
        else this.#giveUp('the line went silent', nowMs);
        break;
      case 'stable':
        if (this.#state === 'live') this.#failures = 0;
        break;
      case 'heartbeat':
        if (this.#state !== 'live') break;
        this.#nonce += 1;
        this.#transmit({ kind: 'ping', nonce: this.#nonce });
        this.#effects.push(this.#timer('heartbeat', this.#times.heartbeatMs));
        break;
    }
    return this.#done();
  }

  /** Sends a message if the connection is live; otherwise it is dropped: every state is asked for anew on connecting. */
  send(message: ClientMessage): readonly ConnectionEffect[] {
    if (this.#state === 'live') this.#transmit(message);
    return this.#done();
  }

  #take(message: ServerMessage): void {
    if (message.kind === 'welcome' && this.#state === 'hello') {
      this.#state = 'live';
      this.#user = message.user;
      this.#listen();
      this.#effects.push(
        this.#timer('heartbeat', this.#times.heartbeatMs),
        this.#timer('stable', this.#times.heartbeatMs),
        { kind: 'connection-status' },
        { kind: 'welcomed', message },
      );
      return;
    }
    if (message.kind === 'error' && message.document === undefined) {
      this.#lastError = { code: message.code, message: message.message };
      this.#effects.push({ kind: 'connection-status' });
    } else if (message.kind !== 'pong' && this.#state === 'live') {
      this.#effects.push({ kind: 'received', message });
    }
  }

  /** A line on which nothing is heard from here to the end of this time is dead. */
  #listen(): void {
    this.#heard = false;
    this.#effects.push(this.#timer('silence', this.#times.silenceMs));
  }

  #begin(): void {
    this.#attempt += 1;
    this.#state = 'token';
    this.#effects.push(
      { kind: 'connection-status' },
      { kind: 'get-token', attempt: this.#attempt },
      this.#timer('handshake', this.#times.handshakeMs),
    );
  }

  #giveUp(what: string, nowMs: number): void {
    const { code, message } = syncError('no-answer', { what });
    this.#lastError = { code, message };
    if (this.#state === 'live') this.#effects.push({ kind: 'lost' });
    this.#effects.push({ kind: 'hang-up', attempt: this.#attempt, code: NORMAL_CLOSE });
    this.#wait(nowMs);
  }

  #end(): void {
    if (this.#state === 'live') this.#effects.push({ kind: 'lost' });
    if (this.#state !== 'stopped' && this.#state !== 'waiting') {
      this.#effects.push({ kind: 'hang-up', attempt: this.#attempt, code: NORMAL_CLOSE });
    }
    this.#effects.push({ kind: 'connection-status' });
  }

  /** Full jitter: a uniform share of an exponentially growing bound, so that clients do not come back together. */
  #wait(nowMs: number): void {
    const bound = Math.min(this.#times.maxRetryMs, this.#times.firstRetryMs * 2 ** this.#failures);
    const delayMs = Math.ceil(bound * (0.5 + 0.5 * this.#random.next()));
    this.#failures = Math.min(this.#failures + 1, 16);
    this.#state = 'waiting';
    this.#retryAtMs = nowMs + delayMs;
    this.#effects.push({ kind: 'connection-status' }, this.#timer('retry', delayMs));
  }

  #transmit(message: ClientMessage): void {
    this.#effects.push({ kind: 'transmit', attempt: this.#attempt, text: encodeClientMessage(message) });
  }

  #timer(name: ConnectionTimer, delayMs: number): ConnectionEffect {
    return { kind: 'timer', name, delayMs };
  }

  #done(): readonly ConnectionEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
