import type { OpenWire } from './connection.ts';

/** What is used of a WebSocket; the browser's is one, and that of `ws`. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
}

export interface SocketAddress {
  readonly url: string;
  /** `(url) => new WebSocket(url)`. */
  readonly createSocket: (url: string) => SocketLike;
  /** Whether a connection that was closed with a code is opened again; it is unless told, whatever the code. */
  readonly reopens?: (code: number) => boolean;
}

export interface SocketWire {
  readonly open: OpenWire<unknown>;
  /** Sends if a socket is open; says whether one was. Nothing is kept for later. */
  send(data: string): boolean;
}

/** Opens sockets to one address, one after the other. */
export function webSocketWire({ url, createSocket, reopens = () => true }: SocketAddress): SocketWire {
  let current: SocketLike | undefined;
  return {
    open(wire) {
      const socket = createSocket(url);
      socket.onopen = () => {
        current = socket;
        wire.opened();
      };
      socket.onmessage = ({ data }: { readonly data: unknown }) => wire.received(data);
      // Why it failed is not told; that it is closed is, right after.
      socket.onerror = () => {};
      socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
        const why = reason === '' ? `code ${code}` : `code ${code}: ${reason}`;
        if (reopens(code)) wire.lost(why);
        else wire.ended(why, code === 1000);
      };
      return () => {
        current = undefined;
        socket.onopen = null;
        socket.onmessage = null;
        socket.onclose = null;
        socket.close(1000);
      };
    },
    send(data) {
      current?.send(data);
      return current !== undefined;
    },
  };
}
