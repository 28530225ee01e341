export { type LocalServer, type LocalServerOptions, startLocalServer } from './dev/local-server.ts';
