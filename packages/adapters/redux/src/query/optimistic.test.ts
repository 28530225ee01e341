import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { optimistic } from './optimistic.ts';
import type { ListArg, Post } from './testing/posts-api.ts';
import { abc, all, createDesk, post } from './testing/posts-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a mutation shows at once, and over every answer that comes before its own', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const renaming = desk.rename('b', 'B');
  expect(desk.titles()).toEqual(['a', 'B', 'c']);
  await desk.load([post('c'), post('b'), post('a')]);
  expect(desk.titles()).toEqual(['c', 'B', 'a']);
  desk.server.next('renamePost').answer(post('b', 'B'));
  await renaming;
  expect(desk.titles()).toEqual(['c', 'B', 'a']);
});

test('of several that are under way each goes by itself, in any order', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const first = desk.rename('a', 'A');
  const second = desk.rename('a', 'A2');
  const third = desk.rename('b', 'B');
  const [one, two, three] = [...desk.server.waiting];
  expect(desk.titles()).toEqual(['A2', 'B', 'c']);
  two?.refuse('no');
  await second;
  expect(desk.titles()).toEqual(['A', 'B', 'c']);
  one?.refuse('no');
  await first;
  expect(desk.titles()).toEqual(['a', 'B', 'c']);
  three?.refuse('no');
  await third;
  expect(desk.posts()).toEqual(abc());
});

test('an answer that was asked for before a mutation was answered does not bring the old value back', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const renaming = desk.rename('b', 'B');
  const early = desk.refetch();
  desk.server.next('renamePost').answer(post('b', 'B'));
  await renaming;
  desk.server.next('getPosts').answer(abc());
  await early;
  expect(desk.titles()).toEqual(['a', 'B', 'c']);
  await desk.load([post('a'), post('b', 'theirs'), post('c')]);
  expect(desk.titles()).toEqual(['a', 'theirs', 'c']);
});

test('what was asked for after the answer is the truth, also while others are under way', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const slow = desk.rename('c', 'C');
  const renaming = desk.rename('b', 'B');
  const [, quick] = [...desk.server.waiting];
  quick?.answer(post('b', 'B'));
  await renaming;
  await desk.load([post('a'), post('b', 'theirs'), post('c')]);
  expect(desk.titles()).toEqual(['a', 'theirs', 'C']);
  desk.server.next('renamePost').refuse('no');
  await slow;
  expect(desk.titles()).toEqual(['a', 'theirs', 'c']);
});

test('of two new titles the later stays, even if the earlier is answered last', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const first = desk.rename('b', 'first');
  const second = desk.rename('b', 'second');
  const [one, two] = [...desk.server.waiting];
  two?.answer(post('b', 'second'));
  await second;
  await desk.load([post('a'), post('b', 'second'), post('c')]);
  expect(desk.titles()).toEqual(['a', 'second', 'c']);
  one?.answer(post('b', 'first'));
  await first;
  expect(desk.titles()).toEqual(['a', 'second', 'c']);
});

test('a row that was created gets the id that the server gives it', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const adding = desk.store.dispatch(desk.api.endpoints.addPost.initiate({ title: 'new' }));
  const [temporary] = desk.posts();
  expect(temporary).toEqual({ id: adding.requestId, title: 'new', starred: false });
  desk.server.next('addPost').answer(post('d', 'new'));
  await adding;
  expect(desk.posts().map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c']);
  await desk.load([post('d', 'new'), ...abc()]);
  expect(desk.posts().map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c']);
});

test('a layer tells pages and filters apart', async () => {
  const desk = createDesk();
  const { api, store, server } = desk;
  const starred: ListArg = { only: 'starred', page: 0 };
  await desk.load([{ ...post('a'), starred: true }, post('b')]);
  const loading = store.dispatch(api.endpoints.getPosts.initiate(starred));
  server.next('getPosts').answer([{ ...post('a'), starred: true }]);
  await loading;
  const starring = store.dispatch(api.endpoints.starPost.initiate({ id: 'a', starred: false }));
  expect(desk.posts().map(({ starred }) => starred)).toEqual([false, false]);
  expect(api.endpoints.getPosts.select(starred)(store.getState()).data).toEqual([]);
  server.next('starPost').refuse('no');
  await starring;
  expect(api.endpoints.getPosts.select(starred)(store.getState()).data).toHaveLength(1);
});

test('streams write beneath the layers, by updateBase and by updateQueryData alike', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const renaming = desk.rename('b', 'B');
  const removing = desk.store.dispatch(desk.api.endpoints.removePost.initiate({ id: 'a' }));
  desk.store.dispatch(
    desk.api.util.updateBase('getPosts', all, (posts) => {
      posts.unshift(post('z'));
    }),
  );
  desk.store.dispatch(
    desk.api.util.updateQueryData('getPosts', all, (posts) => {
      for (const one of posts) one.title += '!';
    }),
  );
  expect(desk.titles()).toEqual(['z!', 'B', 'c!']);
  desk.server.next('renamePost').refuse('no');
  desk.server.next('removePost').refuse('no');
  await Promise.all([renaming, removing]);
  expect(desk.titles()).toEqual(['z!', 'a!', 'b!', 'c!']);
});

