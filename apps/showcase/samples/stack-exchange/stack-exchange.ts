import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ServerPart } from '@statehouse/cli';
import type { SocialContents, SocialData, SocialSource } from '../../src/social/social-data.ts';
import { dataFolder } from '../data-folder.ts';
import { pagesOf } from './pages-of.ts';
import { readSite, type Site } from './read-site.ts';

type Pages = readonly Partial<SocialData>[];

/** What a room reads: a site, with its answers or without. */
interface Shelf {
  readonly folder: string;
  readonly source: SocialSource;
  readonly withAnswers: boolean;
}

const SHELVES: Readonly<Record<string, Shelf>> = {
  feed: {
    folder: 'quantumcomputing',
    source: {
      name: 'Quantum Computing Stack Exchange',
      address: 'https://quantumcomputing.stackexchange.com',
    },
    withAnswers: true,
  },
  blog: {
    folder: 'bicycles-meta',
    source: { name: 'Bicycles Meta Stack Exchange', address: 'https://bicycles.meta.stackexchange.com' },
    withAnswers: false,
  },
};

/**
 * The tables of Stack Exchange sites, for who has them: `/feed/` says how many pages there are for the feed,
 * `/feed/pages/0` is the first; and so for the blog.
 */
export const stackExchange: ServerPart = {
  name: 'social',
  start() {
    const data = dataFolder();
    const read = new Map<Shelf, Promise<Pages>>();
    // Read when somebody asks first: a house without these rooms has nothing to wait for.
    const pagesFor = (shelf: Shelf): Promise<Pages> => {
      const known = read.get(shelf) ?? readPages(shelf, data);
      read.set(shelf, known);
      return known;
    };
    return {
      async handle(request, response) {
        const path = new URL(request.url ?? '/', 'http://part').pathname;
        const [, room = '', number] = /^\/([a-z]+)\/(?:pages\/(\d{1,6}))?$/.exec(path) ?? [];
        const shelf = Object.hasOwn(SHELVES, room) ? SHELVES[room] : undefined;
        if (shelf === undefined) return answer(response, 404, { message: 'There is no such room.' });
        const pages = await pagesFor(shelf);
        if (number === undefined) return answer(response, 200, contentsOf(pages, shelf.source));
        const page = pages[Number(number)];
        if (page === undefined) answer(response, 404, { message: 'There is no such page.' });
        else answer(response, 200, page);
      },
      close: () => Promise.resolve(),
    };
  },
};

async function readPages({ folder, source, withAnswers }: Shelf, data: string): Promise<Pages> {
  const site: Site = { folder: join(data, 'social', folder), address: source.address, withAnswers };
  return existsSync(site.folder) ? pagesOf(await readSite(site)) : [];
}

function contentsOf(pages: Pages, source: SocialSource): SocialContents {
  return pages.length === 0 ? { kind: 'none' } : { kind: 'some', pages: pages.length, source };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
