import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerPart } from '@statehouse/cli';
import type { SocialContents, SocialData, SocialSource } from '../../src/social/social-data.ts';
import { pagesOf } from './pages-of.ts';
import { readSite, type Site } from './read-site.ts';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const SITE = 'quantumcomputing';
const SOURCE: SocialSource = {
  name: 'Quantum Computing Stack Exchange',
  address: 'https://quantumcomputing.stackexchange.com',
};

type Pages = readonly Partial<SocialData>[];

/** The tables of a Stack Exchange site, for who has them: `/` says how many pages there are, `/pages/0` is the first. */
export const stackExchange: ServerPart = {
  name: 'social',
  start() {
    const data = resolve(REPOSITORY, process.env.STATEHOUSE_DATA ?? '../shared/data');
    const site: Site = { folder: join(data, 'social', SITE), address: SOURCE.address };
    let pages: Promise<Pages> | undefined;
    // Read when somebody asks first: a house without a feed has nothing to wait for.
    const read = async (): Promise<Pages> => (existsSync(site.folder) ? pagesOf(await readSite(site)) : []);
    return {
      async handle(request, response) {
        pages ??= read();
        const all = await pages;
        const path = new URL(request.url ?? '/', 'http://part').pathname;
        if (path === '/') return answer(response, 200, contentsOf(all));
        const page = all[Number(/^\/pages\/(\d{1,6})$/.exec(path)?.[1] ?? -1)];
        if (page === undefined) answer(response, 404, { message: 'There is no such page.' });
        else answer(response, 200, page);
      },
      close: () => Promise.resolve(),
    };
  },
};

function contentsOf(pages: Pages): SocialContents {
  return pages.length === 0 ? { kind: 'none' } : { kind: 'some', pages: pages.length, source: SOURCE };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
