import { defineSchema, string, table, text } from '@statehouse/db';
import { describe, expect, test } from 'vitest';
import { addNote, CoreDriver, sampleSchema, setTitle, unwelcome } from './testing/core-driver.ts';
import { Replica } from './testing/replica.ts';

/** A document with `count` notes by anna, one entry each, so that its head is `count + 1`. */
function withNotes(
  count: number,
  options: ConstructorParameters<typeof CoreDriver>[0] = {},
  title = 'T',
): CoreDriver {
  const driver = new CoreDriver(options);
  driver.enter('anna');
  for (let index = 1; index <= count; index += 1) {
    driver.submit('anna', index, index === 1 ? 0 : index, [addNote(`n${index}`, title)]);
  }
  driver.advance(20);
  driver.received('anna');
  return driver;
}

const kinds = (driver: CoreDriver, who: string) => driver.received(who).map(({ kind }) => kind);

describe('an opening is answered', () => {
  test('with nothing, for a document that has nothing', () => {
    const driver = new CoreDriver();
    driver.enter('anna', 'new');
    expect(driver.received('anna')).toEqual([
      expect.objectContaining({ kind: 'welcome' }),
      {
        kind: 'opened',
        document: 'new',
        role: 'writer',
        schemaVersion: 1,
        from: 0,
        to: 0,
        entries: [],
        lastSequence: 0,
        peers: [],
      },
    ]);
    expect(driver.log.of('acme', 'new').records).toEqual([]);
  });

  test('with nothing new, at the head', () => {
    const driver = withNotes(3);
    driver.enter('ben', 'd', 4);
    expect(driver.last('ben', 'opened')).toMatchObject({ from: 4, to: 4, entries: [] });
  });

  test('with the entries since then, a little behind', () => {
    const driver = withNotes(5);
    driver.enter('ben', 'd', 3);
    const { entries, ...rest } = driver.last('ben', 'opened');
    expect(rest).toMatchObject({ from: 3, to: 6 });
    expect(entries.map(({ version }) => version)).toEqual([4, 5, 6]);
  });

  test('with entries read from the log, when they are no longer in memory', () => {
    const driver = withNotes(40, { settings: { maxWindowEntries: 4, readPageEntries: 10 } });
    driver.enter('ben', 'd', 3);
    expect(driver.last('ben', 'opened').entries.map(({ version }) => version)).toEqual(
      Array.from({ length: 38 }, (_, index) => index + 4),
    );
  });

  test('with a snapshot, for whoever has nothing', () => {
    const driver = withNotes(3);
    driver.join({ client: 'ben' });
    driver.received('ben');
    driver.say('ben', { kind: 'open', document: 'd', since: 0 });
    const messages = driver.received('ben');
    expect(messages.map(({ kind }) => kind)).toEqual(['snapshot-part', 'opened']);
    expect(messages[0]).toMatchObject({ version: 4, part: 0, parts: 1 });
    expect(messages[1]).toMatchObject({ from: 4, to: 4, entries: [] });
  });

  test('with a snapshot in parts, far behind, and what happened meanwhile behind it', () => {
    const driver = withNotes(60, { settings: { maxTailEntries: 10, partBytes: 500, rowsPerStep: 10 } });
    driver.join({ client: 'ben' });
    driver.received('ben');
    driver.say('ben', { kind: 'open', document: 'd', since: 5 });
    expect(driver.received('ben')).toEqual([]);
    driver.submit('anna', 61, 61, [addNote('late')]);
    driver.advance(50);
    const messages = driver.received('ben');
    const parts = messages.filter(({ kind }) => kind === 'snapshot-part');
    expect(parts.length).toBeGreaterThan(5);
    expect(messages.at(-1)).toMatchObject({ kind: 'opened', from: 61, to: 62 });
    const replica = new Replica(sampleSchema);
    replica.take(messages);
    expect(replica.snapshot.rows('notes').size).toBe(61);
  });

  test('many openings at once share one snapshot', () => {
    const driver = withNotes(30, { settings: { rowsPerStep: 5 } });
    for (const who of ['ben', 'carl', 'dora']) driver.enter(who);
    driver.advance(50);
    const sent = ['ben', 'carl', 'dora'].map((who) => JSON.stringify(driver.received(who).slice(1, -1)));
    expect(new Set(sent).size).toBe(1);
  });

  test('with a snapshot made a moment ago only if what is behind it is still in memory', () => {
    const driver = withNotes(3, { settings: { maxWindowEntries: 4 } });
    driver.enter('ben');
    for (let index = 4; index <= 20; index += 1) {
      driver.submit('anna', index, index, [addNote(`n${index}`)]);
      driver.advance(10);
    }
    driver.enter('carl');
    expect(driver.last('carl', 'opened')).toMatchObject({ from: 21, to: 21 });
  });

  test('with what came while its snapshot was made, even if that is more than is kept', () => {
    const driver = withNotes(30, { settings: { maxWindowEntries: 4, rowsPerStep: 1 } });
    driver.enter('ben');
    for (let index = 31; index <= 45; index += 1) {
      driver.submit('anna', index, index, [addNote(`n${index}`)]);
      driver.nowMs += 10;
    }
    expect(kinds(driver, 'ben')).toEqual(['welcome']);
    driver.advance(200);
    expect(driver.last('ben', 'opened')).toMatchObject({ from: 31, to: 46 });
  });

  test('with an error, for a version that does not exist', () => {
    const driver = withNotes(3);
    driver.enter('ben', 'd', 5);
    expect(driver.last('ben', 'error')).toMatchObject({ code: 'sync/version-from-future', document: 'd' });
    driver.submit('ben', 1, 4, [setTitle('n1', 'x')]);
    expect(driver.last('ben', 'error').code).toBe('server/not-open');
  });

  test('with entries from far away, if one of them is a refusal of the client’s own', () => {
    const driver = withNotes(1, { settings: { maxTailEntries: 5 } });
    driver.enter('ben', 'd', 2);
    driver.submit('ben', 1, 2, [unwelcome]);
    driver.step({ kind: 'disconnected', connection: 'ben' });
    for (let index = 2; index <= 20; index += 1)
      driver.submit('anna', index, index + 1, [addNote(`n${index}`)]);
    driver.enter('ben', 'd', 2, 'again');
    const { from, entries, lastSequence } = driver.last('again', 'opened');
    expect([from, lastSequence]).toEqual([2, 1]);
    expect(entries[0]).toMatchObject({ kind: 'refusal', client: 'ben', sequence: 1 });
    driver.enter('carl', 'd', 2);
    expect(kinds(driver, 'carl')).toEqual(['welcome', 'snapshot-part', 'opened']);
  });

  test('with entries of all kinds, read back from the log of an earlier server', () => {
    const before = withNotes(2);
    before.submit('anna', 3, 3, [unwelcome]);
    const driver = new CoreDriver({ log: before.log });
    driver.enter('ben', 'd', 1);
    expect(driver.last('ben', 'opened').entries.map(({ kind }) => kind)).toEqual([
      'operation',
      'operation',
      'refusal',
    ]);
  });
});

