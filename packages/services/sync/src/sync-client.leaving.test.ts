import { expect, test } from 'vitest';
import { addNote } from './testing/notes.ts';
import { SlowStore } from './testing/slow-store.ts';
import { SharedDevice, World } from './testing/world.ts';

/** A client that has opened `d` with one note, on a device whose writes can be held up. */
async function onSlowDevice() {
  const world = new World();
  const device = new SharedDevice();
  const storage = new SlowStore(device.store());
  world.server.log('d').write('z', addNote('n1'));
  const client = world.client({ ...device.tab(), storage });
  const document = await world.settled(client.open('d'));
  await world.pass();
  const vote = () => document.transact((tx) => tx.notes.increment('n1', 'votes'));
  return { world, device, storage, client, document, vote };
}

test('closing waits for writes under way, and for what came after them', async () => {
  const { world, device, storage, client, vote } = await onSlowDevice();
  world.goOffline();
  storage.hold();
  vote();
  await world.pass();
  vote();
  let isClosed = false;
  const closing = client.close().then(() => {
    isClosed = true;
  });
  await world.pass();
  expect(isClosed).toBe(false);
  storage.step();
  await world.pass();
  expect(device.waiting).toHaveLength(1);
  expect(isClosed).toBe(false);
  storage.letGo();
  await world.settled(closing);
  expect(device.waiting).toHaveLength(2);
});

test('what a document had not saved when it was left is saved all the same', async () => {
  const { world, device, storage, client, vote } = await onSlowDevice();
  world.goOffline();
  storage.hold();
  vote();
  await world.pass();
  vote();
  client.leave('d');
  await world.pass();
  storage.step();
  await world.pass();
  expect(device.waiting).toHaveLength(1);
  storage.letGo();
  await world.pass();
  expect(device.waiting).toHaveLength(2);
  const again = await world.settled(client.open('d'));
  expect(again.snapshot.table('notes').get('n1')?.votes).toBe(2);
});

test('a document that was left is not opened at the server while it is being saved', async () => {
  const { world, storage, client, vote } = await onSlowDevice();
  storage.hold();
  vote();
  client.leave('d');
  world.server.cut();
  await world.pass(1_000);
  expect(client.status.kind).toBe('live');
  expect(world.server.received.filter(({ kind }) => kind === 'open')).toHaveLength(1);
  storage.letGo();
  await world.pass();
  expect(world.server.log('d').head).toBe(1);
});

test('a document that is opened again while it is still being saved goes on where it was', async () => {
  const { world, storage, client, vote } = await onSlowDevice();
  storage.hold();
  vote();
  client.leave('d');
  await world.pass();
  const again = await world.settled(client.open('d'));
  expect(again.status.phase).toBe('live');
  again.transact((tx) => tx.notes.increment('n1', 'votes'));
  storage.letGo();
  await world.settled(again.whenSynced());
  expect(world.server.log('d').state.table('notes').get('n1')?.votes).toBe(2);
  again.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(again.whenSynced());
  expect(world.server.log('d').head).toBe(4);
});

test('what the server still says of a document that was left is not heard when it is opened again', async () => {
  const { world, storage, client, vote } = await onSlowDevice();
  storage.hold();
  vote();
  world.server.say('d', { kind: 'error', document: 'd', code: 'server/forbidden', message: 'Out.' });
  client.leave('d');
  await world.pass();
  const again = await world.settled(client.open('d'));
  storage.letGo();
  await world.settled(again.whenSynced(), 100);
  expect(again.status).toMatchObject({ phase: 'live', error: undefined });
});
