import { defineSchema, string, table, text } from '@statehouse/db';
import type { Operation } from '@statehouse/ot';
import { createMemoryLogStore } from '@statehouse/storage';
import { createDevAuth } from '../../auth/dev-auth.ts';
import { createServer, type ServerOptions, type SyncServer } from '../create-server.ts';
import type { ServerLog } from '../server-log.ts';
import { TestClient } from './test-client.ts';

/** The schema of the tests. */
export const schema = defineSchema({
  version: 1,
  tables: { notes: table({ title: string(), body: text() }) },
});
/** Issues the tests' tokens. */
export const auth = createDevAuth({ secret: 'a secret of the tests that is long enough' });
/** A token for a user. */
export const token = (user = 'anna', more: object = {}) => auth.issue({ user, ...more });
const servers: SyncServer[] = [];
const clients: TestClient[] = [];

/** One line of the server's log. */
export interface Line {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

/** A log that is kept in a list. */
export function logInto(lines: Line[]): ServerLog {
  const write = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Starts a server on a free port, over memory unless said otherwise. */
export async function start(options: Partial<ServerOptions> = {}): Promise<SyncServer> {
  const server = await createServer({
    schema,
    auth,
    store: createMemoryLogStore(),
    roles: () => 'writer',
    log: logInto([]),
    ...options,
  });
  servers.push(server);
  return server;
}

/** Connects and is welcomed. */
export async function enter(server: SyncServer, client: string, user = client): Promise<TestClient> {
  const joined = await TestClient.join(server.url, await token(user), client);
  clients.push(joined);
  return joined;
}

/** Connects and says nothing yet. */
export async function connect(
  server: SyncServer,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestClient> {
  const client = await TestClient.connect(server.url, headers);
  clients.push(client);
  return client;
}

/** An operation that adds a note. */
export const addNote = (id: string, title = 'T'): Operation => ({
  edits: [{ kind: 'insert', table: 'notes', id, fields: { title, body: '' } }],
});
/** A submission to a document. */
export const submit = (document: string, first: number, base: number, operations: readonly Operation[]) =>
  ({ kind: 'submit', document, base, first, schemaVersion: 1, operations }) as const;

/** Ends everything that was started. */
export async function endAll(): Promise<void> {
  for (const client of clients.splice(0)) client.end();
  await Promise.all(servers.splice(0).map((server) => server.close()));
}
