import { startLocalServer } from '@statehouse/cli';
import { boolean, defineSchema, string, table } from '@statehouse/db';
import type { AccessRule } from '@statehouse/server';
import { createSyncClient } from '@statehouse/sync';

const schema = defineSchema({
  version: 1,
  tables: { items: table({ title: string(), done: boolean().default(false) }, { order: 'list' }) },
});

/** Runs on the server: who may do what, by document. */
const roles: AccessRule = ({ user }, document) => {
  if (document !== 'picnic') return 'none';
  return user === 'cyrus' ? 'reader' : 'writer';
};

const server = await startLocalServer({ schema, roles });
const join = (user: string) => createSyncClient({ url: server.url, token: () => server.token(user), schema });
const clients = { ada: join('ada'), ben: join('ben'), cyrus: join('cyrus') };

const hers = await clients.ada.open('picnic');
const bread = hers.transact((tx) => tx.items.insert({ title: 'Bread' })).value;
hers.transact((tx) => tx.items.insert({ title: 'Cheese' }, { before: bread }));
await hers.whenSynced();
const his = await clients.ben.open('picnic');
his.transact((tx) => tx.items.modify(bread, { done: true }));
await his.whenSynced();
hers.undo(); // Her last step was the cheese; what Ben did to the bread stays.
await hers.whenSynced();
for (const id of hers.snapshot.children('items')) {
  const item = hers.snapshot.table('items').get(id);
  console.log('On the list:', item?.title, item?.done ? '(done)' : '');
}

const read = await clients.cyrus.open('picnic');
read.transact((tx) => tx.items.delete(bread));
await read.whenSynced();
console.log('Cyrus tried to delete it:', read.refused[0]?.message);
await clients.cyrus.open('payroll').catch((error) => console.log('Cyrus looked at payroll:', error.message));
await Promise.all([...Object.values(clients), server].map((each) => each.close()));
