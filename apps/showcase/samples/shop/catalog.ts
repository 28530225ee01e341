import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isArray, isJsonObject, type JsonObject } from '@statehouse/kernel';
import type { Album } from '../../src/rooms/checkout/shop/shop-data.ts';
import { MADE_UP_ALBUMS } from './made-up-albums.ts';

/** More than so many of a record are on no shelf. */
const MOST_STOCK = 12;

/** What the shop sells. */
export interface Stock {
  readonly albums: ReadonlyMap<string, Album>;
  readonly isReal: boolean;
}

/**
 * Reads the records of the music shop in a folder: what an album costs is what its tracks cost, and there are as many of
 * it as were sold of it. Where there is no such folder, some are made up.
 */
export async function readCatalog(folder: string): Promise<Stock> {
  const isReal = existsSync(join(folder, 'albums.json'));
  const albums = isReal ? await readChinook(folder) : MADE_UP_ALBUMS;
  return { albums: new Map(albums.map((album) => [album.id, album])), isReal };
}

interface Sum {
  tracks: number;
  cents: number;
  sold: number;
  genreId: number;
}

async function readChinook(folder: string): Promise<readonly Album[]> {
  const read = (table: string) => readTable(join(folder, `${table}.json`));
  const [artists, albums, tracks, genres, invoiceLines] = await Promise.all(
    ['artists', 'albums', 'tracks', 'genres', 'invoiceLines'].map(read),
  );
  const artistNames = namesOf(artists ?? []);
  const genreNames = namesOf(genres ?? []);
  const albumOfTrack = new Map<number, number>();
  const sums = new Map<number, Sum>();
  for (const track of tracks ?? []) {
    const albumId = numberIn(track, 'albumId');
    const sum = sums.get(albumId) ?? { tracks: 0, cents: 0, sold: 0, genreId: numberIn(track, 'genreId') };
    sum.tracks += 1;
    sum.cents += Math.round(numberIn(track, 'unitPrice') * 100);
    sums.set(albumId, sum);
    albumOfTrack.set(numberIn(track, 'id'), albumId);
  }
  for (const line of invoiceLines ?? []) {
    const sum = sums.get(albumOfTrack.get(numberIn(line, 'trackId')) ?? Number.NaN);
    if (sum !== undefined) sum.sold += numberIn(line, 'quantity');
  }
  return (albums ?? []).flatMap((album) => {
    const id = numberIn(album, 'id');
    const sum = sums.get(id);
    if (sum === undefined) return [];
    return {
      id: String(id),
      title: textIn(album, 'title'),
      artist: artistNames.get(numberIn(album, 'artistId')) ?? '',
      genre: genreNames.get(sum.genreId) ?? '',
      tracks: sum.tracks,
      priceCents: sum.cents,
      stock: Math.min(sum.sold, MOST_STOCK),
    };
  });
}

async function readTable(path: string): Promise<readonly JsonObject[]> {
  const rows: unknown = JSON.parse(await readFile(path, 'utf8'));
  return isArray(rows) ? rows.filter(isJsonObject) : [];
}

function namesOf(rows: readonly JsonObject[]): ReadonlyMap<number, string> {
  return new Map(rows.map((row) => [numberIn(row, 'id'), textIn(row, 'name')]));
}

function numberIn(row: JsonObject, member: string): number {
  const value = row[member];
  return typeof value === 'number' ? value : Number.NaN;
}

function textIn(row: JsonObject, member: string): string {
  const value = row[member];
  return typeof value === 'string' ? value : '';
}
