export { type LocalServer, type LocalServerOptions, startLocalServer } from './dev/local-server.ts';
export { chinookTables } from './import/chinook-schema.ts';
