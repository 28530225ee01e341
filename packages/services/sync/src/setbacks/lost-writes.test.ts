import type { Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';

const REMOVE: Operation = { edits: [{ kind: 'delete', table: 'notes', id: 'n1' }] };

/** A live driver and its log, in which z has made a note. */
function opened(): { log: TinyLog; driver: DocumentDriver } {
  const log = new TinyLog();
  log.write('z', addNote('n1', { body: 'hello' }));
  return { log, driver: new DocumentDriver().open(log) };
}

function submit(driver: DocumentDriver, log: TinyLog, ...operations: readonly Operation[]): void {
  for (const operation of operations) driver.commit(operation);
  driver.turn();
  driver.answer(log);
}

/** Somebody writes who has seen no more than this version. */
function unseen(log: TinyLog, client: string, operation: Operation, seen = 1): void {
  log.write(client, { ...operation, seen });
}

function tell(driver: DocumentDriver, log: TinyLog): void {
  driver.take(log.deliver(driver.core.status.version));
}

async function reloaded(driver: DocumentDriver): Promise<DocumentDriver> {
  const next = new DocumentDriver({ contents: driver.contents });
  await next.load();
  return next;
}

const lostTitle = {
  kind: 'overwritten',
  table: 'notes',
  id: 'n1',
  field: 'title',
  lost: 'Mine',
  won: 'Theirs',
};

test('a write that somebody overwrites who had not seen it is a conflict, with the winner', () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'));
  unseen(log, 'y', retitle('n1', 'Theirs'));
  tell(driver, log);
  expect(driver.core.conflicts).toEqual([
    { key: '3/0', version: 3, timeMs: 0, conflict: lostTitle, author: 'author of y', client: 'y' },
  ]);
});

test('it is one too if own work is confirmed and overwritten in one delivery', () => {
  const { log, driver } = opened();
  driver.commit(retitle('n1', 'Mine'));
  driver.turn();
  for (const message of driver.takeSent()) if (message.kind === 'submit') log.submit('m', message);
  unseen(log, 'y', retitle('n1', 'Theirs'));
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([{ version: 3, conflict: lostTitle }]);
});

test('what somebody had seen and changed all the same is editing', () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'));
  log.write('y', retitle('n1', 'Theirs'));
  tell(driver, log);
  unseen(log, 'y', REMOVE, 2);
  tell(driver, log);
  expect(driver.core.conflicts).toEqual([]);
});

test('the same value is no conflict, and neither is what merges', () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'), vote('n1'), type('n1', 'z:1', 0, '> '));
  unseen(log, 'y', retitle('n1', 'Mine'));
  unseen(log, 'y', vote('n1', 5));
  unseen(log, 'y', type('n1', 'z:1', 2, 'x'));
  tell(driver, log);
  expect(driver.core.conflicts).toEqual([]);
});

test('the value of an earlier own write is not asked for when a later one stands there', () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'First'), retitle('n1', 'Mine'));
  unseen(log, 'y', retitle('n1', 'Theirs'), 2);
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([{ conflict: lostTitle }]);
});

test('an entity in which one wrote, deleted unseen, is a conflict with all that it was', () => {
  const { log, driver } = opened();
  submit(driver, log, type('n1', 'z:1', 5, '!'), vote('n1'));
  unseen(log, 'y', REMOVE);
  tell(driver, log);
  const [conflict] = driver.core.conflicts;
  expect(conflict).toMatchObject({ version: 4, author: 'author of y', client: 'y' });
  expect(conflict?.conflict).toEqual({
    kind: 'deleted',
    table: 'notes',
    id: 'n1',
    lost: {
      fields: { board: null, title: '', slug: null, body: { incarnation: 'z:1', text: 'hello!' }, votes: 1 },
    },
  });
});

