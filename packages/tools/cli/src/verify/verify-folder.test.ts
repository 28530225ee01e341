import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSchema, table, text } from '@statehouse/db';
import { createDevAuth, createServer } from '@statehouse/server';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
import { createSyncClient } from '@statehouse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeFinding, describeTally } from './describe-findings.ts';
import { isDamage, verifyFolder } from './verify-folder.ts';

const schema = defineSchema({ version: 1, tables: { pages: table({ body: text() }) } });
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let folder: string;
let made = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'statehouse-verify-'));
  const stop = await write();
  await stop();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Two tenants with a document each, written through a real server. */
async function write(): Promise<() => Promise<void>> {
  const store = await createSqliteLogStore({ folder });
  const auth = createDevAuth({ secret: 'a secret of the tests that is long enough' });
  const server = await createServer({ schema, store, auth, roles: () => 'writer', log });
  for (const tenant of ['acme', 'dev']) {
    const token = () => auth.issue({ user: 'ada', tenant });
    const client = createSyncClient({ url: server.url, token, schema });
    const document = await client.open('minutes');
    for (let line = 0; line < 5; line += 1) {
      made += 1;
      const body = `${tenant} page ${line} was written by somebody`;
      document.transact((tx) => tx.pages.insert({ id: `page-${made}`, body }));
      await document.whenSynced();
    }
    await client.close();
  }
  return async () => {
    await server.close();
    await store.close();
  };
}

function lines(): readonly string[] {
  return [...verifyFolder(folder, schema)].map(describeFinding);
}

/** Flips one bit of a byte in a tenant's file, where a text begins. */
function damage(needle: string, file: string): void {
  const path = join(folder, file);
  const bytes = readFileSync(path);
  const at = bytes.lastIndexOf(needle);
  expect(at).toBeGreaterThanOrEqual(0);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function fileOf(needle: string): string {
  const found = readdirSync(folder).find(
    (name) => name.endsWith('.sqlite') && readFileSync(join(folder, name)).includes(needle),
  );
  if (found === undefined) throw new Error(`no file holds ${needle}`);
  return found;
}

test('sound documents of every tenant are a line each', () => {
  expect(lines()).toEqual([
    'ok       acme/minutes: 6 entries, 1 snapshot, 5 rows',
    'ok       dev/minutes: 6 entries, 1 snapshot, 5 rows',
  ]);
  expect([...verifyFolder(folder, undefined)].map(describeFinding)[0]).toBe(
    'ok       acme/minutes: 6 entries, 1 snapshot, effects not replayed: no --app was given',
  );
});

test('one damaged byte of an entry is found, and where; the other tenant is sound', () => {
  damage('acme page 2', fileOf('acme page 2'));
  const findings = [...verifyFolder(folder, schema)];
  const damaged = findings.filter(isDamage);
  expect(damaged).toHaveLength(1);
  expect(lines()).toEqual([
    expect.stringMatching(/^DAMAGED {2}acme\/minutes: version \d: .*; sound up to version \d$/),
    'ok       dev/minutes: 6 entries, 1 snapshot, 5 rows',
  ]);
  const words = describeTally({ documents: 2, damagedDocuments: 1, damagedFiles: 0 }, damaged);
  expect(words).toMatch(/^2 documents, 1 damaged\.\n\nStop the server and copy the folder/);
});

test('a file that is none any more is named, and the others are checked', () => {
  const file = fileOf('acme page');
  damage('SQLite format 3', file);
  expect(lines()).toEqual([
    expect.stringMatching(`^DAMAGED  ${file}: .*cannot be read as a log`),
    'ok       dev/minutes: 6 entries, 1 snapshot, 5 rows',
  ]);
  writeFileSync(join(folder, file), readFileSync(join(folder, file)).subarray(0, 5_000));
  expect(lines()).toHaveLength(2);
});

test('wherever a byte is damaged, the check comes to its end', () => {
  const file = join(folder, fileOf('acme page'));
  const bytes = readFileSync(file);
  let found = 0;
  for (let at = 100; at < bytes.length; at += 997) {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 0xff;
    writeFileSync(file, copy);
    if ([...verifyFolder(folder, schema)].some(isDamage)) found += 1;
  }
  expect(found).toBeGreaterThan(0);
});

test('a server may run meanwhile, and nothing is written', async () => {
  const stop = await write();
  try {
    expect(lines()).toEqual([
      expect.stringMatching(/^ok {7}acme\/minutes: 11 entries/),
      expect.stringMatching(/^ok {7}dev\/minutes: 11 entries/),
    ]);
  } finally {
    await stop();
  }
});

test('a folder without logs is said to be one', () => {
  const empty = mkdtempSync(join(tmpdir(), 'statehouse-verify-'));
  expect(() => [...verifyFolder(empty, schema)]).toThrow(expect.objectContaining({ code: 'cli/no-logs' }));
  expect(() => [...verifyFolder(join(empty, 'none'), schema)]).toThrow(
    expect.objectContaining({ code: 'cli/no-logs' }),
  );
  rmSync(empty, { recursive: true });
});