describe('who may open', () => {
  test('nobody whom the rule does not let in, whether the document exists or not', () => {
    const access = ({ user }: { user: string }) => (user === 'anna' ? 'writer' : 'none');
    const driver = withNotes(1, { access });
    driver.enter('eve', 'd');
    const existing = driver.last('eve', 'error');
    driver.say('eve', { kind: 'open', document: 'nothing', since: 0 });
    expect(driver.last('eve', 'error')).toEqual({ ...existing, document: 'nothing' });
    expect(existing.code).toBe('server/forbidden');
  });

  test('whose right is taken away hears nothing more within half a second', () => {
    let rights: 'reader' | 'none' = 'reader';
    const access = ({ user }: { user: string }) => (user === 'anna' ? 'writer' : rights);
    const driver = withNotes(1, { access });
    driver.enter('eve', 'd', 2);
    driver.received('eve');
    rights = 'none';
    driver.advance(500);
    expect(driver.received('eve')).toEqual([
      expect.objectContaining({ code: 'server/forbidden', document: 'd' }),
    ]);
    driver.submit('anna', 2, 2, [addNote('n2')]);
    driver.advance(50);
    expect(driver.received('eve')).toEqual([]);
    driver.submit('eve', 1, 2, [addNote('n3')]);
    expect(driver.last('eve', 'error').code).toBe('server/not-open');
  });

  test('whose right is taken away while the opening waits is told so', () => {
    let rights: 'reader' | 'none' = 'reader';
    const access = ({ user }: { user: string }) => (user === 'anna' ? 'writer' : rights);
    const driver = withNotes(30, { access, settings: { rowsPerStep: 5 } });
    driver.enter('eve');
    rights = 'none';
    driver.advance(100);
    expect(kinds(driver, 'eve')).toEqual(['welcome', 'error']);
  });

  test('only so many documents on one connection', () => {
    const driver = new CoreDriver({ settings: { maxDocumentsPerConnection: 2 } });
    driver.enter('anna', 'a');
    for (const document of ['b', 'a', 'c']) driver.say('anna', { kind: 'open', document, since: 0 });
    expect(driver.last('anna', 'error')).toMatchObject({ code: 'server/too-many-documents', document: 'c' });
    driver.say('anna', { kind: 'leave', document: 'a' });
    driver.say('anna', { kind: 'open', document: 'c', since: 0 });
    expect(driver.last('anna', 'opened')).toMatchObject({ document: 'c' });
  });
});

