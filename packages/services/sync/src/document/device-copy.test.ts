import { canonicalSnapshot } from '@statehouse/db';
import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, bodyOf, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';

function opened(): { log: TinyLog; driver: DocumentDriver } {
  const log = new TinyLog();
  log.write('z', addNote('n1', { body: 'hello' }));
  return { log, driver: new DocumentDriver().open(log) };
}

/** The same document in a new tab, on the same device. */
async function reloaded(driver: DocumentDriver): Promise<DocumentDriver> {
  const next = new DocumentDriver({ contents: driver.contents });
  await next.load();
  return next;
}

test('where own work is: in memory, then on the device, then on the server', () => {
  const { log, driver } = opened();
  expect(driver.core.status.saved).toBe('server');
  driver.commit(vote('n1'));
  expect(driver.core.status.saved).toBe('memory');
  driver.flush();
  expect(driver.core.status.saved).toBe('memory');
  driver.finishWrite();
  expect(driver.core.status).toMatchObject({ saved: 'device', pending: 1 });
  driver.turn();
  driver.answer(log);
  expect(driver.core.status.saved).toBe('server');
});

test('without a device nothing is ever said to be on it', () => {
  const driver = new DocumentDriver({ device: false }).open(new TinyLog());
  driver.commit(addNote('n1'));
  driver.turn();
  expect(driver.writing).toBeUndefined();
  expect(driver.core.status.saved).toBe('memory');
  expect(driver.submissions).toHaveLength(1);
});

test('a reload finds confirmed and pending as they were, with the submission that was under way', async () => {
  const { log, driver } = opened();
  driver.commit(type('n1', 'z:1', 5, '!'));
  driver.turn();
  log.write('z', type('n1', 'z:1', 0, '> '));
  driver.take(log.deliver(1));
  driver.commit(vote('n1'));
  driver.turn();
  const next = await reloaded(driver);
  expect(next.core.status).toMatchObject({ phase: 'offline', version: 2, pending: 2, saved: 'device' });
  expect(canonicalSnapshot(next.core.snapshot)).toBe(canonicalSnapshot(driver.core.snapshot));
  expect(canonicalSnapshot(next.core.confirmed)).toBe(canonicalSnapshot(driver.core.confirmed));
  next.reopen(log);
  expect(next.submissions).toEqual(driver.submissions);
  next.answer(log);
  next.answer(log);
  expect(next.core.status).toMatchObject({ pending: 0, saved: 'server' });
  expect(bodyOf(next.core.confirmed, 'n1')).toBe('> hello!');
  expect(canonicalSnapshot(next.core.confirmed)).toBe(canonicalSnapshot(log.state));
});

test('a reload goes on with the next sequence', async () => {
  const { log, driver } = opened();
  driver.commit(vote('n1'));
  driver.turn();
  driver.answer(log);
  const next = await reloaded(driver);
  next.commit(vote('n1'));
  expect(next.core.pendingSequences).toEqual([2]);
});

test('a device that lost the last operations goes on behind those that the server has answered', async () => {
  const { log, driver } = opened();
  const copy = new Map(driver.contents);
  driver.commit(vote('n1'));
  driver.turn();
  driver.answer(log);
  const next = new DocumentDriver({ contents: copy });
  await next.load();
  next.reopen(log);
  expect(next.core.snapshot.table('notes').get('n1')?.votes).toBe(1);
  next.commit(vote('n1'));
  expect(next.core.pendingSequences).toEqual([2]);
});

test('nothing is written before the device was read, or over what cannot be read', () => {
  const driver = new DocumentDriver();
  driver.commit(addNote('n1'));
  driver.turn();
  expect(driver.contents.size).toBe(0);
  driver.run(driver.core.loadFailed('sync/device-damaged', 'broken'));
  driver.commit(addNote('n2'));
  driver.turn();
  driver.run(driver.core.connected());
  driver.run(driver.core.disconnected());
  expect(driver.contents.size).toBe(0);
  expect(driver.sent).toEqual([]);
  expect(driver.core.status).toMatchObject({ phase: 'failed', error: { code: 'sync/device-damaged' } });
});

test('a device that fails does not stop the work, and it is said', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1'));
  driver.flush();
  driver.failWrite();
  expect(driver.core.status).toMatchObject({ phase: 'live', error: { code: 'storage/quota' } });
  driver.turn();
  expect(driver.core.status.saved).toBe('memory');
  expect(driver.submissions).toHaveLength(1);
  driver.answer(log);
  expect(driver.core.status).toMatchObject({ pending: 0, saved: 'server' });
});

test('a device that has recovered holds everything again, and nothing is said any more', async () => {
  const { log, driver } = opened();
  driver.run(driver.core.disconnected());
  driver.commit(vote('n1'));
  driver.flush();
  driver.failWrite();
  driver.turn();
  driver.commit(retitle('n1', 'Later'));
  expect(driver.core.status.saved).toBe('memory');
  driver.turn();
  expect(driver.core.status).toMatchObject({ saved: 'device', error: undefined });
  const next = await reloaded(driver);
  expect(canonicalSnapshot(next.core.snapshot)).toBe(canonicalSnapshot(driver.core.snapshot));
  expect(next.core.pendingSequences).toEqual([1, 2]);
  expect(log.head).toBe(1);
});

test('that the device fails is still said after the document was opened anew', () => {
  const { log, driver } = opened();
  driver.commit(vote('n1'));
  driver.flush();
  driver.failWrite();
  driver.turn();
  driver.run(driver.core.disconnected());
  driver.run(driver.core.connected());
  driver.run(driver.core.message(log.opened('m', driver.core.status.version)));
  expect(driver.core.status.error?.code).toBe('storage/quota');
});

test('a snapshot of the server replaces what the device holds', async () => {
  const { log, driver } = opened();
  driver.run(driver.core.disconnected());
  log.write('z', { edits: [{ kind: 'delete', table: 'notes', id: 'n1' }] });
  log.write('z', addNote('n2', { title: 'Two' }));
  driver.run(driver.core.connected());
  driver.take(...log.openedBySnapshot('m'));
  const next = await reloaded(driver);
  expect(next.core.status.version).toBe(3);
  expect(canonicalSnapshot(next.core.confirmed)).toBe(canonicalSnapshot(log.state));
  expect([...driver.contents.keys()].filter((key) => key.includes('/tail/'))).toEqual([]);
});
