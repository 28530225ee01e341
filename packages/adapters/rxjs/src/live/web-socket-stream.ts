import { type SocketAddress, webSocketWire } from '@statehouse/kernel/live';
import { type Connection, type ConnectionOptions, createConnection } from './connection.ts';

export interface WebSocketOptions<Message> extends ConnectionOptions<unknown, Message>, SocketAddress {}

export interface WebSocketStream<Message> extends Connection<Message> {
  /** Sends if the connection is open; says whether it was. Nothing is kept for later. */
  send(data: string): boolean;
}

/** A WebSocket as an observable, which is connected again when it is lost. */
export function webSocketStream<Message>(options: WebSocketOptions<Message>): WebSocketStream<Message> {
  const { open, send } = webSocketWire(options);
  return { ...createConnection(options.url, open, options), send };
}
