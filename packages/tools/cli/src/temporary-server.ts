import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from '@statehouse/db';
import { randomId, systemRandom } from '@statehouse/kernel';
import { createDevAuth, createServer, type ServerLog } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';

/** A server that a command talks to. */
export interface CommandServer {
  readonly url: string;
  token(user: string): Promise<string>;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

const SECRET_LENGTH = 48;
/** Nobody else waits for this server, and a replay may have to wait for an answer at every operation. */
const TICK_MS = 1;
/** A command says itself what went wrong; the server's log would only stand between its lines. */
const quietLog: ServerLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Starts the real server in this process, on a free port of loopback, with SQLite in a temporary folder. */
export async function startTemporaryServer(schema: Schema): Promise<CommandServer> {
  const folder = await mkdtemp(join(tmpdir(), 'statehouse-'));
  const store = await createSqliteLogStore({ folder });
  const auth = createDevAuth({ secret: randomId(systemRandom, SECRET_LENGTH) });
  const server = await createServer({
    schema,
    store,
    auth,
    roles: () => 'writer',
    log: quietLog,
    settings: { tickMs: TICK_MS },
  });
  return {
    url: server.url,
    token: (user) => auth.issue({ user }),
    async close() {
      await server.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
