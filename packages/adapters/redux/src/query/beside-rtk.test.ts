import { configureStore } from '@reduxjs/toolkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HeldRequests } from './testing/held-requests.ts';
import { createPlainApi, createPostsApi, type Post } from './testing/posts-api.ts';
import { abc, all, post } from './testing/posts-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const INTERVAL_MS = 5_000;

/** RTK Query's own recipe for optimistic updates: change the cache when the mutation starts, undo it when it fails. */
function createUndoingApi(baseQuery: HeldRequests['baseQuery']) {
  const api = createPlainApi(baseQuery);
  return api.enhanceEndpoints({
    endpoints: {
      renamePost: {
        async onQueryStarted({ id, title }, { dispatch, queryFulfilled }) {
          const patch = dispatch(
            api.util.updateQueryData('getPosts', all, (posts) => {
              const found = posts.find((one) => one.id === id);
              if (found !== undefined) found.title = title;
            }),
          );
          await queryFulfilled.catch(patch.undo);
        },
      },
    },
  });
}

type Api = ReturnType<typeof createPostsApi> | ReturnType<typeof createUndoingApi>;

/** A list that is polled, with two mutations and a refetch that reorders; the titles after each step. */
async function playPolled(createApi: (baseQuery: HeldRequests['baseQuery']) => Api) {
  const server = new HeldRequests();
  const api = createApi(server.baseQuery);
  const store = configureStore({
    reducer: { api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
    enhancers: (getDefault) => getDefault({ autoBatch: false }),
  });
  const { getPosts, renamePost } = api.endpoints;
  const titles = () =>
    getPosts
      .select(all)(store.getState())
      .data?.map(({ title }) => title);
  const list = store.dispatch(
    getPosts.initiate(all, { subscriptionOptions: { pollingInterval: INTERVAL_MS } }),
  );
  server.next('getPosts').answer(abc());
  await list;
  const poll = async (answer: Post[]) => {
    await vi.advanceTimersByTimeAsync(INTERVAL_MS);
    server.next('getPosts').answer(answer);
    await vi.advanceTimersByTimeAsync(0);
    return titles();
  };
  const renaming = store.dispatch(renamePost.initiate({ id: 'a', title: 'A' }));
  const shown = titles();
  const afterPoll = await poll([post('c'), post('b'), post('a')]);
  server.next('renamePost').refuse('no');
  await renaming;
  const afterFailure = titles();
  list.unsubscribe();
  return { shown, afterPoll, afterFailure };
}

test('a poll in mid-flight that reorders: layers hold, and go without a trace', async () => {
  expect(await playPolled(createPostsApi)).toEqual({
    shown: ['A', 'b', 'c'],
    afterPoll: ['c', 'b', 'A'],
    afterFailure: ['c', 'b', 'a'],
  });
});

test('in the same history the undo of RTK Query loses the update, and writes over the row that stands there now', async () => {
  expect(await playPolled(createUndoingApi)).toEqual({
    shown: ['A', 'b', 'c'],
    afterPoll: ['c', 'b', 'a'],
    // The patch says “the first row”, which is another one by now.
    afterFailure: ['a', 'b', 'a'],
  });
});
