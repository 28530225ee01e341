import { canonicalSnapshot } from '@statehouse/db';
import type { SnapshotPartMessage } from '@statehouse/protocol';
import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, bodyOf, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';
import { SnapshotAssembly } from './snapshot-assembly.ts';

/** A log with three notes, and a driver that is offline at that version. */
function apart(): { log: TinyLog; driver: DocumentDriver } {
  const log = new TinyLog();
  for (const id of ['n1', 'n2', 'n3']) log.write('z', addNote(id, { body: 'hello' }));
  const driver = new DocumentDriver().open(log);
  driver.run(driver.core.disconnected());
  driver.takeSent();
  return { log, driver };
}

function adopt(driver: DocumentDriver, log: TinyLog): void {
  driver.run(driver.core.connected());
  driver.takeSent();
  driver.take(...log.openedBySnapshot('m'));
}

test('a new document is made of the parts of a snapshot and the entries behind it', () => {
  const log = new TinyLog();
  for (const id of ['n1', 'n2', 'n3']) log.write('z', addNote(id, { body: 'hello' }));
  const driver = new DocumentDriver();
  driver.run(driver.core.restored(undefined));
  driver.run(driver.core.connected());
  driver.take(...log.openedBySnapshot('m'));
  expect(driver.core.status).toMatchObject({ phase: 'live', version: 3 });
  expect(canonicalSnapshot(driver.core.snapshot)).toBe(canonicalSnapshot(log.state));
});

test('a snapshot is merged in: rows that it does not change stay the same objects', () => {
  const { log, driver } = apart();
  const before = ['n1', 'n2', 'n3'].map((id) => driver.core.snapshot.table('notes').get(id));
  log.write('z', retitle('n2', 'Two'));
  adopt(driver, log);
  const after = ['n1', 'n2', 'n3'].map((id) => driver.core.snapshot.table('notes').get(id));
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(after[2]).toBe(before[2]);
  const { cause, effect } = driver.events.at(-1) ?? {};
  expect(cause).toBe('remote');
  expect(effect?.map(({ id }) => id)).toEqual(['n2']);
});

test('what is pending stands on the snapshot, carried over the difference of the texts', () => {
  const { log, driver } = apart();
  driver.commit(type('n1', 'z:1', 5, '!'));
  log.write('z', type('n1', 'z:1', 0, '> '));
  adopt(driver, log);
  expect(bodyOf(driver.core.snapshot, 'n1')).toBe('> hello!');
  expect(driver.core.pendingSequences).toEqual([1]);
  expect(driver.submissions).toMatchObject([{ base: 4, first: 1, operations: [type('n1', 'z:1', 7, '!')] }]);
  driver.answer(log);
  expect(bodyOf(driver.core.confirmed, 'n1')).toBe('> hello!');
});

test('own operations whose answers stand inside the snapshot leave pending, the others stay', () => {
  const { log, driver } = apart();
  driver.reopen(log);
  driver.commit(vote('n1'));
  driver.turn();
  for (const submission of driver.submissions) log.submit('m', submission);
  driver.run(driver.core.disconnected());
  driver.commit(vote('n1', 10));
  adopt(driver, log);
  expect(driver.core.pendingSequences).toEqual([2]);
  expect(driver.core.confirmed.table('notes').get('n1')?.votes).toBe(1);
  expect(driver.core.snapshot.table('notes').get('n1')?.votes).toBe(11);
  driver.answer(log);
  expect(driver.core.status.pending).toBe(0);
  expect(canonicalSnapshot(driver.core.confirmed)).toBe(canonicalSnapshot(log.state));
});

test('a text of which only the difference is known may be carried otherwise than by the log, which wins', () => {
  const { log, driver } = apart();
  log.write('z', addNote('n4', { body: 'aa' }));
  driver.reopen(log);
  driver.commit(type('n4', 'z:4', 1, 'X'));
  driver.turn();
  const [submission] = driver.submissions;
  driver.run(driver.core.disconnected());
  log.write('z', type('n4', 'z:4', 0, 'a'));
  adopt(driver, log);
  expect(bodyOf(driver.core.snapshot, 'n4')).toBe('aXaa');
  if (submission !== undefined) log.submit('m', submission);
  driver.take(log.deliver(driver.core.status.version));
  expect(bodyOf(driver.core.snapshot, 'n4')).toBe('aaXa');
  expect(driver.divergences).toEqual([true]);
  expect(driver.core.status.pending).toBe(0);
});