describe('leaving', () => {
  test('who has left hears nothing more', () => {
    const driver = withNotes(1);
    driver.enter('ben', 'd', 2);
    driver.say('ben', { kind: 'leave', document: 'd' });
    driver.received('ben');
    driver.submit('anna', 2, 2, [addNote('n2')]);
    driver.advance(50);
    expect(driver.received('ben')).toEqual([]);
  });

  test('who leaves while the document is loaded, or while a snapshot is made, is not answered', () => {
    const { log } = withNotes(30);
    const driver = new CoreDriver({ log, settings: { rowsPerStep: 5 } });
    driver.holdLog = true;
    driver.enter('ben');
    driver.say('ben', { kind: 'leave', document: 'd' });
    driver.holdLog = false;
    driver.answerCalls();
    driver.enter('carl');
    driver.step({ kind: 'disconnected', connection: 'carl' });
    driver.advance(100);
    expect(kinds(driver, 'ben')).toEqual(['welcome']);
    expect(kinds(driver, 'carl')).toEqual(['welcome']);
  });

  test('opening again on the same connection starts anew from the version given', () => {
    const driver = withNotes(3);
    driver.say('anna', { kind: 'open', document: 'd', since: 2 });
    expect(driver.last('anna', 'opened')).toMatchObject({ from: 2, to: 4 });
    driver.submit('anna', 4, 4, [addNote('n4')]);
    driver.advance(20);
    expect(driver.received('anna')).toEqual([expect.objectContaining({ kind: 'deliver', from: 4, to: 5 })]);
  });
});

