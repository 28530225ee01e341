import { StatehouseError } from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { documentPrefix, metaKey } from './device/device-format.ts';
import type { SessionMemory } from './identity/client-identity.ts';
import { addNote, bodyOf, vote } from './testing/notes.ts';
import { SharedDevice, World } from './testing/world.ts';

function session(client?: string): SessionMemory {
  let remembered = client;
  return {
    get: () => remembered,
    set: (next) => {
      remembered = next;
    },
  };
}

/** A client that has opened `d` with one note, and its tab. */
async function atWork() {
  const world = new World();
  const device = new SharedDevice();
  const memory = session();
  world.server.log('d').write('z', addNote('n1', { body: 'hello' }));
  const client = world.client(device.tab(memory));
  const document = await world.settled(client.open('d'));
  await world.pass();
  return { world, device, memory, client, document };
}

test('a document opens from the device while the server is away', async () => {
  const { world, device, memory, client } = await atWork();
  await world.settled(client.close());
  world.server.up = false;
  const next = world.client(device.tab(memory));
  const document = await world.settled(next.open('d'));
  expect(next.id).toBe(client.id);
  expect(document.status).toMatchObject({ phase: 'offline', version: 1, saved: 'server', role: undefined });
  expect(bodyOf(document.snapshot, 'n1')).toBe('hello');
});

test('edits made offline survive a reload, under the same sequences, and reach the server once', async () => {
  const { world, device, memory, client, document } = await atWork();
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  document.transact((tx) => tx.notes.modify('n1', { title: 'Offline' }));
  expect(document.status).toMatchObject({ pending: 2, saved: 'memory' });
  await world.settled(document.whenSaved());
  expect(document.status.saved).toBe('device');
  await world.settled(client.close());
  const next = world.client(device.tab(memory));
  const reloaded = await world.settled(next.open('d'));
  expect(reloaded.status).toMatchObject({ pending: 2, saved: 'device' });
  expect(reloaded.snapshot.table('notes').get('n1')).toMatchObject({ votes: 1, title: 'Offline' });
  reloaded.transact((tx) => tx.notes.increment('n1', 'votes'));
  world.server.up = true;
  next.reconnect();
  await world.settled(reloaded.whenSynced());
  await world.pass();
  expect(world.server.log('d').lastSequence(client.id ?? '')).toBe(3);
  expect(world.server.log('d').state.table('notes').get('n1')).toMatchObject({ votes: 2, title: 'Offline' });
  expect(device.waiting).toEqual([]);
});

test('what waits is sent after a reload, though nobody opens the document again', async () => {
  const { world, device, memory, client, document } = await atWork();
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(client.close());
  world.server.up = true;
  world.client(device.tab(memory));
  await world.pass();
  expect(world.server.log('d').state.table('notes').get('n1')?.votes).toBe(1);
  expect(device.waiting).toEqual([]);
});

test('a submission whose answer was lost with the tab is not applied twice', async () => {
  const { world, device, memory, client, document } = await atWork();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.pass(0);
  world.server.mute = true;
  await world.pass();
  expect(world.server.log('d').head).toBe(2);
  await world.settled(client.close());
  world.server.mute = false;
  const next = world.client(device.tab(memory));
  const reloaded = await world.settled(next.open('d'));
  await world.settled(reloaded.whenSynced());
  expect(world.server.log('d').head).toBe(2);
  expect(reloaded.snapshot.table('notes').get('n1')?.votes).toBe(1);
});

test('closing waits for the device', async () => {
  const { world, device, memory, client, document } = await atWork();
  world.goOffline();
  for (let index = 0; index < 3; index += 1) document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(client.close());
  expect(device.waiting).toHaveLength(3);
  const next = await world.settled(world.client(device.tab(memory)).open('d'));
  expect(next.snapshot.table('notes').get('n1')?.votes).toBe(3);
});

test('a duplicated tab, which copies the session, works under another id', async () => {
  const { world, device, memory, client, document } = await atWork();
  const copy = world.client(device.tab(session(memory.get())));
  const copied = await world.settled(copy.open('d'));
  expect(copy.id).not.toBe(client.id);
  for (const one of [document, copied]) one.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(Promise.all([document.whenSynced(), copied.whenSynced()]));
  await world.pass();
  expect(document.snapshot.table('notes').get('n1')?.votes).toBe(2);
  expect(copied.snapshot.table('notes').get('n1')?.votes).toBe(2);
});

