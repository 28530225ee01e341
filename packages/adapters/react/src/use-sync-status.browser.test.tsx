import type { ConnectionStatus, DocumentStatus } from '@statehouse/sync';
import { expect, expectTypeOf, test } from 'vitest';
import { show } from './testing/screen.ts';
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
    const place = { parent: null, position: `a${at + 1}` };
    world.server.play([{ kind: 'insert', table: 'tasks', id: `t${at}`, fields: {}, place }]);
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
