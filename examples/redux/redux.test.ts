import { configureStore } from '@reduxjs/toolkit';
import { tableStoreOptions } from '@statehouse/redux';
import { expect, test, vi } from 'vitest';
import { archive, feed, fetchPage } from './feed.ts';
import { createStore, liked, loaded, posts, removed } from './store.ts';

test('a store whose slices have changed one import does what it did', () => {
  const error = vi.spyOn(console, 'error');
  const store = createStore();
  const titles = [1, 2, 3].map((id) => ({ id, title: `Post ${id}`, likes: 0 }));
  store.dispatch(loaded(titles));
  store.dispatch(liked(2));
  store.dispatch(removed(3));
  const { selectAll, selectById } = posts.getSelectors(
    (state: ReturnType<typeof store.getState>) => state.posts,
  );
  expect(selectAll(store.getState()).map(({ id }) => id)).toEqual([2, 1]);
  expect(selectById(store.getState(), 2)?.likes).toBe(1);
  expect(error).not.toHaveBeenCalled();
  error.mockRestore();
});

test('a feed loads pages, and archives in one notification', async () => {
  const store = configureStore({ reducer: { feed: feed.reducer }, ...tableStoreOptions });
  await store.dispatch(fetchPage(1));
  await store.dispatch(fetchPage(2));
  expect(store.getState().feed).toMatchObject({ ids: ['post-1', 'post-2'], loading: false });
  const notified = vi.fn();
  store.subscribe(notified);
  store.dispatch(archive(['post-1'], ['post-2']));
  expect(notified).toHaveBeenCalledTimes(1);
  const { ids, entities, filter } = store.getState().feed;
  expect({ ids: [...ids], entities: { ...entities }, filter }).toEqual({
    ids: ['post-1'],
    entities: { 'post-1': { id: 'post-1', title: 'Page 1', read: true } },
    filter: 'unread',
  });
});
