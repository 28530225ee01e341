import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import * as pageAfter from './after/page.tsx';
import * as apiAfter from './after/posts-api.ts';
import * as storeAfter from './after/store.ts';
import * as pageBefore from './before/page.tsx';
import * as apiBefore from './before/posts-api.ts';
import * as storeBefore from './before/store.ts';

const { hub } = storeAfter;

afterEach(() => vi.unstubAllGlobals());

/** A server with two posts; what it was asked. */
function serve(): readonly string[] {
  const asked: string[] = [];
  const posts = ['Rye', 'Oat'].map((title, at) => ({ id: at + 1, title }));
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    if (request.method === 'GET') return Response.json(posts);
    const { title }: { title: string } = await request.json();
    posts.push({ id: posts.length + 1, title });
    return Response.json(posts.at(-1));
  });
  return asked;
}

async function blog(
  { postsApi }: Pick<typeof apiBefore, 'postsApi'>,
  { store }: Pick<typeof storeBefore, 'store'>,
  { Page }: { readonly Page: () => ReactNode },
) {
  const asked = serve();
  const pages: string[] = [];
  const look = () => pages.push(renderToStaticMarkup(<Page />));
  const settled = () => Promise.all(store.dispatch(postsApi.util.getRunningQueriesThunk()));
  look();
  const reading = store.dispatch(postsApi.endpoints.posts.initiate());
  await reading;
  look();
  await store.dispatch(postsApi.endpoints.addPost.initiate('Spelt'));
  await settled();
  look();
  reading.unsubscribe();
  return { pages, asked };
}

test('the blog does on the hub what it did without, and asks its server no more', async () => {
  const before = await blog(apiBefore, storeBefore, pageBefore);
  const after = await blog(apiAfter, storeAfter, pageAfter);
  expect(after).toEqual(before);
  expect(after.asked).toEqual(['GET /posts', 'POST /posts', 'GET /posts']);
  expect(after.pages.at(-1)).toContain('<li>Spelt</li>');

  const answered = [...hub.journal.entries()].find(({ name }) => name === 'postsApi/executeQuery/fulfilled');
  expect(hub.journal.entry(answered?.causeId ?? 0)?.name).toBe('postsApi/executeQuery/pending');
  hub.time.goTo(answered?.id ?? 0);
  expect(renderToStaticMarkup(<pageAfter.Page />)).toBe(after.pages[1]);
  hub.time.resume();
  expect(renderToStaticMarkup(<pageAfter.Page />)).toBe(after.pages[2]);
});
