export type { Access, AccessRule, Claims } from './claims.ts';
export { ServerCore, type ServerCoreOptions } from './server-core.ts';
export type { LogEffect, Report, ServerEffect } from './server-effect.ts';
export type { AuthenticationEvent, DocumentRef, LogEvent, ServerEvent, SocketEvent } from './server-event.ts';
export { DEFAULT_SETTINGS, type ServerSettings } from './settings.ts';
