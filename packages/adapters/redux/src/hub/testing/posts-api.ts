import { configureStore } from '@reduxjs/toolkit';
import { createApi, setupListeners } from '@reduxjs/toolkit/query/react';
import { createHub } from '@statehouse/hub';
import { joinHub } from '../join-hub.ts';
import { notes } from './notes.ts';

export interface Post {
  readonly id: number;
  readonly title: string;
}

interface Request {
  readonly name: string;
  answer(): void;
}

/** A server in the page that counts what it is asked, and answers when it is told to. */
export class PostServer {
  readonly asked: string[] = [];
  #posts: readonly Post[] = [
    { id: 1, title: 'Rye' },
    { id: 2, title: 'Oat' },
  ];
  #waiting: Request[] = [];

  readonly ask = (name: string, act: () => unknown): Promise<{ data: unknown }> => {
    this.asked.push(name);
    return new Promise((resolve) => {
      this.#waiting.push({ name, answer: () => resolve({ data: act() }) });
    });
  };

  list = (): Promise<{ data: unknown }> => this.ask('list', () => this.#posts);
  one = (id: number): Promise<{ data: unknown }> =>
    this.ask(`post ${id}`, () => this.#posts.find((post) => post.id === id));
  page = (page: number): Promise<{ data: unknown }> =>
    this.ask(`page ${page}`, () => this.#posts.slice(page, page + 1));
  add = (title: string): Promise<{ data: unknown }> =>
    this.ask(`add ${title}`, () => {
      const added = { id: this.#posts.length + 1, title };
      this.#posts = [...this.#posts, added];
      return added;
    });

  /** Answers all that it was asked, and lets the page take it in. */
  async answer(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { answer } of waiting) answer();
    // One frame is what Redux Toolkit puts notifications off by.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }
}

/** An application with RTK Query on a hub, as it is written without one. */
export function postsOnHub() {
  const server = new PostServer();
  const hub = createHub();
  const api = createApi({
    baseQuery: async (run: () => Promise<{ data: unknown }>) => run(),
    tagTypes: ['posts'],
    endpoints: (build) => ({
      list: build.query<readonly Post[], void>({ query: () => server.list, providesTags: ['posts'] }),
      one: build.query<Post, number>({ query: (id) => () => server.one(id) }),
      pages: build.infiniteQuery<readonly Post[], void, number>({
        infiniteQueryOptions: { initialPageParam: 0, getNextPageParam: (_page, _pages, last) => last + 1 },
        query:
          ({ pageParam }) =>
          () =>
            server.page(pageParam),
        providesTags: ['posts'],
      }),
      add: build.mutation<Post, string>({
        query: (title) => () => server.add(title),
        invalidatesTags: ['posts'],
      }),
    }),
  });
  const store = configureStore({
    reducer: { notes: notes.reducer, [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults({ serializableCheck: false }).concat(api.middleware),
    enhancers: joinHub(hub, 'app'),
  });
  setupListeners(store.dispatch);
  return { hub, api, store, server };
}