test('what one has put into something that somebody deletes with all that is in it is lost the same way', () => {
  const { log, driver } = opened();
  log.write('z', { edits: [{ kind: 'insert', table: 'boards', id: 'b1', fields: {} }] });
  tell(driver, log);
  submit(driver, log, addNote('n2', { board: 'b1', title: 'Mine' }));
  unseen(log, 'y', { edits: [{ kind: 'delete', table: 'boards', id: 'b1' }] }, 2);
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([
    { conflict: { kind: 'deleted', id: 'n2', lost: { fields: { title: 'Mine' } } } },
  ]);
});

test('a conflict about what somebody had deleted before says who it was', () => {
  const { log, driver } = opened();
  driver.run(driver.core.disconnected());
  driver.commit(retitle('n1', 'Mine'));
  log.write('y', REMOVE);
  driver.reopen(log);
  driver.turn();
  driver.answer(log);
  expect(driver.core.conflicts).toMatchObject([
    { version: 3, conflict: { kind: 'entity-missing' }, author: 'author of y', client: 'y' },
  ]);
});

test('of several that overwrite one thing the newest is the winner, whatever they had seen', () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'));
  unseen(log, 'y', retitle('n1', 'Theirs'));
  unseen(log, 'x', retitle('n1', 'Another'));
  log.write('w', retitle('n1', 'Newest'));
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([
    { key: '5/0', version: 5, conflict: { lost: 'Mine', won: 'Newest' }, client: 'w' },
  ]);
  log.write('w', REMOVE);
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([{ version: 6, conflict: { lost: 'Mine' }, client: 'w' }]);
  expect(driver.core.conflicts[0]?.conflict).not.toHaveProperty('won');
});

test.each<readonly [string, (log: TinyLog, driver: DocumentDriver) => void]>([
  ['taken back by oneself', (log, driver) => submit(driver, log, retitle('n1', 'Mine'))],
  ['replaced by oneself', (log, driver) => submit(driver, log, retitle('n1', 'Neither'))],
  ['put back by somebody', (log) => log.write('y', retitle('n1', 'Mine'))],
])('a conflict goes by itself when the value is %s', (_, settle) => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'));
  unseen(log, 'y', retitle('n1', 'Theirs'));
  tell(driver, log);
  expect(driver.core.conflicts).toHaveLength(1);
  settle(log, driver);
  driver.answer(log);
  expect(driver.core.conflicts).toEqual([]);
});

test('a deletion goes by itself when the entity is inserted again as it was', () => {
  const { log, driver } = opened();
  submit(driver, log, vote('n1'));
  unseen(log, 'y', REMOVE);
  tell(driver, log);
  log.write('y', addNote('n1', { title: 'not it' }));
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([
    { conflict: { kind: 'deleted', won: { fields: { title: 'not it' } } } },
  ]);
  submit(driver, log, REMOVE, addNote('n1', { body: 'hello' }));
  expect(driver.core.conflicts).toEqual([]);
});

test('of an entity that is deleted twice the newer deletion is kept', () => {
  const { log, driver } = opened();
  submit(driver, log, vote('n1'));
  unseen(log, 'y', REMOVE);
  log.write('y', addNote('n1', { title: 'again' }));
  tell(driver, log);
  submit(driver, log, vote('n1'));
  unseen(log, 'x', REMOVE, 4);
  tell(driver, log);
  expect(driver.core.conflicts).toMatchObject([
    { version: 6, conflict: { kind: 'deleted', lost: { fields: { title: 'again' } } }, client: 'x' },
  ]);
});

test('conflicts and refusals outlive the page, until they are dismissed', async () => {
  const { log, driver } = opened();
  log.refuses = ({ name }) => (name === 'no' ? 'server/read-only' : undefined);
  submit(driver, log, retitle('n1', 'Mine'));
  unseen(log, 'y', retitle('n1', 'Theirs'));
  tell(driver, log);
  submit(driver, log, { ...vote('n1'), name: 'no' });
  const next = await reloaded(driver);
  expect(next.core.conflicts).toEqual(driver.core.conflicts);
  expect(next.core.refused).toEqual(driver.core.refused);
  expect(next.core.refused).toHaveLength(1);
  next.run(next.core.dismissConflict('3/0'));
  next.turn();
  const later = await reloaded(next);
  expect([later.core.conflicts.length, later.core.refused.length]).toEqual([0, 1]);
  later.run(later.core.dismissRefused(2));
  later.turn();
  expect((await reloaded(later)).core.refused).toEqual([]);
});

