import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** What the page's switch does to one window's connection to the sync server. */
export type NetworkMode = 'live' | 'cut';

export interface SyncProxy {
  /** Takes over an upgraded connection and joins it, byte for byte, to the sync server. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** `cut` destroys the window's connections at TCP level and refuses new ones until `live`. */
  setMode(window: string, mode: NetworkMode): void;
  modeOf(window: string): NetworkMode;
  /** Ends every connection. */
  close(): void;
}

const WINDOW_LABEL = /^[\w-]{1,64}$/;
const MOST_CUT_WINDOWS = 1_000;

/** True for the label by which a window names its connections: never a secret, so it may stand in a URL. */
export function isWindowLabel(value: unknown): value is string {
  return typeof value === 'string' && WINDOW_LABEL.test(value);
}

/**
 * Joins browser windows to the sync server, wherever that listens at the moment.
 *
 * Invariant: a socket of a cut window is never joined to the server, and never stays open.
 * @param target the port of the sync server on loopback, or undefined while it is away
 */
export function createSyncProxy(target: () => number | undefined): SyncProxy {
  const cut = new Set<string>();
  const joined = new Map<Duplex, string | undefined>();

  function join(request: IncomingMessage, client: Duplex, head: Buffer, port: number): void {
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true });
    const end = () => {
      joined.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const side of [client, upstream]) {
      side.on('error', end);
      side.on('close', end);
    }
    upstream.on('connect', () => {
      upstream.write(requestHead(request));
      if (head.length > 0) upstream.write(head);
      client.pipe(upstream);
      upstream.pipe(client);
    });
  }

  return {
    accept(request, socket, head) {
      const label = windowOf(request);
      if (label !== undefined && cut.has(label)) {
        socket.destroy();
        return;
      }
      const port = target();
      if (port === undefined) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      joined.set(socket, label);
      join(request, socket, head, port);
    },
    setMode(window, mode) {
      if (mode === 'live') {
        cut.delete(window);
        return;
      }
      forgetOldest(cut);
      cut.add(window);
      for (const [socket, label] of joined) if (label === window) socket.destroy();
    },
    modeOf: (window) => (cut.has(window) ? 'cut' : 'live'),
    close() {
      for (const socket of joined.keys()) socket.destroy();
      joined.clear();
    },
  };
}

function forgetOldest(cut: Set<string>): void {
  if (cut.size < MOST_CUT_WINDOWS) return;
  for (const oldest of cut) {
    cut.delete(oldest);
    return;
  }
}

function windowOf(request: IncomingMessage): string | undefined {
  const label = new URL(request.url ?? '/', 'http://localhost').searchParams.get('window');
  return isWindowLabel(label) ? label : undefined;
}

/** The request as it came, without the query: the label means nothing to the sync server. */
function requestHead(request: IncomingMessage): string {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  let head = `${request.method ?? 'GET'} ${path} HTTP/1.1\r\n`;
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    head += `${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}\r\n`;
  }
  return `${head}\r\n`;
}
