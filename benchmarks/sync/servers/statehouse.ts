import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomId, systemRandom } from '@statehouse/kernel';
import { createDevAuth, createServer } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
import { createSyncClient } from '@statehouse/sync';
import { TEXT_ID, textSchema } from '../text-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-statehouse-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit(0));

/** As its users run it: SQLite with a disk sync before anything is acknowledged. */
const silent = () => {};
const auth = createDevAuth({ secret: randomId(systemRandom, 48) });
const server = await createServer({
  schema: textSchema,
  store: await createSqliteLogStore({ folder }),
  auth,
  roles: () => 'writer',
  log: { debug: silent, info: silent, warn: silent, error: silent },
});
const token = await auth.issue({ user: 'bench' });
const client = createSyncClient({ url: server.url, token, schema: textSchema });
for (const name of process.argv.slice(2)) {
  const document = await client.open(name);
  document.transact((tx) => tx.texts.insert({ id: TEXT_ID }));
  await document.whenSynced();
}
await client.close();
process.stdout.write(`${JSON.stringify({ url: `${server.url}#${token}` })}\n`);
