import { configureStore } from '@reduxjs/toolkit';
import { afterEach, expect, test, vi } from 'vitest';
import { type Post, postsApi } from './optimistic.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  answer(body: unknown, status?: number): void;
}

/** A server that the test plays: what was asked, in order, until it is answered. */
function playServer(): Asked[] {
  const waiting: Asked[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname, search } = new URL(request.url);
    return new Promise<Response>((resolve) => {
      const asked: Asked = {
        method: request.method,
        path: pathname + search,
        answer(body, status = 200) {
          waiting.splice(waiting.indexOf(asked), 1);
          resolve(Response.json(body, { status }));
        },
      };
      waiting.push(asked);
    });
  });
  return waiting;
}

/** Waits until these and no others are asked for. */
const arrived = (waiting: readonly Asked[], ...paths: string[]) =>
  vi.waitFor(() => expect(waiting.map(({ path }) => path)).toEqual(paths));

afterEach(() => void vi.unstubAllGlobals());

const posts: Post[] = [
  { id: 'a', title: 'Apples' },
  { id: 'b', title: 'Bears' },
];

async function open() {
  const waiting = playServer();
  const store = configureStore({
    reducer: { [postsApi.reducerPath]: postsApi.reducer },
    middleware: (getDefault) => getDefault().concat(postsApi.middleware),
  });
  const { getPosts, getPost } = postsApi.endpoints;
  const list = store.dispatch(getPosts.initiate({ page: 0 }));
  const item = store.dispatch(getPost.initiate('b'));
  await arrived(waiting, '/posts?page=0', '/posts/b');
  for (const asked of [...waiting]) asked.answer(asked.path === '/posts/b' ? posts[1] : posts);
  await Promise.all([list, item]);
  const titles = () =>
    getPosts
      .select({ page: 0 })(store.getState())
      .data?.map(({ title }) => title);
  const title = () => getPost.select('b')(store.getState()).data?.title;
  return { waiting, store, titles, title };
}

test('a new title shows in the list and in the item, and holds over the refetch that its answer brings', async () => {
  const { waiting, store, titles, title } = await open();
  const renaming = store.dispatch(postsApi.endpoints.renamePost.initiate({ id: 'b', title: 'Bees' }));
  expect([titles(), title()]).toEqual([['Apples', 'Bees'], 'Bees']);
  await arrived(waiting, '/posts/b');
  waiting[0]?.answer({ id: 'b', title: 'Bees' });
  await renaming;
  await arrived(waiting, '/posts?page=0', '/posts/b');
  expect([titles(), title()]).toEqual([['Apples', 'Bees'], 'Bees']);
});

test('a new post has a place at once, and its id when the server has given it one', async () => {
  const { waiting, store, titles } = await open();
  const adding = store.dispatch(postsApi.endpoints.addPost.initiate({ title: 'Cats' }));
  expect(titles()).toEqual(['Cats', 'Apples', 'Bears']);
  await arrived(waiting, '/posts');
  waiting[0]?.answer({ id: 'c', title: 'Cats' });
  await adding;
  const { data } = postsApi.endpoints.getPosts.select({ page: 0 })(store.getState());
  expect(data?.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('of two new titles the one that fails goes by itself', async () => {
  const { waiting, store, titles } = await open();
  const first = store.dispatch(postsApi.endpoints.renamePost.initiate({ id: 'a', title: 'Ants' }));
  const second = store.dispatch(postsApi.endpoints.renamePost.initiate({ id: 'b', title: 'Bees' }));
  expect(titles()).toEqual(['Ants', 'Bees']);
  await arrived(waiting, '/posts/a', '/posts/b');
  waiting[0]?.answer('no', 500);
  await first;
  expect(titles()).toEqual(['Apples', 'Bees']);
  waiting.find(({ method }) => method === 'PATCH')?.answer({ id: 'b', title: 'Bees' });
  await second;
  expect(titles()).toEqual(['Apples', 'Bees']);
});