test('an opening behind a snapshot of which a part was lost is asked for again', () => {
  const log = new TinyLog();
  for (const id of ['n1', 'n2', 'n3']) log.write('z', addNote(id));
  const driver = new DocumentDriver();
  driver.run(driver.core.restored(undefined));
  driver.run(driver.core.connected());
  driver.takeSent();
  const messages = log.openedBySnapshot('m');
  driver.take(...messages.filter((_, index) => index !== 1));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 0 }]);
  expect(driver.core.status).toMatchObject({ phase: 'opening', version: 0 });
  driver.take(...messages);
  expect(driver.core.status).toMatchObject({ phase: 'live', version: 3 });
});

test('the parts of a lost connection are not completed by those of the next', () => {
  const log = new TinyLog();
  for (const id of ['n1', 'n2', 'n3']) log.write('z', addNote(id));
  const driver = new DocumentDriver();
  driver.run(driver.core.restored(undefined));
  driver.run(driver.core.connected());
  const messages = log.openedBySnapshot('m');
  driver.take(...messages.slice(0, 2));
  driver.run(driver.core.disconnected());
  driver.run(driver.core.connected());
  driver.take(...messages.slice(2));
  expect(driver.core.status.version).toBe(0);
});

test('a part of a snapshot is a word from the server: nothing is asked again while parts arrive', () => {
  const log = new TinyLog();
  for (const id of ['n1', 'n2', 'n3']) log.write('z', addNote(id));
  const driver = new DocumentDriver();
  driver.run(driver.core.restored(undefined));
  driver.run(driver.core.connected());
  driver.takeSent();
  for (const part of log.openedBySnapshot('m').slice(0, 3)) {
    driver.take(part);
    driver.run(driver.core.timer('resync'));
  }
  expect(driver.takeSent()).toEqual([]);
  driver.run(driver.core.timer('resync'));
  expect(driver.takeSent()).toEqual([{ kind: 'open', document: 'd', since: 0 }]);
});

test('own work that is answered behind a snapshot is not in it: its entry says what became of it', () => {
  const { log, driver } = apart();
  log.refuses = ({ name }) => (name === 'no' ? 'server/read-only' : undefined);
  driver.commit({ ...vote('n1'), name: 'no' });
  driver.run(driver.core.connected());
  driver.take(log.opened('m', 3));
  const [submission] = driver.submissions;
  driver.run(driver.core.disconnected());
  log.write('z', retitle('n1', 'One'));
  driver.run(driver.core.connected());
  const parts = log.openedBySnapshot('m').filter(({ kind }) => kind === 'snapshot-part');
  if (submission !== undefined) log.submit('m', submission);
  driver.take(...parts, log.opened('m', 4));
  expect(driver.core.status).toMatchObject({ phase: 'live', version: 5, pending: 0 });
  expect(driver.core.refused).toMatchObject([{ sequence: 1, code: 'server/read-only' }]);
  expect(canonicalSnapshot(driver.core.confirmed)).toBe(canonicalSnapshot(log.state));
});

function part(version: number, index: number, parts: number): SnapshotPartMessage {
  const row = { fields: { title: `${version}/${index}` } };
  const rows = [['notes', `n${index}`, row] as const];
  return { kind: 'snapshot-part', document: 'd', version, part: index, parts, rows };
}

test('an assembly gives what has all parts of one version in order, and nothing else', () => {
  const assembly = new SnapshotAssembly();
  expect(assembly.finish(0)).toBeUndefined();
  for (const index of [0, 1]) assembly.take(part(5, index, 2));
  expect(assembly.finish(5)?.rows.map(([, id]) => id)).toEqual(['n0', 'n1']);
  expect(assembly.finish(5)).toBeUndefined();
  for (const index of [0, 1]) assembly.take(part(5, index, 2));
  expect(assembly.finish(6)).toBeUndefined();
  for (const [version, index] of [
    [5, 0],
    [6, 1],
  ] as const)
    assembly.take(part(version, index, 2));
  expect(assembly.finish(5)).toBeUndefined();
  for (const index of [0, 2, 1]) assembly.take(part(5, index, 3));
  expect(assembly.finish(5)).toBeUndefined();
  for (const index of [0, 1, 0]) assembly.take(part(5, index, 3));
  expect(assembly.finish(5)).toBeUndefined();
});
