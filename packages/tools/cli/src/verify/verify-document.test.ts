import { hash } from 'node:crypto';
import { boolean, defineSchema, ref, string, table } from '@statehouse/db';
import {
  chainOf,
  chainStart,
  createMemoryLogStore,
  type LogRecord,
  type LogSnapshot,
} from '@statehouse/storage';
import { createSyncClient } from '@statehouse/sync';
import { beforeAll, expect, test } from 'vitest';
import { startLocalServer } from '../dev/local-server.ts';
import type { StoredDocument } from './tenant-file.ts';
import { verifyDocument } from './verify-document.ts';

const schema = defineSchema({
  version: 2,
  tables: {
    lists: table({ title: string() }),
    items: table(
      { title: string(), done: boolean().default(false), list: ref('lists', { onDelete: 'cascade' }) },
      { order: 'list' },
    ),
  },
});
const sha256 = (text: string) => hash('sha256', text, 'hex');
const address = { tenant: 'dev', document: 'picnic' };

let records: readonly LogRecord[];
let snapshot: LogSnapshot;

beforeAll(async () => {
  const store = createMemoryLogStore();
  const server = await startLocalServer({ schema, store });
  const client = createSyncClient({
    url: server.url,
    token: () => server.token('ada'),
    schema,
    clientId: 'ada-1',
  });
  const document = await client.open('picnic');
  document.transact((tx) => tx.lists.insert({ id: 'all', title: 'Picnic' }));
  await document.whenSynced();
  for (const title of ['Bread', 'Cheese', 'Apples']) {
    document.transact((tx) => tx.items.insert({ id: title, title, list: 'all' }));
    await document.whenSynced();
  }
  await client.close();
  await server.close();
  records = await store.read(address, 1, 100);
  const loaded = await store.load(address);
  if (loaded.snapshot === undefined) throw new Error('a drained server saves a snapshot');
  snapshot = loaded.snapshot;
});

function stored(changes: Partial<StoredDocument> = {}, kept: readonly LogRecord[] = records): StoredDocument {
  return { name: 'picnic', head: kept.length, snapshots: [snapshot], records: () => kept, ...changes };
}

function faultsOf(document: StoredDocument, withSchema = true): readonly string[] {
  const { faults } = verifyDocument(document, { schema: withSchema ? schema : undefined, sha256 });
  return faults.map(({ kind, version }) => `${kind} at ${version}`);
}

/** The records with one of them changed, and everything that follows made to fit: what only replaying can find. */
function forged(version: number, change: (record: LogRecord) => Partial<LogRecord>): readonly LogRecord[] {
  let chain = chainStart;
  return records.map((record) => {
    const changed = record.version === version ? { ...record, ...change(record) } : record;
    const header = JSON.stringify({
      ...JSON.parse(changed.header),
      client: changed.client,
      sequence: changed.sequence,
      payloadDigest: sha256(changed.payload),
      outcomeDigest: sha256(changed.outcome),
    });
    chain = chainOf(chain, header, sha256);
    return { ...changed, header, chain };
  });
}

/** A snapshot with other rows, and a digest that fits them. */
function forgedSnapshot(change: (rest: string) => string): LogSnapshot {
  const rest = change(snapshot.body.slice(snapshot.body.indexOf('\n') + 1));
  return { ...snapshot, body: `${sha256(rest)}\n${rest}` };
}

test('a sound log is replayed to its end, and its snapshot is the same', () => {
  expect(verifyDocument(stored(), { schema, sha256 })).toEqual({
    document: 'picnic',
    sound: 5,
    faults: [],
    snapshots: 1,
    rows: 4,
    notReplayed: undefined,
  });
});

test('every single changed character of a record is found, where it stands', () => {
  for (const { version } of records) {
    for (const column of ['header', 'chain', 'payload', 'outcome', 'client', 'kind'] as const) {
      const changed = records.map((record) =>
        record.version === version ? { ...record, [column]: flipped(record[column]) } : record,
      );
      const { sound, faults } = verifyDocument(stored({}, changed), { schema: undefined, sha256 });
      expect([sound, faults[0]?.version], `${column} of ${version}`).toEqual([version - 1, version]);
    }
  }
});

function flipped(text: string): string {
  const at = text.length >> 1;
  const code = text.charCodeAt(at);
  return text.slice(0, at) + String.fromCharCode(Number.isNaN(code) ? 120 : code ^ 1) + text.slice(at + 1);
}

test('what is missing is found: a version, the end, a file that breaks off', () => {
  expect(
    faultsOf(
      stored(
        {},
        records.filter(({ version }) => version !== 3),
      ),
    ),
  ).toEqual(['version at 3']);
  expect(faultsOf(stored({ head: 5, snapshots: [] }, records.slice(0, 4)))).toEqual(['head at 4']);
  expect(faultsOf(stored({ head: 4 }, records.slice(0, 4)))).toEqual(['snapshot at 5']);
  const breaksOff = stored({
    *records() {
      yield* records.slice(0, 2);
      throw new Error('database disk image is malformed');
    },
  });
  expect(faultsOf(breaksOff)).toEqual(['unreadable at 3']);
});

test('a log under the name of another document is not its own', () => {
  expect(faultsOf(stored({ name: 'payroll' }))).toEqual(['content at 1']);
});

test('a client’s sequence stands in the log once, and in order', () => {
  expect(
    faultsOf(
      stored(
        {},
        forged(4, () => ({ sequence: 2 })),
      ),
    ),
  ).toEqual(['sequence at 4']);
  expect(
    faultsOf(
      stored(
        {},
        forged(4, () => ({ sequence: 4 })),
      ),
    ),
  ).toEqual(['sequence at 4']);
});

test('an effect that fits its digest but not the document is found by replaying only', () => {
  const log = forged(3, ({ outcome }) => ({ outcome: outcome.replaceAll('"all"', '"nowhere"') }));
  const document = stored({ snapshots: [] }, log);
  expect(faultsOf(document, false)).toEqual([]);
  expect(faultsOf(document).length).toBeGreaterThan(0);
});

test('a snapshot that is damaged, of another log, or not what the log comes to', () => {
  const bad = (body: string) => faultsOf(stored({ snapshots: [{ ...snapshot, body }] }));
  expect(bad(flipped(snapshot.body))).toEqual(['snapshot at 5']);
  expect(bad('')).toEqual(['snapshot at 5']);
  const other = forgedSnapshot((rest) => rest.replace('Cheese"', 'Butter"'));
  expect(faultsOf(stored({ snapshots: [other] }))).toEqual(['snapshot at 5']);
  expect(faultsOf(stored({ snapshots: [other] }), false)).toEqual([]);
  const foreign = forgedSnapshot((rest) => rest.replace('["ada-1",4]', '["ada-1",5]'));
  expect(foreign.body).not.toBe(snapshot.body);
  expect(faultsOf(stored({ snapshots: [foreign] }), false)).toEqual(['snapshot at 5']);
  expect(faultsOf(stored({ snapshots: undefined }))).toEqual(['snapshot at 5']);
});

test('a log of a newer schema, or of another one, is not replayed, and that is no damage', () => {
  const older = defineSchema({ version: 1, tables: { lists: table({ title: string() }) } });
  const another = defineSchema({ version: 2, tables: { lists: table({ title: string() }) } });
  for (const [other, words] of [
    [older, /schema version 2, the application has 1/],
    [another, /version 2 is another/],
  ] as const) {
    const report = verifyDocument(stored(), { schema: other, sha256 });
    expect([report.faults, report.rows, report.sound]).toEqual([[], undefined, 5]);
    expect(report.notReplayed).toMatch(words);
  }
});
