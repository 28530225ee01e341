import type { Peer, PresenceMessage, PresenceState } from '@statehouse/protocol';
import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';

const ANNA: PresenceState = { name: 'Anna', color: 3 };

function opened(...peers: readonly Peer[]): { log: TinyLog; driver: DocumentDriver } {
  const log = new TinyLog();
  log.write('z', addNote('n1', { body: 'hello' }));
  const driver = new DocumentDriver();
  driver.run(driver.core.restored(undefined));
  driver.run(driver.core.connected());
  driver.take(log.opened('m', 0, peers));
  driver.takeSent();
  return { log, driver };
}

/** Somebody whose caret stands at this place of the note's body. */
function peerAt(anchor: number, measured: Partial<Peer> = {}): Peer {
  const selection = { table: 'notes', id: 'n1', field: 'body', incarnation: 'z:1', anchor, head: anchor };
  const state = { name: 'Zoe', color: 5, selection, data: { tool: 'pen' } };
  return { connection: 'k2', client: 'z', user: 'zoe', version: 1, sequence: 1, state, ...measured };
}

function caret(driver: DocumentDriver): number | undefined {
  return driver.core.peers[0]?.selection?.anchor;
}

function shown(driver: DocumentDriver): readonly PresenceMessage[] {
  return driver.takeSent().filter((message) => message.kind === 'presence');
}

test('presence goes out at once, then the latest after a pause', () => {
  const { driver } = opened();
  driver.run(driver.core.showPresence(ANNA));
  expect(shown(driver)).toEqual([{ kind: 'presence', document: 'd', version: 1, sequence: 0, state: ANNA }]);
  expect(driver.timers.at(-1)).toEqual({ kind: 'timer', name: 'presence', delayMs: 50 });
  for (const color of [4, 5, 6]) driver.run(driver.core.showPresence({ ...ANNA, color }));
  expect(shown(driver)).toEqual([]);
  driver.run(driver.core.timer('presence'));
  expect(shown(driver).map(({ state }) => state?.color)).toEqual([6]);
  driver.run(driver.core.timer('presence'));
  expect(shown(driver)).toEqual([]);
  driver.run(driver.core.showPresence(null));
  expect(shown(driver).map(({ state }) => state)).toEqual([null]);
});

test('presence says at which version and own sequence it was measured', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1'));
  log.write('z', vote('n1'));
  driver.take(log.deliver(1));
  driver.run(driver.core.showPresence(ANNA));
  expect(shown(driver)).toMatchObject([{ version: 2, sequence: 1 }]);
});

test('what was shown before the connection was lost is shown on the next one, and nothing if nothing was', () => {
  const { log, driver } = opened();
  driver.run(driver.core.disconnected());
  driver.reopen(log);
  expect(shown(driver)).toEqual([]);
  driver.run(driver.core.disconnected());
  driver.run(driver.core.showPresence(ANNA));
  expect(shown(driver)).toEqual([]);
  driver.reopen(log);
  expect(shown(driver).map(({ state }) => state)).toEqual([ANNA]);
  driver.run(driver.core.disconnected());
  driver.run(driver.core.timer('presence'));
  driver.reopen(log);
  expect(shown(driver).map(({ state }) => state)).toEqual([ANNA]);
});

test('who comes, moves and goes is seen; oneself is not', () => {
  const { driver } = opened(peerAt(2), peerAt(1, { connection: 'k1', client: 'm', user: 'anna' }));
  expect(driver.core.peers).toEqual([
    {
      connection: 'k2',
      client: 'z',
      user: 'zoe',
      name: 'Zoe',
      color: 5,
      selection: peerAt(2).state.selection,
      data: { tool: 'pen' },
    },
  ]);
  const other = peerAt(0, { connection: 'k3', client: 'y', user: 'yan' });
  driver.take({ kind: 'peers', document: 'd', changed: [peerAt(4), other], gone: [] });
  expect(driver.core.peers.map(({ selection }) => selection?.anchor)).toEqual([4, 0]);
  driver.take({ kind: 'peers', document: 'd', changed: [], gone: ['k2', 'unknown'] });
  expect(driver.core.peers.map(({ connection }) => connection)).toEqual(['k3']);
  driver.run(driver.core.disconnected());
  expect(driver.core.peers).toEqual([]);
});

test('a caret is carried over the entries that its owner had not seen', () => {
  const { log, driver } = opened(peerAt(3));
  log.write('y', type('n1', 'z:1', 0, '> '));
  driver.take(log.deliver(1));
  expect(caret(driver)).toBe(5);
  log.write('y', type('n1', 'z:1', 6, '!'));
  log.write('y', retitle('n1', 'One'));
  driver.take(log.deliver(2));
  expect(caret(driver)).toBe(5);
});

test('a caret is not carried over what its owner had seen: earlier versions, and own operations', () => {
  const { log, driver } = opened(peerAt(3));
  log.write('y', type('n1', 'z:1', 0, '> '));
  log.write('z', type('n1', 'z:1', 0, '# '));
  driver.take(log.deliver(1));
  driver.take({
    kind: 'peers',
    document: 'd',
    changed: [peerAt(7, { version: 2, sequence: 2 })],
    gone: [],
  });
  expect(caret(driver)).toBe(7);
  log.write('z', type('n1', 'z:1', 0, '- '));
  driver.take(log.deliver(3));
  expect(caret(driver)).toBe(9);
});

test('a caret is carried over own operations that wait, and stays when the log confirms them', () => {
  const { log, driver } = opened(peerAt(3));
  driver.commit(type('n1', 'z:1', 0, '> '));
  driver.turn();
  expect(caret(driver)).toBe(5);
  driver.answer(log);
  expect(driver.core.status.pending).toBe(0);
  expect(caret(driver)).toBe(5);
});

test('a caret in another text, or in a text that was replaced, stays where it is', () => {
  const { log, driver } = opened(peerAt(3));
  log.write('y', addNote('n2', { body: 'hello' }));
  log.write('y', type('n2', 'y:1', 0, '> '));
  log.write('y', { edits: [{ kind: 'delete', table: 'notes', id: 'n1' }] });
  log.write('y', addNote('n1', { body: 'hello' }));
  log.write('y', type('n1', 'y:4', 0, '> '));
  driver.take(log.deliver(1));
  driver.commit(type('n2', 'y:1', 0, '> '));
  driver.commit(type('n1', 'y:4', 0, '> '));
  expect(caret(driver)).toBe(3);
});

test('somebody without a selection has none', () => {
  const { driver } = opened({ ...peerAt(0), state: { name: 'Zoe', color: 1 } });
  expect(driver.core.peers).toMatchObject([{ name: 'Zoe', selection: undefined, data: undefined }]);
});
