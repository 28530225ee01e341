import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDesk, post } from './testing/posts-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const page = (...ids: string[]) => ids.map((id) => post(id));

/** A feed whose first page of three is there. */
async function createFeed() {
  const desk = createDesk();
  const { api, store, server } = desk;
  const { getFeed, removePost, addPost } = api.endpoints;
  const select = getFeed.select('home');
  const fetch = (options: { direction?: 'forward'; forceRefetch?: boolean } = {}) =>
    store.dispatch(getFeed.initiate('home', options));
  const first = fetch();
  server.next('getFeed').answer(page('a', 'b', 'c'));
  await first;
  return {
    ...desk,
    fetch,
    ids: () => select(store.getState()).data?.pages.map((posts) => posts.map(({ id }) => id)),
    hasNextPage: () => select(store.getState()).hasNextPage,
    remove: (id: string) => store.dispatch(removePost.initiate({ id })),
    add: (title: string) => store.dispatch(addPost.initiate({ title })),
  };
}

test('a layer shows in the pages of an infinite query, and over one page more', async () => {
  const feed = await createFeed();
  const removing = feed.remove('b');
  expect(feed.ids()).toEqual([['a', 'c']]);
  const more = feed.fetch({ direction: 'forward' });
  feed.server.next('getFeed').answer(page('d', 'b'));
  await more;
  expect(feed.ids()).toEqual([['a', 'c'], ['d']]);
  feed.server.next('removePost').refuse('no');
  await removing;
  expect(feed.ids()).toEqual([
    ['a', 'b', 'c'],
    ['d', 'b'],
  ]);
});

test('what was shown when one page more was asked for does not come back with it', async () => {
  const feed = await createFeed();
  const removing = feed.remove('b');
  const adding = feed.add('new');
  const more = feed.fetch({ direction: 'forward' });
  feed.server.next('removePost').refuse('no');
  feed.server.next('addPost').refuse('no');
  await Promise.all([removing, adding]);
  feed.server.next('getFeed').answer(page('d'));
  await more;
  expect(feed.ids()).toEqual([['a', 'b', 'c'], ['d']]);
});

test('a page that is shorter for good has no next page any more, although it was shown like that before', async () => {
  const feed = await createFeed();
  const removing = feed.remove('b');
  expect([feed.ids(), feed.hasNextPage()]).toEqual([[['a', 'c']], true]);
  feed.server.next('removePost').answer(null);
  await removing;
  expect([feed.ids(), feed.hasNextPage()]).toEqual([[['a', 'c']], false]);
});

test('whether there is a next page, and which, follows from what the server has given', async () => {
  const feed = await createFeed();
  feed.remove('b');
  expect(feed.ids()).toEqual([['a', 'c']]);
  expect(feed.hasNextPage()).toBe(true);
  feed.fetch({ direction: 'forward' });
  expect(feed.server.next('getFeed').ask).toEqual({ kind: 'getFeed', page: 1 });
});

test('all pages asked for again are the truth', async () => {
  const feed = await createFeed();
  const more = feed.fetch({ direction: 'forward' });
  feed.server.next('getFeed').answer(page('d'));
  await more;
  const removing = feed.remove('a');
  feed.server.next('removePost').answer(null);
  await removing;
  const again = feed.fetch({ forceRefetch: true });
  feed.server.next('getFeed').answer(page('b', 'a', 'c'));
  await vi.waitFor(() => feed.server.next('getFeed').answer(page('d')));
  await again;
  expect(feed.ids()).toEqual([['b', 'a', 'c'], ['d']]);
});
