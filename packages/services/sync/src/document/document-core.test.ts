import { canonicalSnapshot } from '@statehouse/db';
import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, bodyOf, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';

/** A live driver over a log that somebody else has written a note to. */
function opened(options: { readonly device?: boolean } = {}): { log: TinyLog; driver: DocumentDriver } {
  const log = new TinyLog();
  log.write('z', addNote('n1', { title: 'One', body: 'hello' }));
  const driver = new DocumentDriver(options).open(log);
  driver.takeSent();
  return { log, driver };
}

test('a document asks the server once the device was read and the connection is there', () => {
  const driver = new DocumentDriver();
  driver.run(driver.core.connected());
  expect(driver.sent).toEqual([]);
  expect(driver.core.status).toMatchObject({ phase: 'loading', saved: 'server' });
  driver.run(driver.core.restored(undefined));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 0 }]);
  expect(driver.core.status.phase).toBe('opening');
  expect(driver.core.hasState).toBe(false);
  driver.take(new TinyLog().opened('m', 0));
  expect(driver.core.status).toMatchObject({ phase: 'live', role: 'writer', version: 0 });
  expect(driver.core.hasState).toBe(true);
});

test('a device that is read a second time changes nothing', () => {
  const { driver } = opened();
  driver.commit(addNote('n2'));
  driver.run(driver.core.restored(undefined));
  driver.run(driver.core.loadFailed('sync/device-damaged', 'too late'));
  expect(driver.core.status).toMatchObject({ phase: 'live', pending: 1 });
});

test('an own operation shows at once, is sent with its base, and leaves pending by the answer of the log', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1', 2));
  expect(driver.core.snapshot.table('notes').get('n1')?.votes).toBe(2);
  expect(driver.core.confirmed.table('notes').get('n1')?.votes).toBe(0);
  driver.turn();
  expect(driver.submissions).toEqual([
    { kind: 'submit', document: 'd', base: 1, first: 1, schemaVersion: 1, operations: [vote('n1', 2)] },
  ]);
  const before = driver.core.snapshot;
  driver.answer(log);
  expect(driver.core.status).toMatchObject({ version: 2, pending: 0, saved: 'server' });
  expect(driver.core.snapshot).toBe(before);
  expect(driver.core.confirmed).toBe(before);
  expect(driver.events.map(({ cause }) => cause)).toEqual(['remote', 'local']);
});

test('one submission is in flight; what comes meanwhile goes with the next, over the entries between', () => {
  const { log, driver } = opened();
  driver.commit(type('n1', 'z:1', 5, '!'));
  driver.turn();
  driver.commit(type('n1', 'z:1', 6, '?'));
  driver.turn();
  expect(driver.submissions).toHaveLength(1);
  log.write('z', type('n1', 'z:1', 0, '> '));
  driver.take(log.deliver(1));
  expect(bodyOf(driver.core.snapshot, 'n1')).toBe('> hello!?');
  expect(driver.submissions).toHaveLength(1);
  driver.answer(log);
  expect(driver.submissions).toMatchObject([{ base: 3, first: 2, operations: [type('n1', 'z:1', 8, '?')] }]);
  driver.answer(log);
  expect(bodyOf(driver.core.confirmed, 'n1')).toBe('> hello!?');
  expect(canonicalSnapshot(driver.core.confirmed)).toBe(canonicalSnapshot(log.state));
  expect(driver.divergences).toEqual([]);
});

test('a delivery that is known already changes nothing', () => {
  const { log, driver } = opened();
  log.write('z', vote('n1'));
  driver.take(log.deliver(1));
  const { snapshot } = driver.core;
  driver.take(log.deliver(1), log.deliver(0));
  expect(driver.core.snapshot).toBe(snapshot);
  expect(driver.core.status.version).toBe(2);
  expect(driver.takeSent()).toEqual([]);
});

test('a delivery that begins with what is known gives the rest', () => {
  const { log, driver } = opened();
  log.write('z', vote('n1'));
  driver.take(log.deliver(1));
  log.write('z', vote('n1'));
  driver.take(log.deliver(1));
  expect(driver.core.snapshot.table('notes').get('n1')?.votes).toBe(2);
  expect(driver.core.status.version).toBe(3);
});

test('a gap is filled by asking again from the confirmed version', () => {
  const { log, driver } = opened();
  for (let index = 0; index < 3; index += 1) log.write('z', vote('n1'));
  driver.take(log.deliver(2));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 1 }]);
  expect(driver.core.status.phase).toBe('opening');
  driver.take(log.deliver(3));
  expect(driver.core.status.version).toBe(1);
  driver.take(log.opened('m', 1));
  expect(driver.core.status).toMatchObject({ phase: 'live', version: 4 });
  expect(driver.core.snapshot.table('notes').get('n1')?.votes).toBe(3);
});

test('an acknowledgement that was lost is found among the entries on coming back', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1'));
  driver.turn();
  for (const submission of driver.submissions) log.submit('m', submission);
  driver.takeSent();
  driver.run(driver.core.disconnected());
  driver.commit(vote('n1'));
  driver.reopen(log);
  expect(driver.core.pendingSequences).toEqual([2]);
  expect(driver.submissions).toMatchObject([{ base: 2, first: 2, operations: [vote('n1')] }]);
  expect(driver.core.snapshot.table('notes').get('n1')?.votes).toBe(2);
});

