import { CloseCode } from '@statehouse/protocol';
import type { LogRecord } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import type { LogEffect, LogEvent } from './index.ts';
import { addNote, CoreDriver, sampleSchema, setTitle, sha256 } from './testing/core-driver.ts';
import { Replica } from './testing/replica.ts';

function atANote(options: ConstructorParameters<typeof CoreDriver>[0] = {}): CoreDriver {
  const driver = new CoreDriver(options);
  driver.enter('anna');
  driver.submit('anna', 1, 0, [addNote('n')]);
  driver.enter('zoe', 'elsewhere');
  driver.advance(20);
  for (const who of ['anna', 'zoe']) driver.received(who);
  return driver;
}

const answers = {
  conflict: ({ address, instance }: LogEffect): LogEvent => ({
    address,
    instance,
    kind: 'appended',
    result: { kind: 'conflict', head: 9 },
  }),
  unknown: ({ address, instance }: LogEffect): LogEvent => ({
    address,
    instance,
    kind: 'appended',
    result: { kind: 'unknown', reason: 'a timeout' },
  }),
  failed: ({ address, instance }: LogEffect): LogEvent => ({
    address,
    instance,
    kind: 'append-failed',
    reason: 'disk full',
  }),
};

describe('an append that does not succeed', () => {
  test.each([
    ['conflict', 'server/reload'],
    ['unknown', 'server/reload'],
    ['failed', 'server/storage-failed'],
  ] as const)('%s: visitors are sent away with %s, and nothing is acknowledged', (name, code) => {
    const driver = atANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    driver.answerCalls(answers[name]);
    driver.advance(50);
    expect(driver.received('anna')).toEqual([
      expect.objectContaining({ kind: 'error', code, document: 'd' }),
    ]);
    expect(driver.closed.get('anna')).toEqual({ code: CloseCode.Unavailable, reason: code });
    expect(driver.closed.has('zoe')).toBe(false);
    expect(driver.reports).toContainEqual(expect.objectContaining({ level: 'error', code }));
  });

  test.each([true, false])('unknown, and it was stored: %s. Sent again, it stands there once', (isStored) => {
    const driver = atANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    driver.answerCalls((call) => {
      if (isStored) driver.log.answer(call);
      return answers.unknown(call);
    });
    driver.holdLog = false;
    driver.enter('anna', 'd', 2, 'again');
    expect(driver.last('again', 'opened')).toMatchObject({
      to: isStored ? 3 : 2,
      lastSequence: isStored ? 2 : 1,
    });
    driver.submit('again', 2, 2, [setTitle('n', 'x')]);
    driver.advance(20);
    expect(driver.log.of('acme', 'd').records.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  });

  test('another server has written: its entries are what the next opening sees', () => {
    const driver = atANote();
    const other = new CoreDriver({ log: driver.log });
    other.enter('ben', 'd', 2);
    other.submit('ben', 1, 2, [setTitle('n', 'theirs')]);
    driver.submit('anna', 2, 2, [setTitle('n', 'ours')]);
    expect(driver.closed.get('anna')?.reason).toBe('server/reload');
    driver.enter('anna', 'd', 2, 'again');
    driver.submit('again', 2, 2, [setTitle('n', 'ours')]);
    driver.advance(20);
    const replica = new Replica(sampleSchema);
    driver.enter('carl');
    replica.take(driver.received('carl'));
    expect(replica.snapshot.get('notes', 'n')?.title).toBe('ours');
    other.submit('ben', 2, 3, [setTitle('n', 'late')]);
    expect(other.closed.get('ben')?.reason).toBe('server/reload');
  });

  test('an answer that belongs to an earlier life of the document is ignored', () => {
    const driver = atANote();
    driver.holdLog = true;
    driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
    const [late] = driver.calls;
    driver.answerCalls(answers.failed);
    driver.holdLog = false;
    driver.enter('anna', 'd', 2, 'again');
    driver.received('again');
    if (late !== undefined) driver.step(answers.conflict(late));
    driver.submit('again', 2, 2, [setTitle('n', 'x')]);
    driver.advance(20);
    expect(driver.last('again', 'deliver')).toMatchObject({ to: 3 });
  });
});

describe('a log that cannot be read', () => {
  const readFails = (driver: CoreDriver) => {
    driver.answerCalls((call) => {
      const { address, instance } = call;
      if (call.kind === 'load') return { address, instance, kind: 'load-failed', reason: 'no such disk' };
      return { address, instance, kind: 'read-failed', request: 1, reason: 'no such disk' };
    });
  };

  test('while loading: whoever waits is sent away, and the next one loads again', () => {
    const driver = new CoreDriver();
    driver.holdLog = true;
    driver.enter('anna');
    driver.enter('ben');
    readFails(driver);
    expect(driver.closed.get('anna')).toEqual({
      code: CloseCode.Unavailable,
      reason: 'server/storage-failed',
    });
    expect(driver.closed.has('ben')).toBe(true);
    driver.holdLog = false;
    driver.enter('carl');
    expect(driver.last('carl', 'opened')).toMatchObject({ to: 0 });
  });

  test('while a submission waits for old entries', () => {
    const driver = atANote({ settings: { maxWindowEntries: 1 } });
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.submit('anna', 3, 3, [setTitle('n', 'b')]);
    driver.enter('ben', 'd', 4);
    driver.advance(20);
    driver.holdLog = true;
    driver.submit('ben', 1, 1, [setTitle('n', 'c')]);
    readFails(driver);
    expect(driver.closed.get('ben')?.reason).toBe('server/storage-failed');
  });
});

describe('a damaged log', () => {
  const damage = (driver: CoreDriver, version: number, change: Partial<LogRecord>) => {
    const { records } = driver.log.of('acme', 'd');
    const record = records[version - 1];
    if (record !== undefined) records[version - 1] = { ...record, ...change };
  };

  test.each<[string, Partial<LogRecord>]>([
    ['payload', { payload: '{"edits":[]}' }],
    ['outcome', { outcome: '{"verdict":"applied","effect":[],"conflicts":[],"timeMs":1}' }],
    ['chain', { chain: 'x' }],
    ['header', { header: '{}' }],
    ['version', { version: 9 }],
  ])(
    'a record with another %s is never applied: the document does not open, and an alarm is raised',
    (_, change) => {
      const before = atANote();
      damage(before, 2, change);
      const driver = new CoreDriver({ log: before.log });
      driver.enter('ben');
      expect(driver.last('ben', 'error')).toMatchObject({ code: 'server/log-damaged', document: 'd' });
      expect(driver.closed.size).toBe(0);
      expect(driver.reports).toContainEqual(
        expect.objectContaining({ level: 'error', code: 'server/log-damaged' }),
      );
      driver.say('ben', { kind: 'open', document: 'whole', since: 0 });
      expect(driver.last('ben', 'opened')).toMatchObject({ document: 'whole' });
    },
  );

  test('an old record that turns out damaged when it is needed ends the document, and nothing else', () => {
    const driver = atANote({ settings: { maxWindowEntries: 1 } });
    driver.submit('anna', 2, 2, [setTitle('n', 'a')]);
    driver.submit('anna', 3, 3, [setTitle('n', 'b')]);
    driver.enter('ben', 'd', 4);
    driver.advance(20);
    damage(driver, 3, { outcome: '{}' });
    driver.submit('ben', 1, 2, [setTitle('n', 'c')]);
    expect(driver.closed.get('ben')?.reason).toBe('server/log-damaged');
    expect(driver.closed.has('zoe')).toBe(false);
  });

  test('a damaged snapshot is not used: the document is rebuilt from its log, page by page', () => {
    const before = atANote({ settings: { snapshotEveryEntries: 5 } });
    for (let count = 0; count < 20; count += 1)
      before.submit('anna', count + 2, count + 2, [setTitle('n', `t${count}`)]);
    const { snapshots } = before.log.of('acme', 'd');
    const last = snapshots.at(-1);
    expect(last).toBeDefined();
    for (const body of ['', 'x', `${last?.body}x`, 'a\nb']) {
      snapshots.push({ version: last?.version ?? 0, body });
      const driver = new CoreDriver({
        log: before.log,
        settings: { readPageEntries: 6, snapshotEveryEntries: 1_000 },
      });
      driver.enter('ben');
      const replica = new Replica(sampleSchema);
      replica.take(driver.received('ben'));
      expect(replica.version).toBe(22);
      expect(replica.snapshot.get('notes', 'n')?.title).toBe('t19');
      expect(driver.reports.map(({ code }) => code)).toEqual(['server/snapshot-damaged']);
    }
  });
});

test('a fault of our own in one document ends that document, and nothing else', () => {
  let isFaulty = false;
  const driver = atANote({
    sha256: (content) => {
      if (isFaulty) throw new TypeError('a bug of ours');
      return sha256(content);
    },
  });
  isFaulty = true;
  driver.submit('anna', 2, 2, [setTitle('n', 'x')]);
  isFaulty = false;
  expect(driver.last('anna', 'error')).toMatchObject({ code: 'server/internal', document: 'd' });
  expect(driver.closed.get('anna')?.code).toBe(CloseCode.Unavailable);
  expect(driver.reports).toEqual([expect.objectContaining({ level: 'error', code: 'server/internal' })]);
  driver.submit('zoe', 1, 0, [addNote('n')], 'elsewhere');
  driver.advance(20);
  expect(driver.last('zoe', 'deliver')).toMatchObject({ document: 'elsewhere', to: 2 });
  driver.enter('anna', 'd', 2, 'again');
  expect(driver.last('again', 'opened')).toMatchObject({ to: 2, lastSequence: 1 });
});

test('a rule that throws lets nobody in, and is reported', () => {
  const driver = new CoreDriver({
    access: () => {
      throw new Error('a bug of the application');
    },
  });
  driver.enter('anna');
  expect(driver.last('anna', 'error').code).toBe('server/forbidden');
  expect(driver.reports).toEqual([expect.objectContaining({ code: 'server/access-rule-failed' })]);
});
