import type { PeerView } from '@statehouse/sync';
import { expect, test } from 'vitest';
import { show } from './testing/screen.ts';
import { addTask } from './testing/task-edits.ts';
import { turn } from './testing/turn.ts';
import { World } from './testing/world.ts';
import { usePresence } from './use-presence.ts';

async function people() {
  const world = new World();
  world.server.play([addTask('t', 1)]);
  const document = await world.open();
  const incarnation = document.snapshot.table('tasks').get('t')?.title.incarnation ?? '';
  const caret = (at: number) => ({
    table: 'tasks',
    id: 't',
    field: 'title',
    incarnation,
    anchor: at,
    head: at,
  });
  const person = (name: string, at?: number) => ({
    connection: `k-${name}`,
    client: name,
    user: name,
    version: 1,
    sequence: 0,
    state: { name, color: 1, ...(at === undefined ? {} : { selection: caret(at) }) },
  });
  const seen: (readonly PeerView[])[] = [];
  function Carets() {
    const { peers } = usePresence(document);
    seen.push(peers);
    return peers.map(({ name, selection }) => `${name}@${selection?.head}`).join();
  }
  return { world, document, person, seen, Carets };
}

test('shows who is here and where, and who did not move is the same object', async () => {
  const { world, person, seen, Carets } = await people();
  const screen = show(<Carets />);
  world.server.playPeers([person('ben', 2), person('cyrus', 4)]);
  await world.pass();
  expect(screen.text).toBe('ben@2,cyrus@4');
  world.server.playPeers([person('cyrus', 1)]);
  await world.pass();
  expect(screen.text).toBe('ben@2,cyrus@1');
  const [before, after] = seen.slice(-2);
  expect(after?.[0]).toBe(before?.[0]);
  world.server.playPeers([person('cyrus', 1)]);
  await world.pass();
  world.server.playPeers([], ['k-ben']);
  await world.pass();
  expect(screen.text).toBe('cyrus@1');
  expect(seen).toHaveLength(4);
});

test('carets move with the text, and edits elsewhere render nothing', async () => {
  const { world, document, person, seen, Carets } = await people();
  world.server.playPeers([person('ben', 2)]);
  await world.pass();
  const screen = show(<Carets />);
  document.transact((tx) => tx.tasks.modify('t', { done: true }));
  await world.pass();
  expect(seen).toHaveLength(1);
  document.transact((tx) => tx.tasks.text('t', 'title').insert(0, 'Oat '));
  // At once, and not when the server has answered.
  await turn();
  expect(screen.text).toBe('ben@6');
  await world.pass();
  expect(screen.text).toBe('ben@6');
  expect(seen).toHaveLength(2);
});

test('with a selector only its part of the peers renders', async () => {
  const { world, document, person } = await people();
  const renders = { count: 0, here: 0 };
  function Count() {
    renders.count += 1;
    return String(usePresence(document, (peers) => peers.length).peers);
  }
  function Here() {
    renders.here += 1;
    const { peers } = usePresence(document, (all) => all.filter(({ selection }) => selection?.id === 't'));
    return peers.map(({ name }) => name).join();
  }
  const screen = show([<Count key="count" />, <Here key="here" />]);
  world.server.playPeers([person('ben'), person('cyrus', 1)]);
  await world.pass();
  expect(screen.text).toBe('2cyrus');
  expect(renders).toEqual({ count: 2, here: 2 });
  for (let at = 0; at < 4; at += 1) {
    world.server.playPeers([person('cyrus', at)]);
    await world.pass();
  }
  expect(renders).toEqual({ count: 2, here: 6 });
  for (const color of [3, 4, 5]) {
    world.server.playPeers([{ ...person('ben'), state: { name: 'ben', color } }]);
    await world.pass();
  }
  expect(renders).toEqual({ count: 2, here: 6 });
});

test('what one shows of oneself is sent, by a function that stays the same', async () => {
  const { world, document } = await people();
  const shows = new Set<unknown>();
  function Me({ name }: { readonly name: string }) {
    const { show: showMe } = usePresence(document, (peers) => peers.length);
    shows.add(showMe);
    return <button type="button" onClick={() => showMe({ name, color: 3 })} />;
  }
  const screen = show(<Me name="Ann" />);
  screen.render(<Me name="Anna" />);
  screen.find('button').click();
  await world.pass(100);
  expect(shows.size).toBe(1);
  expect(world.server.shown).toEqual({ name: 'Anna', color: 3 });
});
