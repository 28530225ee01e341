export type { Authenticator, Verification } from './auth/authenticator.ts';
export { createDevAuth, type DevAuth, type DevAuthOptions, type DevIdentity } from './auth/dev-auth.ts';
export { createJwksAuth, type JwksAuthOptions } from './auth/jwks-auth.ts';
export {
  type Access,
  type AccessRule,
  type Claims,
  DEFAULT_SETTINGS,
  type ServerSettings,
} from './core/index.ts';
export { authError, serverError } from './errors.ts';
export { closeOnSignals, type SignalSource } from './shell/close-on-signals.ts';
export { createServer, type ServerOptions, type SyncServer } from './shell/create-server.ts';
export { createServerLog, type ServerLog } from './shell/server-log.ts';