describe('snapshots in the log', () => {
  test('one is saved every so many entries, and loading reads only what is behind it', () => {
    const before = withNotes(35, { settings: { snapshotEveryEntries: 10 } });
    const { snapshots, records } = before.log.of('acme', 'd');
    expect(snapshots.length).toBeGreaterThan(2);
    const newest = snapshots.at(-1)?.version ?? 0;
    expect(newest).toBeGreaterThan(25);
    records.splice(
      0,
      newest,
      ...records.slice(0, newest).map((record) => ({ ...record, chain: 'not read' })),
    );
    const driver = new CoreDriver({ log: before.log });
    driver.enter('ben');
    const replica = new Replica(sampleSchema);
    replica.take(driver.received('ben'));
    expect(replica.version).toBe(36);
    expect(replica.snapshot.rows('notes').size).toBe(35);
    driver.enter('anna', 'd', 36);
    driver.submit('anna', 36, 36, [addNote('n36')]);
    driver.advance(20);
    expect(driver.last('anna', 'deliver')).toMatchObject({ to: 37 });
  });

  test('a large document is saved when enough of it is new', () => {
    const driver = withNotes(
      40,
      { settings: { snapshotEveryEntries: 1_000, snapshotEveryBytes: 5_000 } },
      'x'.repeat(1_000),
    );
    const versions = driver.log.of('acme', 'd').snapshots.map(({ version }) => version);
    expect(versions.length).toBeGreaterThan(3);
    expect(versions.length).toBeLessThan(15);
  });

  test('one that could not be saved is tried again later, and the document goes on', () => {
    const driver = withNotes(8, { settings: { snapshotEveryEntries: 10 } });
    const answer: Parameters<typeof driver.answerCalls>[0] = (call) =>
      call.kind === 'save-snapshot'
        ? {
            address: call.address,
            instance: call.instance,
            kind: 'snapshot-failed',
            version: call.snapshot.version,
            reason: 'full',
          }
        : driver.log.answer(call);
    driver.holdLog = true;
    driver.submit('anna', 9, 9, [addNote('n9')]);
    driver.answerCalls(answer);
    driver.answerCalls(answer);
    driver.holdLog = false;
    expect(driver.reports.map(({ code }) => code)).toEqual(['server/snapshot-failed']);
    for (let index = 10; index <= 25; index += 1) driver.submit('anna', index, index, [addNote(`n${index}`)]);
    expect(driver.log.of('acme', 'd').snapshots.length).toBeGreaterThan(0);
  });

  test('a document that nobody has open is saved and dropped after a while, and loaded again when it is needed', () => {
    const driver = withNotes(120, { settings: { idleUnloadMs: 5_000, snapshotEveryEntries: 10_000 } });
    driver.step({ kind: 'disconnected', connection: 'anna' });
    driver.advance(4_000);
    expect(driver.log.of('acme', 'd').snapshots).toEqual([]);
    driver.advance(3_000);
    expect(driver.log.of('acme', 'd').snapshots.map(({ version }) => version)).toEqual([121]);
    driver.holdLog = true;
    driver.enter('ben');
    expect(driver.calls.map(({ kind }) => kind)).toEqual(['load']);
  });
});

describe('schema versions', () => {
  const tables = { notes: table({ title: string(), body: text() }) };
  const wider = { notes: table({ title: string(), body: text(), color: string().default('red') }) };

  test('a newer schema takes the document over, with an entry of its own', () => {
    const { log } = withNotes(2);
    const driver = new CoreDriver({ log, schema: defineSchema({ version: 2, tables: wider }) });
    driver.enter('ben');
    expect(driver.last('ben', 'opened')).toMatchObject({ schemaVersion: 2 });
    driver.say('ben', {
      kind: 'submit',
      document: 'd',
      base: 3,
      first: 1,
      schemaVersion: 2,
      operations: [setTitle('n1', 'x')],
    });
    driver.advance(20);
    expect(driver.last('ben', 'deliver').entries.map(({ kind }) => kind)).toEqual(['schema', 'operation']);
    const again = new CoreDriver({ log });
    again.enter('carl');
    expect(again.last('carl', 'error')).toMatchObject({ code: 'server/schema-older', document: 'd' });
  });

  test('a schema that changed without a new version opens nothing', () => {
    const { log } = withNotes(2);
    const driver = new CoreDriver({ log, schema: defineSchema({ version: 1, tables: wider }) });
    driver.enter('ben');
    expect(driver.last('ben', 'error').code).toBe('server/schema-changed');
    expect(new CoreDriver({ log, schema: defineSchema({ version: 1, tables }) }).enter('ben')).toBe('ben');
  });
});
