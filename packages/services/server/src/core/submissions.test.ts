import { CloseCode } from '@statehouse/protocol';
import { describe, expect, test } from 'vitest';
import { addNote, CoreDriver, sampleSchema, setTitle, twoAtANote, type } from './testing/core-driver.ts';
import { Replica } from './testing/replica.ts';

const bodyOf = (replica: Replica, id: string) => String(replica.snapshot.get('notes', id)?.body);

describe('what a submission leaves in the log', () => {
  test('the first entry of a document is its schema, and the operation stands behind it', () => {
    const driver = new CoreDriver();
    driver.enter('anna');
    driver.submit('anna', 1, 0, [addNote('n')]);
    const { records } = driver.log.of('acme', 'd');
    expect(records.map(({ version, kind, client, sequence }) => [version, kind, client, sequence])).toEqual([
      [1, 'schema', '', 0],
      [2, 'operation', 'anna', 1],
    ]);
    const { entries, from, to } = driver.last('anna', 'deliver');
    expect([from, to]).toEqual([0, 2]);
    expect(entries[1]).toMatchObject({ client: 'anna', sequence: 1, author: 'anna', timeMs: driver.nowMs });
  });

  test('each operation of a submission is an entry of its own, and the payload is what was sent', () => {
    const driver = twoAtANote();
    const operations = [setTitle('n', 'a'), setTitle('n', 'b'), setTitle('n', 'c')];
    driver.submit('anna', 2, 2, operations);
    const { records } = driver.log.of('acme', 'd');
    expect(records.slice(2).map(({ payload }) => JSON.parse(payload))).toEqual(operations);
  });

  test('what is concurrent is carried over: both words stand, the lower client id first', () => {
    const driver = twoAtANote();
    driver.submit('anna', 2, 2, [type('n', 'anna:1', [5, ' anna']), type('n', 'anna:1', [10, '!'])]);
    driver.submit('ben', 1, 2, [type('n', 'anna:1', [5, ' ben']), type('n', 'anna:1', [9, '?'])]);
    const replica = new Replica(sampleSchema);
    driver.enter('carl');
    replica.take(driver.received('carl'));
    expect(bodyOf(replica, 'n')).toBe('hello anna! ben?');
  });
});

describe('what an author had seen', () => {
  /** What ben is told that anna had seen when she made her title, the second entry after version 2. */
  function seenIn(driver: CoreDriver, base: number, seen?: number): unknown {
    driver.submit('ben', 1, 2, [setTitle('n', 'b')]);
    driver.advance(20);
    const operation = setTitle('n', 'a');
    driver.submit('anna', 2, base, [seen === undefined ? operation : { ...operation, seen }]);
    driver.advance(20);
    const [entry] = driver.last('ben', 'deliver').entries.slice(-1);
    return entry?.kind === 'operation' ? entry.seen : entry;
  }

  test('it is not told where it is everything', () => {
    expect(seenIn(twoAtANote(), 3)).toBeUndefined();
  });

  test('it is the base, unless the operation says less', () => {
    expect(seenIn(twoAtANote(), 2)).toBe(2);
    expect(seenIn(twoAtANote(), 3, 1)).toBe(1);
  });

  test('it is the same after a restart, from the log', () => {
    const driver = twoAtANote();
    expect(seenIn(driver, 3, 1)).toBe(1);
    const again = new CoreDriver({ log: driver.log });
    again.enter('carl', 'd', 2);
    expect(again.last('carl', 'opened').entries).toMatchObject([{ version: 3 }, { version: 4, seen: 1 }]);
  });

  test('who claims to have seen more than the base is told so, and nothing of it is in the log', () => {
    const driver = twoAtANote();
    driver.submit('anna', 2, 2, [{ ...setTitle('n', 'a'), seen: 3 }]);
    expect(driver.last('anna', 'error')).toMatchObject({ code: 'protocol/out-of-range', document: 'd' });
    expect(driver.log.of('acme', 'd').records).toHaveLength(2);
    expect(driver.closed.size).toBe(0);
  });
});

