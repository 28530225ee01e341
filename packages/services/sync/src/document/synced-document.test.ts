import { expect, test } from 'vitest';
import { addNote, bodyOf, retitle, type, vote } from '../testing/notes.ts';
import { World } from '../testing/world.ts';

/** A document with one note that is opened by one client, and the server's log of it. */
async function opened() {
  const world = new World();
  const log = world.server.log('d');
  log.write('z', addNote('n1', { body: 'hello', title: 'One' }));
  const client = world.client();
  const document = await world.settled(client.open('d'));
  /** Somebody else's operation, delivered. */
  const others = async (...operations: readonly Parameters<typeof log.write>[1][]) => {
    const { head } = log;
    for (const operation of operations) log.write('z', operation);
    world.server.tell('d', head);
    await world.pass();
  };
  return { world, log, client, document, others };
}

/** Whether a promise is fulfilled by now. */
async function isFulfilled(world: World, promise: Promise<void>): Promise<boolean> {
  let fulfilled = false;
  void promise.then(() => {
    fulfilled = true;
  });
  await world.pass(0);
  return fulfilled;
}

test('synced means that the server has everything; without a device saved means the same', async () => {
  const { world, document } = await opened();
  expect(await isFulfilled(world, document.whenSynced())).toBe(true);
  world.server.mute = true;
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  const [synced, saved] = [document.whenSynced(), document.whenSaved()];
  await world.pass();
  expect(await isFulfilled(world, synced)).toBe(false);
  expect(await isFulfilled(world, saved)).toBe(false);
  world.server.mute = false;
  await world.settled(Promise.all([synced, saved]), 20_000);
  expect(document.status).toMatchObject({ pending: 0, saved: 'server' });
});

test('what waits for the server can be asked for by table, and is empty once it has answered', async () => {
  const { world, document } = await opened();
  expect(document.pendingIds('notes')).toEqual(new Set());
  world.server.mute = true;
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.pass();
  expect(document.pendingIds('notes')).toEqual(new Set(['n1']));
  world.server.mute = false;
  await world.settled(document.whenSynced(), 20_000);
  expect(document.pendingIds('notes')).toEqual(new Set());
});

test('who waits for a document that is left, or asks it then, hears that it is not open any more', async () => {
  const { world, client, document } = await opened();
  world.goOffline();
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  const waiting = Promise.allSettled([document.whenSynced(), document.whenSaved()]);
  client.leave('d');
  const later = Promise.allSettled([document.whenSynced()]);
  for (const { status, ...rest } of [...(await world.settled(waiting)), ...(await world.settled(later))])
    expect([status, rest]).toMatchObject(['rejected', { reason: { code: 'sync/not-open' } }]);
});

test('undo takes back the own letters, and leaves those of others where they are', async () => {
  const { world, log, document, others } = await opened();
  document.transact((tx) => tx.notes.text('n1', 'body').insert(5, ' you'));
  await others(type('n1', 'z:1', 0, '> '));
  await world.settled(document.whenSynced());
  await others(type('n1', 'z:1', 8, 'X'));
  expect(bodyOf(document.snapshot, 'n1')).toBe('> hello Xyou');
  expect(document.canUndo).toBe(true);
  expect(document.undo().kind).toBe('undone');
  expect(bodyOf(document.snapshot, 'n1')).toBe('> helloX');
  await world.settled(document.whenSynced());
  expect(bodyOf(log.state, 'n1')).toBe('> helloX');
  expect(document.canRedo).toBe(true);
  document.redo();
  await world.settled(document.whenSynced());
  expect(bodyOf(log.state, 'n1')).toBe('> hello Xyou');
});

test('undo does not take back what others have set since', async () => {
  const { world, document, others } = await opened();
  document.transact((tx) => tx.notes.modify('n1', { title: 'Mine' }));
  await world.settled(document.whenSynced());
  await others(retitle('n1', 'Theirs'));
  expect(document.undo()).toMatchObject({ kind: 'nothing', skipped: [{ reason: 'changed-by-others' }] });
  expect(document.snapshot.table('notes').get('n1')?.title).toBe('Theirs');
});

