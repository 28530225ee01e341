import { expect, test } from 'vitest';
import { DocumentDriver } from '../testing/document-driver.ts';
import { addNote, bodyOf, retitle, type, vote } from '../testing/notes.ts';
import { TinyLog } from '../testing/tiny-log.ts';

function logWithNote(): TinyLog {
  const log = new TinyLog();
  log.write('z', addNote('n1', { body: 'hello' }));
  return log;
}

/** How many operations each submission held, all answered at once. */
function sizes(driver: DocumentDriver, log: TinyLog): readonly number[] {
  const found: number[] = [];
  for (;;) {
    const [submission] = driver.submissions;
    if (submission === undefined) return found;
    found.push(submission.operations.length);
    driver.answer(log);
  }
}

test('a submission holds no more operations than allowed', () => {
  const log = logWithNote();
  const limits = { maxOperations: 3, maxCharacters: 100_000 };
  const driver = new DocumentDriver({ limits }).open(log);
  for (let index = 0; index < 7; index += 1) driver.commit(vote('n1'));
  driver.turn();
  expect(sizes(driver, log)).toEqual([3, 3, 1]);
  expect(log.state.table('notes').get('n1')?.votes).toBe(7);
});

test('a submission holds no more characters than allowed, but always one operation', () => {
  const log = logWithNote();
  const size = JSON.stringify(retitle('n1', 'x'.repeat(100))).length + 1;
  const limits = { maxOperations: 100, maxCharacters: 2 * size };
  const driver = new DocumentDriver({ limits }).open(log);
  for (const length of [100, 100, 100, 10_000, 100]) driver.commit(retitle('n1', 'x'.repeat(length)));
  driver.turn();
  expect(sizes(driver, log)).toEqual([2, 1, 1, 1]);
});

test('a submission leaves only when the device holds it', () => {
  const log = logWithNote();
  const driver = new DocumentDriver().open(log);
  driver.commit(vote('n1'));
  driver.flush();
  expect(driver.writing).toBeDefined();
  expect(driver.submissions).toEqual([]);
  driver.finishWrite();
  driver.flush();
  expect(driver.submissions).toHaveLength(1);
});

test('what was begun while offline goes in one submission, formed on coming back', () => {
  const log = logWithNote();
  const driver = new DocumentDriver().open(log);
  driver.run(driver.core.disconnected());
  for (let index = 0; index < 5; index += 1) {
    driver.commit(vote('n1'));
    driver.turn();
  }
  expect(driver.submissions).toEqual([]);
  log.write('z', vote('n1', 100));
  driver.reopen(log);
  expect(driver.submissions).toMatchObject([{ base: 2, first: 1 }]);
  expect(sizes(driver, log)).toEqual([5]);
});

test('neighbouring unsent keystrokes become one operation under one sequence', () => {
  const log = logWithNote();
  const driver = new DocumentDriver({ composeUnsent: true }).open(log);
  for (const [index, letter] of [...' you'].entries()) driver.commit(type('n1', 'z:1', 5 + index, letter));
  expect(driver.core.pendingSequences).toEqual([1]);
  expect(bodyOf(driver.core.snapshot, 'n1')).toBe('hello you');
  driver.turn();
  expect(driver.submissions).toMatchObject([{ first: 1, operations: [type('n1', 'z:1', 5, ' you')] }]);
  driver.answer(log);
  expect(driver.core.status).toMatchObject({ pending: 0, version: 2 });
  expect(bodyOf(driver.core.confirmed, 'n1')).toBe('hello you');
});

test('what was sent is never joined with anything', () => {
  const log = logWithNote();
  const driver = new DocumentDriver({ composeUnsent: true }).open(log);
  driver.commit(type('n1', 'z:1', 5, '!'));
  driver.turn();
  driver.commit(type('n1', 'z:1', 6, '?'));
  driver.commit(type('n1', 'z:1', 7, '?'));
  expect(driver.core.pendingSequences).toEqual([1, 2]);
  expect(driver.submissions).toMatchObject([{ operations: [type('n1', 'z:1', 5, '!')] }]);
  driver.answer(log);
  expect(driver.submissions).toMatchObject([{ first: 2, operations: [type('n1', 'z:1', 6, '??')] }]);
});

test('only keystrokes in one text are joined', () => {
  const log = logWithNote();
  log.write('z', addNote('n2', { body: '' }));
  const driver = new DocumentDriver({ composeUnsent: true }).open(log);
  driver.commit(type('n1', 'z:1', 5, '!'));
  driver.commit(type('n2', 'z:2', 0, '!'));
  driver.commit(vote('n2'));
  driver.commit(vote('n2'));
  driver.commit({ ...type('n2', 'z:2', 1, '?'), name: 'ask' });
  driver.commit(type('n2', 'z:2', 2, '?'));
  expect(driver.core.pendingSequences).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a joined keystroke is saved in its new wording before it counts as saved', () => {
  const driver = new DocumentDriver({ composeUnsent: true });
  const log = logWithNote();
  driver.open(log);
  driver.run(driver.core.disconnected());
  driver.commit(type('n1', 'z:1', 5, 'a'));
  driver.flush();
  driver.commit(type('n1', 'z:1', 6, 'b'));
  expect(driver.core.pendingSequences).toEqual([1]);
  driver.finishWrite();
  expect(driver.core.status.saved).toBe('memory');
  driver.turn();
  expect(driver.core.status.saved).toBe('device');
  const kept = [...driver.contents].filter(([key]) => key.includes('/pending/'));
  expect(kept.map(([, value]) => JSON.parse(value))).toEqual([{ operation: type('n1', 'z:1', 5, 'ab') }]);
});
