import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalog } from './catalog.ts';
import { Shelves } from './shelves.ts';

const folder = join(process.env.STATEHOUSE_DATA ?? '', 'chinook');
const reason = existsSync(folder) ? '' : ' (skipped: no recorded shop)';

test.skipIf(reason !== '')(
  `records of the music shop cost what their tracks do, and are as many as were sold${reason}`,
  async () => {
    const { albums, isReal } = await readCatalog(folder);
    expect(isReal).toBe(true);
    expect(albums.size).toBe(347);
    // Ten tracks at 99 cents.
    expect(albums.get('1')).toMatchObject({
      title: 'For Those About To Rock We Salute You',
      artist: 'AC/DC',
      genre: 'Rock',
      tracks: 10,
      priceCents: 990,
    });
    const all = [...albums.values()];
    expect(all.reduce((sum, { priceCents }) => sum + priceCents, 0)).toBe(368_097);
    expect(all.every(({ stock }) => Number.isInteger(stock) && stock >= 0 && stock <= 12)).toBe(true);
    expect(all.filter(({ stock }) => stock === 0).length).toBe(43);
  },
);

test('a house without data has made-up records', async () => {
  const { albums, isReal } = await readCatalog(join(folder, 'nowhere'));
  expect(isReal).toBe(false);
  expect(albums.size).toBeGreaterThan(10);
});

test('records are found by words of title and artist, and there are fewer when some are sold', async () => {
  const shelves = new Shelves(await readCatalog('/nowhere'));
  expect(shelves.find('MIRA kettle').map(({ title }) => title)).toEqual(['Kettle, Kettle']);
  expect(shelves.find('  ').length).toBeGreaterThan(10);
  expect(shelves.find('nothing like that')).toEqual([]);
  shelves.take([{ albumId: 'm2', quantity: 2 }]);
  expect(shelves.albumOf('m2')?.stock).toBe(1);
  shelves.take([{ albumId: 'm2', quantity: 2 }], -1);
  expect(shelves.find('kettle')[0]?.stock).toBe(3);
});
