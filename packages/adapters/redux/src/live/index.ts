export {
  type ConnectionStatus,
  type FetchEventSourceOptions,
  fetchEventSource,
} from '@statehouse/kernel/live';
export {
  eventSourceConnection,
  type LiveConnection,
  type LiveEventSourceOptions,
  type LiveListener,
  type LiveSocketOptions,
  webSocketConnection,
} from './live-connection.ts';
export { type CacheEntryLife, type StreamOptions, streamInto } from './stream-into.ts';