test('what was written before a reload can be lost after it', async () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'), vote('n1'));
  const next = await reloaded(driver);
  unseen(log, 'y', retitle('n1', 'Theirs'));
  unseen(log, 'y', REMOVE);
  next.reopen(log);
  expect(next.core.conflicts).toMatchObject([
    { conflict: { kind: 'overwritten', lost: 'Mine' } },
    { conflict: { kind: 'deleted' } },
  ]);
});

test('what the device forgot with the page is found again in the entries', async () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'));
  const before = new Map(driver.contents);
  unseen(log, 'y', retitle('n1', 'Theirs'));
  tell(driver, log);
  const next = new DocumentDriver({ contents: before });
  await next.load();
  next.reopen(log);
  expect(next.core.conflicts).toEqual(driver.core.conflicts);
});

test('what was under way, and is not in the snapshot that stands in for its answer, is lost to nobody known', () => {
  const { log, driver } = opened();
  submit(driver, log, vote('n1'));
  driver.commit(retitle('n1', 'Mine'));
  driver.turn();
  for (const message of driver.takeSent()) if (message.kind === 'submit') log.submit('m', message);
  driver.run(driver.core.disconnected());
  log.write('y', retitle('n1', 'Theirs'));
  driver.run(driver.core.connected());
  driver.take(...log.openedBySnapshot('m'));
  expect(driver.core.conflicts).toEqual([{ key: '4/0', version: 4, timeMs: 0, conflict: lostTitle }]);
});

test('of what was confirmed before a snapshot it is not known who had seen it, and nothing is said', () => {
  const { log, driver } = opened();
  submit(driver, log, retitle('n1', 'Mine'));
  driver.run(driver.core.disconnected());
  unseen(log, 'y', retitle('n1', 'Theirs'));
  driver.run(driver.core.connected());
  driver.take(...log.openedBySnapshot('m'));
  expect(driver.core.conflicts).toEqual([]);
  unseen(log, 'y', retitle('n1', 'Later'));
  tell(driver, log);
  expect(driver.core.conflicts).toEqual([]);
});

test('what an operation says to have seen is what its author had before him, not what his client caught up with', () => {
  const { log, driver } = opened();
  driver.run(driver.core.disconnected());
  driver.commit(retitle('n1', 'Offline'));
  driver.commit(vote('n1'));
  log.write('y', vote('n1'));
  driver.reopen(log);
  driver.turn();
  expect(driver.submissions).toMatchObject([{ base: 2, operations: [{ seen: 1 }, vote('n1')] }]);
  expect(driver.submissions[0]?.operations[1]).not.toHaveProperty('seen');
});

test('it says nothing where the base says the same, and keeps what it says over a reload and a refusal', async () => {
  const { log, driver } = opened();
  log.refuses = ({ name }) => (name === 'no' ? 'server/read-only' : undefined);
  submit(driver, log, retitle('n1', 'Online'));
  expect(driver.core.status.pending).toBe(0);
  driver.run(driver.core.disconnected());
  driver.commit({ ...vote('n1'), name: 'no' });
  driver.commit(retitle('n1', 'Offline'));
  driver.turn();
  const next = await reloaded(driver);
  log.write('y', vote('n1'));
  next.reopen(log);
  next.turn();
  expect(next.submissions[0]?.operations[1]).toEqual({ ...retitle('n1', 'Offline'), seen: 2 });
  next.answer(log);
  expect(next.submissions[0]?.operations).toEqual([{ ...retitle('n1', 'Offline'), seen: 2 }]);
  const online = new DocumentDriver().open(new TinyLog());
  online.commit(addNote('n1'));
  online.turn();
  expect(online.submissions[0]?.operations).toEqual([addNote('n1')]);
});
