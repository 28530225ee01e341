export { ClientCore, type ClientCoreOptions, type ClientEffect, type TimerName } from './client-core.ts';
export { type ConnectionTimes, DEFAULT_CONNECTION_TIMES } from './connection/connection-core.ts';
export { documentPrefix, loadStored, type StoredDocument } from './device/device-format.ts';
export { DocumentCore } from './document/document-core.ts';
