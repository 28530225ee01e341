import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '@statehouse/kernel';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { replaySchema } from '../replay/replay-schema.ts';
import { type CommandServer, startTemporaryServer } from '../temporary-server.ts';
import { chinookSchema } from './chinook-schema.ts';
import { CHINOOK_TABLES, type ChinookTable, importTables } from './import-tables.ts';
import { readTables, type TableRows } from './read-tables.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const chinook = resolve(root, process.env.STATEHOUSE_DATA ?? '../shared/data', 'chinook');
const hasData = existsSync(chinook);
const without = hasData ? '' : ` (skipped: no ${chinook})`;

let server: CommandServer;
beforeAll(async () => {
  server = await startTemporaryServer(chinookSchema(3));
});
afterAll(() => server.close());

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chinook-'));
  folders.push(folder);
  return folder;
}

const nothing: TableRows<ChinookTable> = {
  genres: [],
  mediaTypes: [],
  artists: [],
  albums: [],
  tracks: [],
  playlists: [],
  playlistTracks: [],
  employees: [],
  customers: [],
  invoices: [],
  invoiceLines: [],
};
const shop: TableRows<ChinookTable> = {
  ...nothing,
  genres: [{ id: 1, name: 'Rock' }],
  mediaTypes: [{ id: 1, name: 'File' }],
  albums: [{ id: 7, title: 'High', artistId: 2 }],
  artists: [{ id: 2, name: 'AC/DC' }],
  tracks: [track(1, { unitPriceCents: 99 }), track(2, { unitPriceCents: 199 })],
  playlists: [{ id: 5, name: 'Loud' }],
  playlistTracks: [{ id: '5:2', playlistId: 5, trackId: 2 }],
};

function track(id: number, fields: JsonObject): JsonObject {
  const rest = { name: 'T', albumId: 7, mediaTypeId: 1, genreId: 1, composer: '', milliseconds: 1, bytes: 1 };
  return { id, ...rest, ...fields };
}

test('rows of related tables are received in any order, and a fresh client reads them', async () => {
  const { counts, rows, serverVersion } = await importTables({ server, rows: shop });
  expect(counts).toMatchObject({ artists: 1, albums: 1, tracks: 2, playlistTracks: 1, invoices: 0 });
  expect(rows).toBe(8);
  expect(serverVersion).toBeGreaterThanOrEqual(2);
});

test('a dangling reference is named with its row, and nothing is sent', async () => {
  const rows = { ...shop, tracks: [track(1, { unitPriceCents: 99, albumId: 404 })], playlistTracks: [] };
  await expect(importTables({ server, rows, document: 'dangling' })).rejects.toMatchObject({
    code: 'cli/dangling-reference',
    message: 'Row 1 of tracks refers by albumId to 404 in albums, which is not there. Nothing was imported.',
  });
  expect((await importTables({ server, rows: nothing, document: 'dangling' })).rows).toBe(0);
});

test('a row that does not fit its table is named', async () => {
  const rows = { ...shop, tracks: [track(1, { unitPriceCents: 'cheap' })], playlistTracks: [] };
  await expect(importTables({ server, rows })).rejects.toMatchObject({
    code: 'db/wrong-type',
    message: expect.stringContaining('row 1 of tracks'),
  });
});

test('a server of another application is told apart from a broken import', async () => {
  const other = await startTemporaryServer(replaySchema(1));
  try {
    await expect(importTables({ server: other, rows: shop })).rejects.toMatchObject({
      code: 'cli/server-lacks-tables',
    });
  } finally {
    await other.close();
  }
});

test('a document that holds something already is left alone', async () => {
  await importTables({ server, rows: shop, document: 'taken' });
  await expect(importTables({ server, rows: shop, document: 'taken' })).rejects.toMatchObject({
    code: 'cli/document-in-use',
  });
});

test('amounts of money are read as whole cents', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tracks.json'), '[{"id":1,"unitPrice":0.99},{"id":2,"unitPrice":1.1}]');
  expect((await readTables(folder, ['tracks'])).tracks).toEqual([
    { id: 1, unitPriceCents: 99 },
    { id: 2, unitPriceCents: 110 },
  ]);
});

test.each([
  ['a missing file', undefined, 'cli/table-unreadable'],
  ['no JSON', '[', 'cli/table-unreadable'],
  ['no list', '{}', 'cli/table-unreadable'],
  ['a row that is no object', '[1]', 'cli/row-invalid'],
  ['a row without id', '[{"unitPrice":1}]', 'cli/row-invalid'],
  ['one id twice', '[{"id":1,"unitPrice":1},{"id":"1","unitPrice":1}]', 'cli/row-invalid'],
  ['a third digit', '[{"id":1,"unitPrice":0.999}]', 'cli/row-invalid'],
  ['no amount', '[{"id":1}]', 'cli/row-invalid'],
])('a table is refused: %s', async (_, content, code) => {
  const folder = temporaryFolder();
  if (content !== undefined) writeFileSync(join(folder, 'tracks.json'), content);
  await expect(readTables(folder, ['tracks'])).rejects.toMatchObject({ code });
});

test.skipIf(!hasData)(`the music shop arrives whole, to the cent${without}`, async () => {
  const result = await importTables({ server, rows: await readTables(chinook, CHINOOK_TABLES) });
  expect(result.counts).toEqual({
    genres: 25,
    mediaTypes: 5,
    artists: 275,
    albums: 347,
    tracks: 3503,
    playlists: 18,
    playlistTracks: 8715,
    employees: 8,
    customers: 59,
    invoices: 412,
    invoiceLines: 2240,
  });
  expect(result.salesCents).toBe(232_860);
});
