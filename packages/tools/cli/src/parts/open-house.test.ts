import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counter, defineSchema, string, table } from '@statehouse/db';
import { systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { createLiveMetrics } from '@statehouse/observe/live';
import { createDevAuth, createServer, type SyncServer } from '@statehouse/server';
import { createMemoryLogStore } from '@statehouse/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenHouse, openHouse } from './open-house.ts';
import { type SeedDocument, seedDocuments } from './seed-documents.ts';

const schema = defineSchema({
  version: 1,
  tables: { notes: table({ title: string(), visits: counter() }, { order: 'list' }) },
});
type Notes = typeof schema;

const metrics = createLiveMetrics({ clock: systemClock });
const auth = createDevAuth({ secret: 'a secret of the tests that is long enough' });
let folder: string;
let server: SyncServer;
let warnings: object[];
let open: OpenHouse<Notes>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'statehouse-parts-'));
  warnings = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: (fields: object) => void warnings.push(fields),
    error: () => {},
  };
  server = await createServer({ schema, auth, store: createMemoryLogStore(), roles: () => 'writer', log });
  open = openHouse(
    {
      url: server.url,
      schema,
      auth,
      dataFolder: folder,
      log,
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      readMetrics: () => metrics.read(),
    },
    'shop',
  );
});

afterEach(async () => {
  await open.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

function asked(authorization: string | undefined): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (authorization !== undefined) request.headers.authorization = authorization;
  return request;
}

test('a part knows who asks by the token of the sync server, and nobody else', async () => {
  const { house } = open;
  const token = await auth.issue({ user: 'ada', tenant: 'acme' });
  expect(await house.identify(asked(`Bearer ${token}`))).toEqual({ tenant: 'acme', user: 'ada' });
  const foreign = await createDevAuth({ secret: 'another secret that is long enough, too' }).issue({
    user: 'ada',
  });
  for (const wrong of [
    undefined,
    '',
    token,
    `Basic ${token}`,
    `Bearer ${foreign}`,
    'Bearer ',
    `Bearer ${token} x`,
  ]) {
    expect(await house.identify(asked(wrong)), wrong).toBeUndefined();
  }
});

test('has a folder of its own, and clients that end with it', async () => {
  expect(existsSync(open.house.dataFolder)).toBe(true);
  expect(open.house.dataFolder).toBe(join(folder, 'parts', 'shop'));
  const bot = open.house.connect('bot');
  const elsewhere = open.house.connect('bot', { tenant: 'acme' });
  const [here, there] = await Promise.all([bot.open('list'), elsewhere.open('list')]);
  here.transact((tx) => tx.notes.insert({ title: 'Milk', visits: 0 }));
  await here.whenSynced();
  expect([here.snapshot.table('notes').size, there.snapshot.table('notes').size]).toEqual([1, 0]);
  await open.close();
  await expect(bot.open('other')).rejects.toMatchObject({ code: 'sync/closed' });
});

function sample(document: string, count = 3): SeedDocument<Notes> {
  return {
    document,
    fill(tx) {
      for (let index = 0; index < count; index += 1)
        tx.notes.insert({ title: `${document} ${index}`, visits: 1 });
    },
  };
}

async function notesOf(
  document: string,
): Promise<{ readonly titles: readonly string[]; readonly version: number }> {
  const reader = open.house.connect('reader');
  const opened = await reader.open(document);
  const titles = opened.snapshot
    .children('notes')
    .map((id) => String(opened.snapshot.get('notes', id)?.title));
  await reader.close();
  return { titles, version: opened.status.version };
}

test('documents that are empty are filled, once, in well under a second', async () => {
  const samples = Array.from({ length: 12 }, (_, index) => sample(`board-${index}`));
  const startMs = systemClock.nowMs();
  expect(await seedDocuments(open.house, 'house', samples)).toHaveLength(12);
  expect(systemClock.nowMs() - startMs).toBeLessThan(1_000);
  const before = await notesOf('board-3');
  expect(before.titles).toEqual(['board-3 0', 'board-3 1', 'board-3 2']);
  expect(await seedDocuments(open.house, 'house', samples)).toEqual([]);
  expect(await notesOf('board-3')).toEqual(before);
});

test('two starts at once fill each document once', async () => {
  const samples = Array.from({ length: 12 }, (_, index) => sample(`board-${index}`));
  const starts = await Promise.all([1, 2, 3].map(() => seedDocuments(open.house, 'house', samples)));
  for (const { document } of samples) {
    expect((await notesOf(document)).titles, document).toHaveLength(3);
    expect(starts.flat().filter((name) => name === document).length, document).toBeLessThanOrEqual(1);
  }
  expect(warnings).toEqual([]);
});

test('what people have written to stays theirs, even if nothing of it is left', async () => {
  const ada = await open.house.connect('ada').open('board');
  const { value: id } = ada.transact((tx) => tx.notes.insert({ title: 'Mine', visits: 0 }));
  ada.transact((tx) => tx.notes.delete(id));
  await ada.whenSynced();
  const { version } = await notesOf('board');
  expect(await seedDocuments(open.house, 'house', [sample('board')])).toEqual([]);
  expect(await notesOf('board')).toEqual({ titles: [], version });
});

test('a document that cannot be filled is logged, and the others are filled', async () => {
  const broken: SeedDocument<Notes> = {
    document: 'broken',
    fill() {
      throw new Error('no such picture');
    },
  };
  expect(await seedDocuments(open.house, 'house', [broken, sample('fine')])).toEqual(['fine']);
  expect(warnings).toEqual([{ part: 'shop', document: 'broken', reason: 'no such picture' }]);
});