test('own, remote and rolled back changes are told in order, each from the state before', async () => {
  const { world, log, document, others } = await opened();
  log.refuses = ({ name }) => (name === 'forbidden' ? 'server/read-only' : undefined);
  const heard: string[] = [];
  let last = document.snapshot;
  const stop = document.subscribe(({ cause, before, after }) => {
    expect(before).toBe(last);
    last = after;
    heard.push(cause);
  });
  document.transact((tx) => tx.notes.increment('n1', 'votes'), { name: 'forbidden' });
  await others(vote('n1', 10));
  expect(heard).toEqual(['local', 'remote', 'rollback']);
  expect(last).toBe(document.snapshot);
  expect(document.snapshot.table('notes').get('n1')?.votes).toBe(10);
  stop();
  await others(vote('n1'));
  expect(heard).toHaveLength(3);
  expect(document.status.pending).toBe(0);
  await world.pass();
});

test('one entity can be listened to alone', async () => {
  const { document, others } = await opened();
  const heard: string[] = [];
  document.subscribeTo('notes', 'n1', ({ cause }) => heard.push(cause));
  await others(addNote('n2'));
  expect(heard).toEqual([]);
  await others(vote('n1'));
  expect(heard).toEqual(['remote']);
});

test('what the server refused, and what met the work of others, can be seen and dismissed', async () => {
  const { world, log, document } = await opened();
  log.refuses = ({ name }) => (name === 'forbidden' ? 'server/read-only' : undefined);
  let told = 0;
  document.subscribeStatus(() => {
    told += 1;
  });
  document.transact((tx) => tx.notes.increment('n1', 'votes'), { name: 'forbidden' });
  await world.settled(document.whenSynced());
  expect(document.refused).toMatchObject([{ sequence: 1, code: 'server/read-only' }]);
  log.write('z', { edits: [{ kind: 'delete', table: 'notes', id: 'n1' }] });
  document.transact((tx) => tx.notes.modify('n1', { title: 'Mine' }));
  world.server.cut();
  await world.settled(document.whenSynced(), 2_000);
  const [conflict] = document.conflicts;
  expect(conflict?.conflict).toMatchObject({ kind: 'entity-missing', id: 'n1' });
  const before = told;
  document.dismissRefused(1);
  document.dismissConflict(conflict?.key ?? '');
  expect(document.refused).toEqual([]);
  expect(document.conflicts).toEqual([]);
  expect(told).toBe(before + 2);
});

test('what was refused can be tried again, once it is allowed', async () => {
  const { world, log, document } = await opened();
  log.refuses = () => 'server/read-only';
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  await world.settled(document.whenSynced());
  expect(document.retryRefused(7)).toBe(false);
  log.refuses = () => undefined;
  expect(document.retryRefused(1)).toBe(true);
  await world.settled(document.whenSynced());
  expect(document.refused).toEqual([]);
  expect(document.snapshot.table('notes').get('n1')?.votes).toBe(1);
});

test('an answer that differs from the prediction is counted', async () => {
  const { world, log, client, document } = await opened();
  world.server.mute = true;
  document.transact((tx) => tx.notes.increment('n1', 'votes', 5));
  log.write(client.id ?? '', vote('n1', 3));
  world.server.mute = false;
  world.server.cut();
  await world.settled(document.whenSynced(), 2_000);
  expect(world.counted).toEqual(['sync_divergence_total']);
  expect(document.snapshot.table('notes').get('n1')?.votes).toBe(3);
});

test('nested data from elsewhere can be received, in one table or several', async () => {
  const { world, log, document } = await opened();
  document.receive('notes', { id: 'n2', slug: null, title: 'Two' });
  document.receiveTables({ boards: [{ id: 'b1' }], notes: [{ id: 'n3', slug: null, board: 'b1' }] });
  await world.settled(document.whenSynced());
  expect(log.state.table('notes').get('n2')?.title).toBe('Two');
  expect(log.state.table('notes').get('n3')?.board).toBe('b1');
});

test('people see each other come, move and go, and not themselves', async () => {
  const { world, document } = await opened();
  const other = world.client();
  const theirs = await world.settled(other.open('d'));
  let told = 0;
  theirs.presence.subscribe(() => {
    told += 1;
  });
  document.presence.set({ name: 'Anna', color: 3 });
  await world.pass();
  expect(theirs.presence.peers).toMatchObject([{ name: 'Anna', color: 3, selection: undefined }]);
  expect(document.presence.peers).toEqual([]);
  expect(told).toBe(1);
  for (let color = 4; color < 10; color += 1) document.presence.set({ name: 'Anna', color });
  await world.pass(100);
  expect(theirs.presence.peers).toMatchObject([{ color: 9 }]);
  expect(told).toBe(2);
  document.presence.set(null);
  await world.pass(100);
  expect(theirs.presence.peers).toEqual([]);
});
