export { type Backoff, backoffMs } from '@statehouse/kernel';
export {
  type ConnectionStatus,
  type EventSourceLike,
  type FetchEventSourceOptions,
  fetchEventSource,
  type ServerSentEvent,
  type SocketLike,
} from '@statehouse/kernel/live';
export {
  defineEpic,
  type Epic,
  type EpicDefinition,
  type EpicPort,
  epicsFor,
  type SentAction,
  streamEpic,
} from './epics/epic.ts';
export { type FlatteningPolicy, flatten } from './epics/flatten.ts';
export { type EpicOptions, type EpicRestart, runEpics } from './epics/run-epics.ts';
export type { Connection, ConnectionOptions } from './live/connection.ts';
export { type EventSourceOptions, eventSourceStream } from './live/event-source-stream.ts';
export {
  type WebSocketOptions,
  type WebSocketStream,
  webSocketStream,
} from './live/web-socket-stream.ts';
export {
  type CircuitBreaker,
  type CircuitOptions,
  type CircuitState,
  createCircuitBreaker,
} from './recovery/circuit-breaker.ts';
export { type FallbackOptions, fallBackToLast } from './recovery/fall-back-to-last.ts';
export { type RetryOptions, retryWithBackoff } from './recovery/retry-with-backoff.ts';
export { type Combined, combineStores } from './store/combine-stores.ts';
export { fromShown, type ShownStore } from './store/from-shown.ts';
export { fromStore, type ReadableStore } from './store/from-store.ts';
export { type OnHubOptions, onHub } from './store/on-hub.ts';
export {
  createReactiveStore,
  type ReactiveStore,
  type ReactiveStoreOptions,
} from './store/reactive-store.ts';
export {
  type Emission,
  type StreamState,
  type StreamStore,
  type StreamStoreOptions,
  streamStore,
} from './store/stream-store.ts';
