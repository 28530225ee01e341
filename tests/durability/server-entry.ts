import { closeOnSignals, createDevAuth, createServer } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
import { textListSchema } from './text-list-schema.ts';

/** The process that the kill test kills: a server as anyone would start it. */
const [folder = '', port = '0'] = process.argv.slice(2);
const store = await createSqliteLogStore({ folder });
const server = await createServer({
  schema: textListSchema,
  store,
  roles: () => 'writer',
  auth: createDevAuth({ secret: 'a secret of this test, long enough for HS256' }),
  port: Number(port),
});
closeOnSignals(server, process, () => store.close());
