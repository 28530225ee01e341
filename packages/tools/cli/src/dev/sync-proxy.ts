import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type JoinedLine, joinLine, type NetworkMode, type NetworkPorts } from './joined-line.ts';

export interface SyncProxy {
  /** Takes over an upgraded connection and joins it, byte for byte, to the sync server. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Takes effect on the window's open connections too: `cut` destroys them at TCP level and refuses new ones; back to
   * `live`, what waits is passed on at once and in order.
   */
  setMode(window: string, mode: NetworkMode): void;
  modeOf(window: string): NetworkMode;
  /** Ends every connection. */
  close(): void;
}

const WINDOW_LABEL = /^[\w-]{1,64}$/;
/** So many windows may be under another mode than `live`; the one switched longest ago is `live` again then. */
const MOST_SWITCHED_WINDOWS = 1_000;

/** True for the label by which a window names its connections: never a secret, so it may stand in a URL. */
export function isWindowLabel(value: unknown): value is string {
  return typeof value === 'string' && WINDOW_LABEL.test(value);
}

interface Joined {
  readonly window: string | undefined;
  readonly line: JoinedLine;
}

/**
 * Joins browser windows to the sync server, wherever that listens at the moment.
 *
 * Invariant: every open connection of a window is under the window's mode; a socket of a cut window is never joined
 * to the server, and never stays open.
 * @param target the port of the sync server on loopback, or undefined while it is away
 */
export function createSyncProxy(target: () => number | undefined, ports: NetworkPorts): SyncProxy {
  /** Every window that is not `live`, in the order in which they were switched. */
  const modes = new Map<string, NetworkMode>();
  const joined = new Map<Duplex, Joined>();
  const modeOf = (window: string | undefined) => modes.get(window ?? '') ?? 'live';

  function join(request: IncomingMessage, client: Duplex, head: Buffer, port: number): void {
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true });
    const window = windowOf(request);
    for (const side of [client, upstream]) side.on('error', () => side.destroy());
    client.on('close', () => joined.delete(client));
    const first = Buffer.concat([Buffer.from(requestHead(request), 'latin1'), head]);
    joined.set(client, { window, line: joinLine(client, upstream, first, modeOf(window), ports) });
  }

  function setMode(window: string, mode: NetworkMode): void {
    modes.delete(window);
    if (mode !== 'live') modes.set(window, mode);
    for (const each of joined.values()) if (each.window === window) each.line.setMode(mode);
  }

  return {
    accept(request, socket, head) {
      if (modeOf(windowOf(request)) === 'cut') {
        socket.destroy();
        return;
      }
      const port = target();
      if (port === undefined) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      join(request, socket, head, port);
    },
    setMode(window, mode) {
      setMode(window, mode);
      const [oldest] = modes.keys();
      if (oldest !== undefined && modes.size > MOST_SWITCHED_WINDOWS) setMode(oldest, 'live');
    },
    modeOf,
    close() {
      for (const { line } of joined.values()) line.destroy();
      joined.clear();
    },
  };
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