test('a submission that was lost is sent again, the same', () => {
  const { log, driver } = opened();
  driver.commit(type('n1', 'z:1', 5, '!'));
  driver.turn();
  const [lost] = driver.submissions;
  driver.takeSent();
  driver.run(driver.core.disconnected());
  expect(driver.core.status.phase).toBe('offline');
  log.write('z', type('n1', 'z:1', 0, '> '));
  driver.reopen(log);
  expect(driver.submissions).toEqual([lost]);
  driver.answer(log);
  expect(bodyOf(log.state, 'n1')).toBe('> hello!');
  expect(canonicalSnapshot(driver.core.confirmed)).toBe(canonicalSnapshot(log.state));
});

test('a lost frame does not stay lost: silence while live, or while opening, has the document asked for again', () => {
  const { driver } = opened();
  expect(driver.timers.at(-1)).toEqual({ kind: 'timer', name: 'resync', delayMs: 4_000 });
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 1 }]);
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 1 }]);
});

test('a document that hears from the server is not asked for again', () => {
  const { log, driver } = opened();
  log.write('z', vote('n1'));
  driver.take(log.deliver(1));
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([]);
  expect(driver.timers.at(-1)).toEqual({ kind: 'timer', name: 'resync', delayMs: 10_000 });
});

test('a submission without an answer is asked after, though others are heard of', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1'));
  driver.turn();
  const lost = driver.takeSent();
  log.write('z', vote('n1'));
  driver.take(log.deliver(1));
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 2 }]);
  driver.take(log.opened('m', 2));
  expect(driver.submissions).toEqual(lost);
});

test('the resync of a document that is offline does nothing', () => {
  const { driver } = opened();
  driver.run(driver.core.disconnected());
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([]);
});

test('a refused opening is told with its code, and tried again on the next connection', () => {
  const driver = new DocumentDriver();
  driver.run(driver.core.connected());
  driver.run(driver.core.restored(undefined));
  driver.take({ kind: 'error', document: 'd', code: 'server/forbidden', message: 'Not yours.' });
  const error = { code: 'server/forbidden', message: 'Not yours.' };
  expect(driver.core.status).toMatchObject({ phase: 'failed', error });
  expect(driver.core.hasState).toBe(false);
  driver.run(driver.core.disconnected());
  driver.reopen(new TinyLog());
  expect(driver.core.status).toMatchObject({ phase: 'live', error: undefined });
});

test('entries of the schema take a version and change nothing', () => {
  const { log, driver } = opened();
  const { snapshot } = driver.core;
  driver.take({
    kind: 'deliver',
    document: 'd',
    from: 1,
    to: 2,
    entries: [{ kind: 'schema', version: 2, schemaVersion: 1 }],
  });
  expect(driver.core.status.version).toBe(2);
  expect(driver.core.snapshot).toBe(snapshot);
  expect(log.head).toBe(1);
});

test('rows that an event does not touch stay the same objects', () => {
  const { log, driver } = opened();
  driver.commit(addNote('n2', { title: 'Two' }));
  driver.turn();
  const rows = () => ['n1', 'n2'].map((id) => driver.core.snapshot.table('notes').get(id));
  const before = rows();
  log.write('z', addNote('n3'));
  driver.take(log.deliver(1));
  driver.answer(log);
  expect(rows()[0]).toBe(before[0]);
  expect(rows()[1]).toBe(before[1]);
});

test('after the last own operation all is on the server, whoever came between', () => {
  const { log, driver } = opened({ device: false });
  driver.commit(retitle('n1', 'Mine'));
  log.write('z', retitle('n1', 'Theirs'));
  driver.turn();
  driver.answer(log);
  expect(driver.core.status).toMatchObject({ version: 3, pending: 0, saved: 'server' });
  expect(driver.core.snapshot.table('notes').get('n1')?.title).toBe('Mine');
  expect(driver.divergences).toEqual([]);
});

test('an entry that does not fit is not taken: the document fails visibly, stays as it was, and writes nothing', () => {
  const { driver } = opened();
  driver.commit(vote('n1', 2));
  const { snapshot } = driver.core;
  const effect = [{ kind: 'modify', table: 'notes', id: 'nobody', fields: {} }] as const;
  const entry = { kind: 'operation', version: 2, client: 'z', sequence: 2, author: 'z', timeMs: 1 } as const;
  driver.take({
    kind: 'deliver',
    document: 'd',
    from: 1,
    to: 2,
    entries: [{ ...entry, effect, conflicts: [] }],
  });
  expect(driver.core.status).toMatchObject({
    phase: 'failed',
    version: 1,
    error: { code: 'ot/effect-mismatch' },
  });
  expect(driver.core.snapshot).toBe(snapshot);
  driver.turn();
  expect(driver.submissions).toEqual([]);
});

test('an error of the moment lets the document be asked for again; others end it', () => {
  const { driver } = opened();
  driver.take({ kind: 'error', code: 'server/slow-down', message: 'wait', document: 'd' });
  expect(driver.core.status).toMatchObject({ phase: 'opening', error: { code: 'server/slow-down' } });
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 1 }]);
  driver.take({ kind: 'error', code: 'server/forbidden', message: 'no', document: 'd' });
  expect(driver.core.status.phase).toBe('failed');
});
