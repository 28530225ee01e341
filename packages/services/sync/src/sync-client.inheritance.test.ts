import type { Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import type { SyncClient } from './sync-client.ts';
import { addNote, type NotesSchema, retitle } from './testing/notes.ts';
import { SharedDevice, World } from './testing/world.ts';

const REMOVE: Operation = { edits: [{ kind: 'delete', table: 'notes', id: 'n1' }] };

/** Two tabs of one device; the first has closed with an edit that was made offline and that will not do. */
async function afterAClosedTab(name?: string) {
  const world = new World();
  const device = new SharedDevice();
  world.server.log('d').write('z', addNote('n1', { title: 'One' }));
  world.server.log('d').refuses = (operation) => (operation.name === 'no' ? 'server/read-only' : undefined);
  const closed = world.client(device.tab());
  const document = await world.settled(closed.open('d'));
  const other = world.client(device.tab());
  await world.pass();
  world.goOffline();
  document.transact((tx) => tx.notes.modify('n1', { title: 'Mine' }), name === undefined ? {} : { name });
  await world.settled(document.whenSaved());
  await world.settled(closed.close());
  return { world, device, closed, other };
}

async function backOnline(world: World, client: SyncClient<NotesSchema>): Promise<void> {
  world.server.up = true;
  client.reconnect();
  await world.pass(31_000);
}

function keysOf(device: SharedDevice, client: string | undefined): readonly string[] {
  return [...device.contents.keys()].filter((key) => key.includes(`/${client}/`));
}

test('what a closed tab loses while another sends its work is shown there at once, if the document is open', async () => {
  const { world, device, closed, other } = await afterAClosedTab();
  const document = await world.settled(
    (async () => {
      world.server.up = true;
      other.reconnect();
      return other.open('d');
    })(),
  );
  world.server.log('d').write('y', REMOVE);
  world.server.tell('d', 1);
  await world.pass(31_000);
  expect(document.conflicts).toMatchObject([
    { key: `${closed.id}/3/0`, version: 3, conflict: { kind: 'entity-missing', id: 'n1' }, client: 'y' },
  ]);
  expect(keysOf(device, closed.id).filter((key) => key.startsWith('doc/'))).toEqual([
    `doc/${other.id}/d/conflict/${closed.id}/3/0`,
  ]);
  document.dismissConflict(`${closed.id}/3/0`);
  await world.pass();
  expect(document.conflicts).toEqual([]);
  expect(keysOf(device, closed.id)).toEqual([]);
});

test('else opening the document shows it, even over a reload', async () => {
  const { world, device, closed, other } = await afterAClosedTab('no');
  await backOnline(world, other);
  expect(device.waiting).toEqual([]);
  const refused = { sequence: 1, code: 'server/read-only', client: closed.id };
  expect((await world.settled(other.open('d'))).refused).toMatchObject([refused]);
  await world.settled(other.close());
  const reloaded = world.client(device.tab());
  const document = await world.settled(reloaded.open('d'));
  expect(reloaded.id).toBe(other.id);
  expect(document.refused).toMatchObject([refused]);
  document.dismissRefused(1);
  expect(document.refused).toHaveLength(1);
  document.dismissRefused(1, closed.id);
  expect(document.refused).toEqual([]);
});

test('setbacks that waited in a closed tab are shown by another, though nothing is left to send', async () => {
  const world = new World();
  const device = new SharedDevice();
  world.server.log('d').write('z', addNote('n1'));
  const closed = world.client(device.tab());
  const document = await world.settled(closed.open('d'));
  document.transact((tx) => tx.notes.modify('n1', { title: 'Mine' }));
  await world.settled(document.whenSynced());
  world.server.log('d').write('y', { ...retitle('n1', 'Theirs'), seen: 1 });
  world.server.tell('d', 2);
  await world.pass();
  expect(document.conflicts).toHaveLength(1);
  const other = world.client(device.tab());
  const heir = await world.settled(other.open('d'));
  expect(heir.conflicts).toEqual([]);
  await world.settled(closed.close());
  const { dials } = world.server;
  await world.pass(31_000);
  expect(heir.conflicts).toMatchObject([
    { key: `${closed.id}/3/0`, conflict: { lost: 'Mine', won: 'Theirs' } },
  ]);
  expect(world.server.dials).toBe(dials);
});

test('a client that closes waits for what it takes over', async () => {
  const { world, device, closed, other } = await afterAClosedTab('no');
  await backOnline(world, other);
  await world.settled(other.close());
  expect(keysOf(device, other.id)).toContain(`doc/${other.id}/d/refused/1/${closed.id}`);
  expect(keysOf(device, closed.id).filter((key) => key.startsWith(`doc/${closed.id}`))).toEqual([]);
  expect(world.time.pending).toBe(0);
});
