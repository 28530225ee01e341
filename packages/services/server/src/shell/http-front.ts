import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type FastifyInstance, fastify } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { isAllowedOrigin } from './origin.ts';

export interface FrontOptions {
  /** Origins of pages that may connect, besides those served from the same host. */
  readonly allowedOrigins: readonly string[];
  /** Above it, a frame is not even read: the socket closes with 1009. */
  readonly maxPayloadBytes: number;
  /** Answers whether another connection may be taken. */
  readonly hasRoom: () => boolean;
  readonly isReady: () => boolean;
  readonly connected: (socket: WebSocket) => void;
}

/** Where clients connect. */
export const SYNC_PATH = '/sync';

const HEADERS_TIMEOUT_MS = 10_000;

/** HTTP: the health checks, and the upgrade of `/sync` to a WebSocket. Everything else is 404. */
export function createHttpFront(options: FrontOptions): FastifyInstance<Server> {
  const app = fastify({ bodyLimit: 1_024, requestTimeout: HEADERS_TIMEOUT_MS, forceCloseConnections: true });
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_, reply) => {
    const isReady = options.isReady();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'draining' });
  });
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: options.maxPayloadBytes,
    perMessageDeflate: false,
  });
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(request, options);
    if (refusal !== undefined) refuse(socket, refusal);
    else upgrades.handleUpgrade(request, socket, head, options.connected);
  });
  return app;
}

function refusalOf({ url, headers }: IncomingMessage, options: FrontOptions): string | undefined {
  const path = url?.split('?', 1)[0];
  if (path !== SYNC_PATH) return '404 Not Found';
  if (!options.isReady() || !options.hasRoom()) return '503 Service Unavailable';
  const isAllowed = isAllowedOrigin(headers.origin, headers.host, options.allowedOrigins);
  return isAllowed ? undefined : '403 Forbidden';
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