test('the work of a closed tab is sent under its own id by another, which then forgets it', async () => {
  const { world, device, client, document } = await atWork();
  const other = world.client(device.tab(session()));
  const watching = await world.settled(other.open('d'));
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(client.close());
  expect(device.waiting).toHaveLength(1);
  world.server.up = true;
  other.reconnect();
  await world.pass(31_000);
  expect(watching.snapshot.table('notes').get('n1')?.votes).toBe(1);
  expect(world.server.log('d').lastSequence(client.id ?? '')).toBe(1);
  expect([...device.contents.keys()].filter((key) => key.includes(client.id ?? ''))).toEqual([]);
  expect(await device.locks.tryAcquire(`statehouse/client/${client.id}`)).toBeDefined();
  expect(world.server.connections).toBe(1);
});

test('an orphan that is not drained yet is given back with the client that held it', async () => {
  const { world, device, client, document } = await atWork();
  const other = world.client(device.tab(session()));
  await world.settled(other.open('d'));
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(client.close());
  await world.pass(31_000);
  expect(await device.locks.tryAcquire(`statehouse/client/${client.id}`)).toBeUndefined();
  await world.settled(other.close());
  expect(device.waiting).toHaveLength(1);
  expect(await device.locks.tryAcquire(`statehouse/client/${client.id}`)).toBeDefined();
  expect(world.time.pending).toBe(0);
});

test('a device that is closed under a client, or fails when orphans are looked for, is survived', async () => {
  const { world, device, client, document } = await atWork();
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(client.close());
  world.server.up = true;
  const store = device.store();
  let failing = false;
  const failed = () => Promise.reject(new StatehouseError('storage/failed', 'no'));
  const flaky: KeyValueStore = {
    ...store,
    range: (from, to) => (failing ? failed() : store.range(from, to)),
  };
  const held = await device.locks.tryAcquire(`statehouse/client/${client.id}`);
  const other = world.client({ ...device.tab(session()), storage: flaky });
  await world.pass();
  held?.();
  failing = true;
  await world.pass(31_000);
  expect(device.waiting).toHaveLength(1);
  failing = false;
  await world.pass(31_000);
  expect(device.waiting).toEqual([]);
  await world.settled(other.close());
});

test('a device copy that cannot be read fails the opening, and is left as it is', async () => {
  const { world, device, memory, client } = await atWork();
  await world.settled(client.close());
  const key = metaKey(documentPrefix(client.id ?? '', 'd'));
  device.contents.set(key, '{"format":9,"version":1,"nextSequence":1}');
  const before = new Map(device.contents);
  const next = world.client(device.tab(memory));
  await expect(world.settled(next.open('d'))).rejects.toMatchObject({ code: 'sync/device-newer' });
  await world.settled(next.close());
  expect(device.contents).toEqual(before);
});

test('a full device does not stop the work; that nothing is kept is said', async () => {
  const { world, client, document } = await atWork();
  await world.settled(client.close());
  const device = new SharedDevice();
  const store = device.store();
  let full = false;
  const storage: KeyValueStore = {
    ...store,
    write: (writes) =>
      full ? Promise.reject(new StatehouseError('storage/quota', 'full')) : store.write(writes),
  };
  const next = await world.settled(world.client({ storage }).open('d'));
  await world.pass();
  full = true;
  world.goOffline();
  next.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.pass();
  expect(next.status).toMatchObject({ saved: 'memory', error: { code: 'storage/quota' } });
  full = false;
  next.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(next.whenSaved());
  expect(next.status).toMatchObject({ saved: 'device', error: undefined });
  expect(device.waiting).toHaveLength(2);
  expect(document.disposed).toBe(true);
});

test('a device that cannot even be read at the start fails every opening with its code, and leaves nothing', async () => {
  const world = new World();
  const device = new SharedDevice();
  const failed = () => Promise.reject(new StatehouseError('storage/failed', 'no'));
  let reads = 0;
  for (const allowed of [0, 1]) {
    reads = 0;
    const store = device.store();
    const storage: KeyValueStore = {
      ...store,
      range: (from, to) => {
        reads += 1;
        return reads > allowed ? failed() : store.range(from, to);
      },
    };
    const client = world.client({ storage, locks: device.locks });
    await expect(world.settled(client.open('d'))).rejects.toMatchObject({ code: 'storage/failed' });
    await world.settled(client.close());
  }
  await world.pass(60_000);
  expect(world.server.connections).toBe(0);
  expect(world.time.pending).toBe(0);
});

test('a client with an id of its own keeps its documents under it, and adopts nobody', async () => {
  const { world, device, client, document } = await atWork();
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(client.close());
  world.server.up = true;
  const fixed = world.client({ storage: device.store(), clientId: 'fixed' });
  const opened = await world.settled(fixed.open('d'));
  await world.pass(31_000);
  expect(fixed.id).toBe('fixed');
  expect(device.waiting).toHaveLength(1);
  world.server.log('d').write('z', vote('n1', 5));
  expect(opened.status.version).toBe(1);
  expect(device.contents.has(metaKey(documentPrefix('fixed', 'd')))).toBe(true);
});
