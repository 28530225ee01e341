import { hash } from 'node:crypto';
import type { Schema } from '@statehouse/db';
import {
  type CancelTimer,
  type Clock,
  type Metrics,
  type Random,
  randomId,
  type Stopwatch,
  silentMetrics,
  systemClock,
  systemRandom,
  systemStopwatch,
  systemTimers,
  type Timers,
} from '@statehouse/kernel';
import { DEFAULT_LIMITS, type Limits } from '@statehouse/protocol';
import type { LogStore } from '@statehouse/storage';
import type { Authenticator } from '../auth/authenticator.ts';
import { type AccessRule, ServerCore, type ServerSettings } from '../core/index.ts';
import { serverError } from '../errors.ts';
import { createHttpFront, SYNC_PATH } from './http-front.ts';
import { isLoopback } from './origin.ts';
import { Runner } from './runner.ts';
import { createServerLog, type ServerLog } from './server-log.ts';
import { Sockets } from './sockets.ts';

export interface ServerOptions {
  /** What the documents hold. */
  readonly schema: Schema;
  /** Where the logs are. It stays the caller's, to be closed after the server. */
  readonly store: LogStore;
  /** Who may read and who may write which document. */
  readonly roles: AccessRule;
  readonly auth: Authenticator;
  /** `127.0.0.1` unless said otherwise. */
  readonly host?: string;
  /** 0, any free one, unless said otherwise. */
  readonly port?: number;
  /** Development tokens are refused on a host that other machines reach, unless this is set. */
  readonly allowRemoteDev?: boolean;
  /** Origins of pages that may connect, besides those served from the same host. */
  readonly allowedOrigins?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly settings?: Partial<Omit<ServerSettings, 'limits'>>;
  readonly maxConnections?: number;
  /** What waits for one slow reader, in bytes. */
  readonly maxBufferedBytes?: number;
  /** After this time a drain gives up waiting for the disk. */
  readonly drainTimeoutMs?: number;
  readonly log?: ServerLog;
  readonly metrics?: Metrics;
  readonly clock?: Clock;
  /** Times what goes to the disk, for `metrics`. */
  readonly stopwatch?: Stopwatch;
  readonly timers?: Timers;
  readonly random?: Random;
}

/** A server that listens. */
export interface SyncServer {
  readonly host: string;
  readonly port: number;
  /** Where clients connect. */
  readonly url: string;
  /** Drains and stops: what was admitted becomes durable and is delivered, snapshots are saved, connections close. */
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 10_000;
const MAX_BUFFERED_BYTES = 8 * 1_048_576;
const DRAIN_TIMEOUT_MS = 10_000;
const SWEEP_MS = 5_000;
const SOCKET_TIMES = { slowReaderMs: 10_000, silenceMs: 30_000, closeMs: 5_000 };

/**
 * Starts a sync server: documents over WebSocket under `/sync`, and the health checks `/healthz` and `/readyz`.
 * @throws StatehouseError `server/dev-auth-not-loopback`
 * @example
 * const server = await createServer({ schema, store, roles: () => 'writer', auth: createDevAuth({ secret }) });
 */
export async function createServer(options: ServerOptions): Promise<SyncServer> {
  const { host = '127.0.0.1', port = 0, auth, allowRemoteDev = false, metrics = silentMetrics } = options;
  if (auth.developmentOnly && !allowRemoteDev && !isLoopback(host)) {
    throw serverError('dev-auth-not-loopback', { host });
  }
  const {
    clock = systemClock,
    stopwatch = systemStopwatch,
    timers = systemTimers,
    random = systemRandom,
    log = createServerLog(),
  } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const core = new ServerCore({
    schema: options.schema,
    access: options.roles,
    sha256: (text) => hash('sha256', text, 'hex'),
    metrics,
    settings: { ...options.settings, limits },
  });
  const drain = Promise.withResolvers<void>();
  const { maxBufferedBytes = MAX_BUFFERED_BYTES } = options;
  const sockets = new Sockets(
    { ...SOCKET_TIMES, maxBufferedBytes },
    clock,
    (event) => runner.take(event),
    metrics,
  );
  const runner = new Runner({
    core,
    store: options.store,
    auth,
    clock,
    stopwatch,
    timers,
    log,
    metrics,
    sockets,
    drained: drain.resolve,
  });
  let isReady = true;
  const front = createHttpFront({
    allowedOrigins: options.allowedOrigins ?? [],
    // Between the two bounds a frame is read and answered with a coded error.
    maxPayloadBytes: limits.maxFrameBytes * 2,
    hasRoom: () => sockets.size < (options.maxConnections ?? MAX_CONNECTIONS),
    isReady: () => isReady,
    connected: (socket) => sockets.add(randomId(random), socket),
  });
  const cancelSweep = every(timers, SWEEP_MS, () => sockets.sweep());
  await front.listen({ host, port });
  const address = front.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const url = `ws://${host.includes(':') ? `[${host}]` : host}:${bound}${SYNC_PATH}`;
  log.info({ host, port: bound }, 'listening');

  const stop = async () => {
    isReady = false;
    log.info({ connections: sockets.size }, 'draining');
    const cancelTimeout = timers.after(options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS, drain.resolve);
    runner.take({ kind: 'drain' });
    await drain.promise;
    cancelTimeout();
    await sockets.closed(timers);
    cancelSweep();
    runner.stop();
    await front.close();
    log.info({}, 'closed');
  };
  let closing: Promise<void> | undefined;
  return { host, port: bound, url, close: () => (closing ??= stop()) };
}

function every(timers: Timers, periodMs: number, run: () => void): CancelTimer {
  let cancel = timers.after(periodMs, function again() {
    run();
    cancel = timers.after(periodMs, again);
  });
  return () => cancel();
}
