export {
  type ConnectionListener,
  type ConnectionStatus,
  keepConnected,
  type OpenWire,
  type ReconnectOptions,
  type Wire,
} from './connection.ts';
export {
  type EventSourceAddress,
  type EventSourceLike,
  eventSourceWire,
  type ServerSentEvent,
} from './event-source-wire.ts';
export { createEventStreamParser } from './event-stream-parser.ts';
export { type FetchEventSourceOptions, fetchEventSource } from './fetch-event-source.ts';
export { type SocketAddress, type SocketLike, type SocketWire, webSocketWire } from './web-socket-wire.ts';