describe('only what is durable is told', () => {
  test('nothing is delivered before the log has answered', () => {
    const driver = twoAtANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    driver.advance(100);
    expect(driver.received('anna')).toEqual([]);
    expect(driver.received('ben')).toEqual([]);
    driver.answerCalls();
    driver.advance(10);
    expect(driver.last('anna', 'deliver')).toMatchObject({ from: 2, to: 3 });
  });

  test('who opens meanwhile sees the durable head only', () => {
    const driver = twoAtANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    driver.enter('carl', 'd', 2);
    expect(driver.last('carl', 'opened')).toMatchObject({ from: 2, to: 2, entries: [] });
    driver.say('anna', { kind: 'open', document: 'd', since: 2 });
    expect(driver.last('anna', 'opened')).toMatchObject({ to: 2, lastSequence: 1 });
  });

  test('what comes during an append goes into the next one, together', () => {
    const driver = twoAtANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.submit('ben', 1, 2, [setTitle('n', 'b')]);
    driver.submit('anna', 3, 2, [setTitle('n', 'c')]);
    expect(driver.calls.map((call) => call.kind === 'append' && call.records.length)).toEqual([1]);
    driver.answerOne('append');
    expect(driver.calls.map((call) => call.kind === 'append' && call.records.length)).toEqual([1]);
  });

  test('one frame a tick is encoded once, and goes to all, the author included', () => {
    const driver = twoAtANote();
    driver.advance(100);
    driver.sends.length = 0;
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.submit('ben', 1, 2, [setTitle('n', 'b')]);
    driver.submit('ben', 2, 4, [setTitle('n', 'c')]);
    driver.advance(20);
    expect(driver.sends.map(({ connections }) => connections)).toEqual([
      ['anna', 'ben'],
      ['anna', 'ben'],
    ]);
    expect(driver.last('ben', 'deliver')).toMatchObject({ from: 3, to: 5 });
  });
});

describe('at most once', () => {
  test('a submission that comes again changes nothing, before and after it is durable', () => {
    const driver = twoAtANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.answerCalls();
    driver.holdLog = false;
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    expect(driver.log.of('acme', 'd').records).toHaveLength(3);
    expect(driver.closed.size).toBe(0);
  });

  test('it comes again over another connection, and the log answers', () => {
    const driver = twoAtANote();
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.step({ kind: 'disconnected', connection: 'anna' });
    driver.enter('anna', 'd', 2, 'anna-again');
    expect(driver.last('anna-again', 'opened')).toMatchObject({ lastSequence: 2, to: 3 });
    driver.submit('anna-again', 2, 2, [setTitle('n', 'a')]);
    expect(driver.log.of('acme', 'd').records).toHaveLength(3);
  });

  test.each([{}, { maxWindowEntries: 1 }])(
    'a new server on the same log knows it too, with %o',
    (settings) => {
      const { log } = twoAtANote();
      const driver = new CoreDriver({ log, settings });
      driver.enter('ben', 'd', 2);
      driver.submit('ben', 1, 2, [setTitle('n', 'x')]);
      driver.enter('anna', 'd', 3);
      driver.submit('anna', 1, 0, [addNote('n', 'T', 'hello')]);
      expect(log.of('acme', 'd').records).toHaveLength(3);
      expect(driver.closed.size).toBe(0);
    },
  );

  test.each([{}, { maxWindowEntries: 1 }])(
    'a sequence with other content closes the connection, with %o',
    (settings) => {
      const driver = twoAtANote({ settings });
      driver.submit('ben', 1, 2, [setTitle('n', 'x')]);
      driver.submit('anna', 1, 0, [addNote('n', 'T', 'other')]);
      expect(driver.last('anna', 'error')).toMatchObject({ code: 'sync/sequence-reused', document: 'd' });
      expect(driver.closed.get('anna')).toEqual({
        code: CloseCode.SequenceReused,
        reason: 'sync/sequence-reused',
      });
      expect(driver.log.of('acme', 'd').records).toHaveLength(3);
    },
  );

  test('a sequence is bound when it is recorded, not before: an error leaves it free', () => {
    const driver = twoAtANote();
    driver.submit('ben', 1, 99, [setTitle('n', 'x')]);
    expect(driver.last('ben', 'error').code).toBe('sync/version-from-future');
    driver.submit('ben', 1, 2, [setTitle('n', 'y')]);
    expect(driver.log.of('acme', 'd').records).toHaveLength(3);
  });
});

