import { configureStore } from '@reduxjs/toolkit';
import { createApi } from '@reduxjs/toolkit/query/react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { expect, test } from 'vitest';
import { optimistic } from './optimistic.ts';
import { HeldRequests } from './testing/held-requests.ts';
import type { AskServer, ListArg, Post } from './testing/posts-api.ts';
import { abc, all, post } from './testing/posts-desk.ts';

/** An API as an application has it: hooks, and tags by which a mutation has everything asked for again. */
function createHookedApi(baseQuery: AskServer) {
  return optimistic(
    createApi({
      baseQuery,
      tagTypes: ['Post'],
      endpoints: (build) => ({
        getPosts: build.query<Post[], ListArg>({
          query: (arg) => ({ kind: 'getPosts', arg }),
          providesTags: ['Post'],
        }),
        getPost: build.query<Post | null, string>({
          query: (arg) => ({ kind: 'getPost', arg }),
          providesTags: ['Post'],
        }),
        renamePost: build.mutation<Post, { id: string; title: string }>({
          query: (arg) => ({ kind: 'renamePost', arg }),
          invalidatesTags: ['Post'],
        }),
      }),
    }),
    {
      renamePost: {
        getPosts: (posts, { id, title }) => {
          for (const one of posts) if (one.id === id) one.title = title;
        },
        getPost: (one, { id, title }) => (one?.id === id ? { ...one, title } : undefined),
      },
    },
  );
}

/** A list, one of its posts, and a button each, on a server that the test plays; and all that was ever on the screen. */
function showPosts() {
  const server = new HeldRequests();
  const api = createHookedApi(server.baseQuery);
  const { useGetPostsQuery, useGetPostQuery, useRenamePostMutation } = api;
  const renders = new Map<string, number>();
  const store = configureStore({
    reducer: { api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
  });

  function Row({ id }: { id: string }) {
    const { title } = useGetPostsQuery(all, {
      selectFromResult: ({ data }) => ({ title: data?.find((one) => one.id === id)?.title }),
    });
    renders.set(id, (renders.get(id) ?? 0) + 1);
    return <li>{title}</li>;
  }

  function List() {
    const { ids } = useGetPostsQuery(all, {
      selectFromResult: ({ data }) => ({ ids: data?.map(({ id }) => id).join(' ') }),
    });
    return (
      <ol>
        {ids?.split(' ').map((id) => (
          <Row key={id} id={id} />
        ))}
      </ol>
    );
  }

  function Item() {
    const { data } = useGetPostQuery('b');
    const [rename] = useRenamePostMutation();
    return (
      <button type="button" onClick={() => rename({ id: 'b', title: `${data?.title}!` })}>
        {data?.title}
      </button>
    );
  }

  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  const read = () =>
    [...container.querySelectorAll('li, button')].map((element) => element.textContent).join(' ');
  const seen: string[] = [];
  const observer = new MutationObserver(() => {
    if (seen.at(-1) !== read()) seen.push(read());
  });
  observer.observe(container, { subtree: true, childList: true, characterData: true });
  flushSync(() =>
    root.render(
      <Provider store={store}>
        <List />
        <Item />
      </Provider>,
    ),
  );
  return {
    ...{ server, api, store, renders, seen, read },
    click: () => flushSync(() => container.querySelector('button')?.click()),
    close() {
      observer.disconnect();
      root.unmount();
      container.remove();
    },
  };
}

type Page = ReturnType<typeof showPosts>;

/** Answers both queries, as soon as they have been asked. */
async function answerAll({ server }: Page, posts: Post[]): Promise<void> {
  await expect.poll(() => server.waiting.map(({ ask }) => ask.kind).sort()).toEqual(['getPost', 'getPosts']);
  server.next('getPosts').answer(posts);
  server.next('getPost').answer(posts.find(({ id }) => id === 'b') ?? null);
}

test('a list and an item show a new title at once and never anything else, through the refetch that follows', async () => {
  const page = showPosts();
  await answerAll(page, abc());
  await expect.poll(page.read).toBe('a b c b');
  page.seen.length = 0;
  const renders = new Map(page.renders);
  page.click();
  await expect.poll(page.read).toBe('a b! c b!');
  page.server.next('renamePost').answer(post('b', 'b!'));
  await answerAll(page, [post('a'), post('b', 'b!'), post('c')]);
  await expect.poll(() => page.store.getState().api).not.toHaveProperty('optimistic');
  await expect
    .poll(() => Object.values(page.store.getState().api.queries).map((one) => one?.status))
    .toEqual(['fulfilled', 'fulfilled']);
  expect(page.read()).toBe('a b! c b!');
  expect(page.seen).toEqual(['a b! c b!']);
  // Rows that nobody touched did not render again, the one that was did once.
  const again = [...page.renders].map(([id, count]) => count - (renders.get(id) ?? 0));
  expect(again).toEqual([0, 1, 0]);
  page.close();
});

test('two clicks before an answer, of which the first fails: no title comes that nobody wanted', async () => {
  const page = showPosts();
  await answerAll(page, abc());
  await expect.poll(page.read).toBe('a b c b');
  page.seen.length = 0;
  page.click();
  await expect.poll(page.read).toBe('a b! c b!');
  page.click();
  await expect.poll(page.read).toBe('a b!! c b!!');
  const [first, second] = [...page.server.waiting];
  first?.refuse('no');
  second?.answer(post('b', 'b!!'));
  await answerAll(page, [post('c'), post('b', 'b!!'), post('a')]);
  await expect.poll(page.read).toBe('c b!! a b!!');
  expect(page.seen).toEqual(['a b! c b!', 'a b!! c b!!', 'c b!! a b!!']);
  page.close();
});
