import { canonicalSnapshot } from '@statehouse/db';
import type { Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, bodyOf, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';

const SECRET = { ...type('n1', 'z:1', 0, 'SECRET '), name: 'secret' };

/** A log that refuses operations named `secret`, and a live driver. */
function opened(): { log: TinyLog; driver: DocumentDriver } {
  const log = new TinyLog();
  log.refuses = ({ name }) => (name === 'secret' ? 'server/read-only' : undefined);
  log.write('z', addNote('n1', { body: 'hello' }));
  return { log, driver: new DocumentDriver().open(log) };
}

function submitAll(driver: DocumentDriver, log: TinyLog, ...operations: readonly Operation[]): void {
  for (const operation of operations) driver.commit(operation);
  driver.turn();
  driver.answer(log);
}

test('a refused operation is taken back and kept with its reason until it is dismissed', () => {
  const { log, driver } = opened();
  submitAll(driver, log, SECRET);
  expect(bodyOf(driver.core.snapshot, 'n1')).toBe('hello');
  expect(driver.core.refused).toEqual([
    { sequence: 1, code: 'server/read-only', message: 'Not allowed.', operation: SECRET, timeMs: 0 },
  ]);
  expect(driver.events.map(({ cause }) => cause)).toEqual(['remote', 'local', 'rollback']);
  expect(driver.core.status).toMatchObject({ pending: 0, version: 2 });
  driver.run(driver.core.dismissRefused(2));
  expect(driver.core.refused).toHaveLength(1);
  driver.run(driver.core.dismissRefused(1));
  expect(driver.core.refused).toEqual([]);
});

test('what stands behind a refused operation is carried over its inverse and sent again under its sequences', () => {
  const { log, driver } = opened();
  for (const operation of [SECRET, type('n1', 'z:1', 12, '!'), vote('n1')]) driver.commit(operation);
  expect(bodyOf(driver.core.snapshot, 'n1')).toBe('SECRET hello!');
  driver.turn();
  driver.answer(log);
  expect(bodyOf(driver.core.snapshot, 'n1')).toBe('hello!');
  expect(driver.submissions).toMatchObject([
    { base: 2, first: 2, operations: [type('n1', 'z:1', 5, '!'), vote('n1')] },
  ]);
  driver.answer(log);
  expect(driver.core.status).toMatchObject({ pending: 0, version: 4 });
  expect(canonicalSnapshot(driver.core.snapshot)).toBe(canonicalSnapshot(log.state));
  expect(driver.divergences).toEqual([]);
});

test('the refusal of the last of a submission leaves nothing in flight', () => {
  const { log, driver } = opened();
  submitAll(driver, log, vote('n1'), SECRET);
  expect(driver.core.status.pending).toBe(0);
  submitAll(driver, log, vote('n1'));
  expect(log.state.table('notes').get('n1')?.votes).toBe(2);
  expect(driver.core.status.pending).toBe(0);
});

test('a tail that was held is free again when only the refusal is found on coming back', () => {
  const { log, driver } = opened();
  driver.commit(SECRET);
  driver.commit(vote('n1'));
  driver.turn();
  const [submission] = driver.submissions;
  if (submission !== undefined) log.submit('m', submission);
  driver.takeSent();
  driver.run(driver.core.disconnected());
  driver.reopen(log);
  expect(driver.submissions).toMatchObject([{ base: 2, first: 2, operations: [vote('n1')] }]);
});

test('a refused insertion takes its dependents along, which become conflicts of their own', () => {
  const { log, driver } = opened();
  submitAll(driver, log, { ...addNote('n2'), name: 'secret' }, retitle('n2', 'Two'));
  expect(driver.core.snapshot.table('notes').has('n2')).toBe(false);
  driver.answer(log);
  expect(driver.core.conflicts).toMatchObject([
    { key: '3/0', version: 3, conflict: { kind: 'entity-missing', id: 'n2' } },
  ]);
  expect(driver.core.status.pending).toBe(0);
});

test('own work that lost against earlier work is kept as a conflict until it is dismissed', () => {
  const { log, driver } = opened();
  log.write('z', { edits: [{ kind: 'delete', table: 'notes', id: 'n1' }] });
  submitAll(driver, log, retitle('n1', 'Mine'));
  expect(driver.core.conflicts).toMatchObject([
    { key: '3/0', version: 3, timeMs: 0, conflict: { kind: 'entity-missing', id: 'n1' } },
  ]);
  driver.run(driver.core.dismissConflict('other'));
  expect(driver.core.conflicts).toHaveLength(1);
  driver.run(driver.core.dismissConflict('3/0'));
  expect(driver.core.conflicts).toEqual([]);
});

test('an answer that differs from the prediction is counted and shown as a rollback', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1', 5));
  driver.turn();
  const [entry] = log.submit('m', {
    kind: 'submit',
    document: 'd',
    base: 1,
    first: 1,
    schemaVersion: 1,
    operations: [vote('n1', 3)],
  }).entries;
  expect(entry?.version).toBe(2);
  driver.take(log.deliver(1));
  expect(driver.divergences).toEqual([false]);
  expect(driver.events.at(-1)?.cause).toBe('rollback');
  expect(driver.core.snapshot.table('notes').get('n1')?.votes).toBe(3);
});

test('an edit under a sequence that the device had lost to a failed write is reported, and can be had again', async () => {
  const { log, driver } = opened();
  driver.turn();
  driver.commit(retitle('n1', 'sent without a copy'));
  driver.flush();
  driver.failWrite();
  driver.flush();
  driver.takeSent().forEach((message) => {
    if (message.kind === 'submit') log.submit(driver.client, message);
  });
  const reloaded = new DocumentDriver({ contents: driver.contents });
  await reloaded.load();
  reloaded.commit(vote('n1', 7));
  reloaded.turn();
  expect(reloaded.core.pendingSequences).toEqual([1]);
  reloaded.reopen(log);
  reloaded.turn();
  expect(reloaded.core.refused).toMatchObject([
    { sequence: 1, code: 'sync/sequence-taken', operation: vote('n1', 7) },
  ]);
  reloaded.commit(vote('n1', 7));
  reloaded.turn();
  reloaded.answer(log);
  expect(reloaded.core.status).toMatchObject({ pending: 0, saved: 'server' });
  expect(reloaded.core.confirmed.get('notes', 'n1')).toMatchObject({
    title: 'sent without a copy',
    votes: 7,
  });
  log.write('y', { ...retitle('n1', 'Theirs'), seen: 1 });
  reloaded.take(log.deliver(reloaded.core.status.version));
  expect(reloaded.core.conflicts).toMatchObject([{ conflict: { lost: 'sent without a copy' } }]);
});