describe('submissions that leave nothing', () => {
  test.each([
    ['sync/sequence-gap', (driver: CoreDriver) => driver.submit('anna', 3, 2, [setTitle('n', 'x')])],
    ['sync/unknown-client', (driver: CoreDriver) => driver.submit('ben', 2, 2, [setTitle('n', 'x')])],
    ['sync/version-from-future', (driver: CoreDriver) => driver.submit('ben', 1, 3, [setTitle('n', 'x')])],
    ['sync/base-before-own', (driver: CoreDriver) => driver.submit('anna', 2, 1, [setTitle('n', 'x')])],
    [
      'server/schema-mismatch',
      (driver: CoreDriver) =>
        driver.say('ben', {
          kind: 'submit',
          document: 'd',
          base: 2,
          first: 1,
          schemaVersion: 2,
          operations: [setTitle('n', 'x')],
        }),
    ],
    ['server/not-open', (driver: CoreDriver) => driver.submit('ben', 1, 2, [setTitle('n', 'x')], 'other')],
  ])('%s', (code, submit) => {
    const driver = twoAtANote();
    const who = code.endsWith('gap') || code.endsWith('own') ? 'anna' : 'ben';
    submit(driver);
    driver.advance(50);
    expect(driver.received(who)).toEqual([expect.objectContaining({ kind: 'error', code })]);
    expect(driver.log.of('acme', 'd').records).toHaveLength(2);
    expect(driver.closed.size).toBe(0);
  });

  test('a version that is admitted but not durable is still the future', () => {
    const driver = twoAtANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    driver.submit('ben', 1, 3, [setTitle('n', 'y')]);
    expect(driver.last('ben', 'error').code).toBe('sync/version-from-future');
  });
});

describe('a base behind what is in memory', () => {
  /** Ben has typed fifty characters; the window holds ten entries. */
  function longAgo(): CoreDriver {
    const driver = twoAtANote({ settings: { maxWindowEntries: 10, readPageEntries: 16 } });
    for (let index = 0; index < 50; index += 1) {
      driver.submit('ben', index + 1, index + 2, [type('n', 'anna:1', [5 + index, 'b'])]);
      driver.advance(10);
    }
    driver.received('anna');
    return driver;
  }

  test('what is missing is read from the log page by page, and the operation is carried over all of it', () => {
    const driver = longAgo();
    driver.enter('zoe', 'd', 52);
    driver.submit('zoe', 1, 2, [type('n', 'anna:1', [5, 'Z']), type('n', 'anna:1', [6, '!'])]);
    driver.advance(10);
    const replica = new Replica(sampleSchema);
    driver.enter('carl');
    replica.take(driver.received('carl'));
    expect(bodyOf(replica, 'n')).toBe(`hello${'b'.repeat(50)}Z!`);
  });

  test('others go on while it waits, and the same client’s next submission waits behind it', () => {
    const driver = longAgo();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [type('n', 'anna:1', [5, 'A'])]);
    driver.submit('anna', 2, 2, [type('n', 'anna:1', [5, 'A'])]);
    driver.submit('ben', 51, 52, [type('n', 'anna:1', [55, 'b'])]);
    expect(driver.calls.map(({ kind }) => kind)).toEqual(['read', 'append']);
    driver.answerOne('append');
    driver.holdLog = false;
    driver.answerCalls();
    driver.advance(10);
    const { records } = driver.log.of('acme', 'd');
    expect(records.slice(52).map(({ client, sequence }) => [client, sequence])).toEqual([
      ['ben', 51],
      ['anna', 2],
    ]);
  });

  test('only so many submissions of one client wait', () => {
    const driver = longAgo();
    driver.holdLog = true;
    for (let count = 0; count < 12; count += 1) driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    expect(driver.received('anna').map((message) => message.kind === 'error' && message.code)).toEqual(
      Array.from({ length: 4 }, () => 'server/slow-down'),
    );
  });
});
