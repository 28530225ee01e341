import { type Connection, type ConnectionOptions, createConnection } from './connection.ts';

/** What is used of a WebSocket; the browser's is one, and that of `ws`. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
}

export interface WebSocketOptions<Message> extends ConnectionOptions<unknown, Message> {
  readonly url: string;
  /** `(url) => new WebSocket(url)`. */
  readonly createSocket: (url: string) => SocketLike;
  /** Whether a connection that was closed with a code is opened again; it is unless told, whatever the code. */
  readonly reopens?: (code: number) => boolean;
}

export interface WebSocketStream<Message> extends Connection<Message> {
  /** Sends if the connection is open; says whether it was. Nothing is kept for later. */
  send(data: string): boolean;
}

/** A WebSocket as an observable, which is connected again when it is lost. */
export function webSocketStream<Message>(options: WebSocketOptions<Message>): WebSocketStream<Message> {
  const { url, createSocket, reopens = () => true } = options;
  let current: SocketLike | undefined;
  const connection = createConnection<unknown, Message>(
    url,
    (wire) => {
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
    options,
  );
  return {
    ...connection,
    send(data) {
      current?.send(data);
      return current !== undefined;
    },
  };
}
