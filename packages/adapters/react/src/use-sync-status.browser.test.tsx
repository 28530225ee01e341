import type { ConnectionStatus, DocumentStatus } from '@statehouse/sync';
import { expect, expectTypeOf, test } from 'vitest';
import { show } from './testing/screen.ts';
import { addTask } from './testing/task-edits.ts';
import { World } from './testing/world.ts';
import { useSyncStatus } from './use-sync-status.ts';

test('follows own work to the server, and renders only when it says something else', async () => {
  const world = new World();
  const document = await world.open();
  const seen: DocumentStatus[] = [];
  function Status() {
    const status = useSyncStatus(document);
    expectTypeOf(status).toEqualTypeOf<DocumentStatus>();
    seen.push(status);
    return null;
  }
  const screen = show(<Status />);
  for (let renders = 0; renders < 3; renders += 1) screen.render(<Status />);
  expect(new Set(seen).size).toBe(1);
  document.transact((tx) => tx.tasks.insert({ title: 'Milk' }));
  await world.pass();
  const said = [...new Set(seen)].map(({ pending, saved, version }) => ({ pending, saved, version }));
  expect(said).toEqual([
    { pending: 0, saved: 'server', version: 0 },
    { pending: 1, saved: 'memory', version: 0 },
    { pending: 0, saved: 'server', version: 1 },
  ]);
  expect(seen).toHaveLength(6);
});

test('a status that says the same is the same object, to whoever compares by identity', async () => {
  const world = new World();
  const document = await world.open();
  const seen = new Set<unknown>();
  function Status() {
    seen.add(useSyncStatus(document, (status) => status, Object.is));
    return null;
  }
  const screen = show(<Status />);
  for (let renders = 0; renders < 3; renders += 1) screen.render(<Status />);
  world.server.cut();
  await world.pass(600);
  // Live, offline, opening, and live again.
  expect(seen.size).toBe(4);
});

test('with a selector the entries of others render nothing', async () => {
  const world = new World();
  const document = await world.open();
  let renders = 0;
  function Saved() {
    renders += 1;
    return useSyncStatus(document, ({ saved, phase }) => ({ saved, phase })).saved;
  }
  const screen = show(<Saved />);
  for (let at = 0; at < 5; at += 1) {
    world.server.play([addTask(`t${at}`, at)]);
    await world.pass(5);
  }
  expect(document.status.version).toBe(5);
  expect([screen.text, renders]).toEqual(['server', 1]);
});

test('a client has a status too: its connection', async () => {
  const world = new World();
  function Connection() {
    const status = useSyncStatus(world.client);
    expectTypeOf(status).toEqualTypeOf<ConnectionStatus>();
    return status.kind;
  }
  const screen = show(<Connection />);
  expect(screen.text).toBe('connecting');
  await world.pass();
  expect(screen.text).toBe('live');
  world.server.cut();
  await world.pass(5);
  expect(screen.text).toBe('waiting');
});
