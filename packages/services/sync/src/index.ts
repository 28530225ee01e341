export type { ClientEnvironment } from './client-shell.ts';
export {
  type ConnectionError,
  type ConnectionStatus,
  type ConnectionTimes,
  DEFAULT_CONNECTION_TIMES,
} from './connection/connection-core.ts';
export type { Connect, Socket, SocketHandlers } from './connection/socket.ts';
export { webSocketConnect } from './connection/web-socket-transport.ts';
export type { DocumentStatus } from './document/document-status.ts';
export type { SubmissionLimits } from './document/submission.ts';
export { type Presence, SyncedDocument } from './document/synced-document.ts';
export type { SessionMemory } from './identity/client-identity.ts';
export type { PeerView } from './presence/peers-book.ts';
export type { DocumentConflict, LostWrite, RefusedOperation } from './setbacks/setback.ts';
export { createSyncClient, SyncClient, type SyncClientOptions } from './sync-client.ts';
