export type { OfflineDeclaration, OfflineExtraOptions } from './declaration.ts';
export type { Failure } from './kept/kept-entry.ts';
export type { BackgroundSync, OfflineQueueOptions } from './offline-options.ts';
export { createOfflineQueue, type OfflineQueue, type QueuedBaseQuery } from './offline-queue.ts';
export type { QueueableApi, QueueableStore } from './queued-api.ts';
export type { EntryChange, OfflineError } from './queued-mutations.ts';
export { withKeyHeader } from './request.ts';
export type { CommandResult } from './sending/command.ts';
export { judgeError } from './sending/judge.ts';
export type { OfflineEntry, OfflineSnapshot, OfflineStatus } from './snapshot.ts';
export {
  browserConnectivity,
  type Connectivity,
  type OnlineScope,
  type TabChannel,
  type TabLocks,
} from './tabs/tab-ports.ts';