test('rows that a layer does not touch stay the same objects, and so does what comes again', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const before = desk.posts();
  const renaming = desk.rename('b', 'B');
  const during = desk.posts();
  expect(during[0]).toBe(before[0]);
  await desk.load(abc());
  expect(desk.posts()).toBe(during);
  const state = desk.store.getState().api;
  desk.store.dispatch({ type: 'something else' });
  expect(desk.store.getState().api).toBe(state);
  desk.server.next('renamePost').refuse('no');
  await renaming;
  expect(desk.posts()).toBe(before);
});

test('a layer that was right leaves its row as it was shown, when it sinks and when the truth comes', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const renaming = desk.rename('b', 'B');
  const shown = desk.posts();
  const early = desk.refetch();
  desk.server.next('renamePost').answer(post('b', 'B'));
  await renaming;
  expect(desk.posts()).toBe(shown);
  desk.server.next('getPosts').answer(abc());
  await early;
  expect(desk.posts()).toBe(shown);
  await desk.load([post('a'), post('b', 'B'), post('c')]);
  expect(desk.posts()).toBe(shown);
  const again = desk.rename('a', 'A');
  await desk.load([post('a', 'A'), post('b', 'B'), post('c')]);
  desk.server.next('renamePost').refuse('no');
  await again;
  expect(desk.titles()).toEqual(['A', 'B', 'c']);
  expect(Object.isFrozen(desk.posts()[0])).toBe(true);
  expect(desk.posts()[1]).toBe(shown[1]);
});

test('when all is over nothing is left in the state', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const renaming = desk.rename('b', 'B');
  expect(desk.store.getState().api).toHaveProperty('optimistic');
  desk.server.next('renamePost').answer(post('b', 'B'));
  await renaming;
  const { api } = desk.store.getState();
  expect(api).not.toHaveProperty('optimistic');
  for (const entry of Object.values(api.queries)) expect(entry).not.toHaveProperty('base');
});

test('endpoints that come later have layers too, and what is written for them is checked', async () => {
  const desk = createDesk();
  const { api, store, server } = desk;
  const later = optimistic(
    api.injectEndpoints({
      endpoints: (build) => ({
        shoutPost: build.mutation<Post, string>({
          query: (id) => ({ kind: 'renamePost', arg: { id, title: id.toUpperCase() } }),
        }),
        getTitles: build.query<string[], void>({ query: () => ({ kind: 'getPosts', arg: all }) }),
      }),
    }),
    {
      shoutPost: {
        getPosts: (posts, id) => {
          for (const one of posts) if (one.id === id) one.title = id.toUpperCase();
        },
        getTitles: (titles, id) => titles.map((title) => (title === id ? id.toUpperCase() : title)),
      },
      // @ts-expect-error a query shows mutations, and is none
      getTitles: {},
    },
  );
  await desk.load(abc());
  const loading = store.dispatch(later.endpoints.getTitles.initiate());
  server.next('getPosts').answer(['a', 'b']);
  await loading;
  store.dispatch(later.endpoints.shoutPost.initiate('b'));
  expect(desk.titles()).toEqual(['a', 'B', 'c']);
  expect(later.endpoints.getTitles.select()(store.getState()).data).toEqual(['a', 'B']);
  // What was declared first still holds.
  desk.rename('a', 'A');
  expect(desk.titles()).toEqual(['A', 'B', 'c']);
});
