import type { Schema } from '@statehouse/db';
import { randomId, systemRandom } from '@statehouse/kernel';
import { type AccessRule, createDevAuth, createServer, type ServerLog } from '@statehouse/server';
import { createMemoryLogStore, type LogStore } from '@statehouse/storage';

export interface LocalServerOptions {
  /** What the documents hold. */
  readonly schema: Schema;
  /** Who may read and who may write which document; everybody may write unless said otherwise. */
  readonly roles?: AccessRule;
  /** Where the logs are; in memory unless said otherwise. It stays the caller's. */
  readonly store?: LogStore;
  /** Nothing is logged unless said otherwise. */
  readonly log?: ServerLog;
}

/** A sync server in this process, with sign-in for made-up people. */
export interface LocalServer {
  /** Where clients connect. */
  readonly url: string;
  /** A token for whoever is named. */
  token(user: string): Promise<string>;
  close(): Promise<void>;
}

const silentLog: ServerLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Starts a sync server in this process, on a free port of this machine: for examples, tests and first steps.
 * @example
 * const server = await startLocalServer({ schema });
 * const client = createSyncClient({ url: server.url, token: () => server.token('ada'), schema });
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { schema, roles = () => 'writer', store = createMemoryLogStore(), log = silentLog } = options;
  const auth = createDevAuth({ secret: randomId(systemRandom, 48) });
  const server = await createServer({ schema, roles, store, auth, log });
  return { url: server.url, token: (user) => auth.issue({ user }), close: () => server.close() };
}
