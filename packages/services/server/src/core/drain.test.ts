import { CloseCode } from '@statehouse/protocol';
import { expect, test } from 'vitest';
import { addNote, CoreDriver, setTitle } from './testing/core-driver.ts';

test('a drain delivers what was admitted, closes, saves a snapshot, and only then is complete', () => {
  const driver = new CoreDriver();
  driver.enter('anna');
  driver.submit('anna', 1, 0, [addNote('n')]);
  driver.advance(20);
  driver.step({ kind: 'connected', connection: 'silent' });
  driver.received('anna');
  driver.holdLog = true;
  driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
  driver.step({ kind: 'drain' });
  driver.submit('anna', 3, 2, [setTitle('n', 'not taken any more')]);
  expect(driver.closed.size).toBe(0);
  driver.answerOne('append');
  driver.advance(20);
  expect(driver.received('anna')).toEqual([
    expect.objectContaining({ kind: 'deliver', from: 2, to: 3 }),
    expect.objectContaining({ kind: 'error', code: 'server/draining' }),
  ]);
  expect(driver.closed.get('anna')).toEqual({ code: CloseCode.Unavailable, reason: 'server/draining' });
  expect(driver.closed.get('silent')?.code).toBe(CloseCode.ServiceRestart);
  expect(driver.drained).toBe(false);
  expect(driver.calls.map(({ kind }) => kind)).toEqual(['save-snapshot']);
  driver.answerCalls();
  expect(driver.drained).toBe(true);
  expect(driver.log.of('acme', 'd').snapshots.map(({ version }) => version)).toEqual([3]);
});

test('a server without documents is drained at once, and takes no new connections', () => {
  const driver = new CoreDriver();
  driver.step({ kind: 'drain' });
  driver.step({ kind: 'drain' });
  expect(driver.drained).toBe(true);
  driver.step({ kind: 'connected', connection: 'late' });
  expect(driver.closed.get('late')).toEqual({ code: CloseCode.Unavailable, reason: 'server/draining' });
});

test('a document that is still loading does not hold up the drain', () => {
  const driver = new CoreDriver();
  driver.holdLog = true;
  driver.enter('anna');
  driver.step({ kind: 'drain' });
  expect(driver.drained).toBe(true);
  driver.answerCalls();
  expect(driver.calls).toEqual([]);
});
