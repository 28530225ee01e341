export { type SyncScope, type SyncWake, type WakeOptions, wakeOnSync } from './wake-on-sync.ts';
