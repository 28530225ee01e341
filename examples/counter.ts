import { startLocalServer } from '@statehouse/cli';
import { counter, defineSchema, table } from '@statehouse/db';
import { createSyncClient } from '@statehouse/sync';

const schema = defineSchema({ version: 1, tables: { counters: table({ count: counter() }) } });
const server = await startLocalServer({ schema });
const join = (user: string) => createSyncClient({ url: server.url, token: () => server.token(user), schema });
const [ada, ben] = [join('ada'), join('ben')];
const hers = await ada.open('orchard');
hers.transact((tx) => tx.counters.insert({ id: 'apples', count: 3 }));
await hers.whenSynced();
(await ben.open('orchard')).transact((tx) => tx.counters.increment('apples', 'count', 2));
await new Promise((heard) => hers.subscribe(heard));
console.log('Ada sees', hers.snapshot.table('counters').get('apples')?.count, 'apples');
await Promise.all([ada.close(), ben.close(), server.close()]);
