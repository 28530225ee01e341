import { configureStore } from '@reduxjs/toolkit';
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query';
import type { StatehouseError } from '@statehouse/kernel';
import { drawInt, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { createVirtualTabs } from '@statehouse/storage/testing';
import { optimistic } from '../../query/index.ts';
import type { OfflineExtraOptions } from '../declaration.ts';
import type { OfflineQueueOptions } from '../offline-options.ts';
import { createOfflineQueue, type OfflineQueue } from '../offline-queue.ts';
import { HeldFetches } from './held-fetch.ts';

export interface Post {
  id: string;
  title: string;
}

/** Lets all promises go on that can. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A posts API as an application has it, with layers and with its mutations in a queue. */
export function createQueuedApi(
  queue: OfflineQueue,
  fetchFn: typeof globalThis.fetch,
  offline: OfflineExtraOptions['offline'] = true,
) {
  const api = createApi({
    baseQuery: queue.baseQuery(fetchBaseQuery({ baseUrl: 'https://posts.example/', fetchFn })),
    invalidationBehavior: 'immediately',
    tagTypes: ['Post'],
    endpoints: (build) => ({
      getPosts: build.query<Post[], void>({ query: () => 'posts', providesTags: ['Post'] }),
      renamePost: build.mutation<Post, Post>({
        query: ({ id, title }) => ({ url: `posts/${id}`, method: 'PATCH', body: { title } }),
        invalidatesTags: ['Post'],
        extraOptions: { offline },
      }),
      addPost: build.mutation<Post, { title: string }>({
        query: (body) => ({ url: 'posts', method: 'POST', body }),
        extraOptions: { offline },
      }),
      touchPosts: build.mutation<null, void>({ query: () => ({ url: 'posts', method: 'PUT' }) }),
    }),
  });
  return optimistic(api, {
    renamePost: {
      getPosts: (posts, { id, title }) => {
        for (const post of posts) if (post.id === id) post.title = title;
      },
    },
    addPost: {
      getPosts: {
        show: (posts, { title }, { requestId }) => void posts.push({ id: requestId, title }),
        fold: (posts, _, created) => {
          if (posts.every(({ id }) => id !== created.id)) posts.push(created);
        },
      },
    },
  });
}

/** The toolkit's checks, without a word about how long they take. */
const quiet = { warnAfter: Number.POSITIVE_INFINITY };

/** A device, whose pages come and go. */
export class OfflineDevice {
  readonly time = new VirtualTime(1_000_000);
  readonly random = seededRandom(1);
  readonly contents = new Map<string, string>();
  readonly browser = createVirtualTabs({
    timers: this.time,
    random: this.random,
    delayMs: () => drawInt(this.random, 8),
  });
  readonly server = new HeldFetches();
  readonly #connectivityListeners = new Set<() => void>();
  #isOnline = true;

  /** Opens a page; `options` are of its queue. */
  async open(
    options: Partial<OfflineQueueOptions> = {},
    { offline, store = createMemoryKeyValueStore(this.contents), lacks }: PageOptions = {},
  ) {
    const tab = this.browser.open();
    const errors: StatehouseError[] = [];
    const queue = createOfflineQueue({
      ...{ store: tab.over(store), clock: this.time, timers: tab.timers, random: this.random },
      ...{
        tabs: lacks === undefined ? tab : { ...tab, [lacks]: undefined },
        connectivity: this.connectivity,
      },
      backoff: { initialMs: 1_000, maxMs: 60_000, jitter: 0 },
      onProblem: (error) => errors.push(error),
      ...options,
    });
    const send: typeof globalThis.fetch = (input, init) => tab.hear(this.server.fetch(input, init));
    const api = createQueuedApi(queue, send, offline);
    const redux = configureStore({
      reducer: { api: api.reducer, offline: queue.reducer },
      middleware: (getDefault) =>
        getDefault({ serializableCheck: quiet, immutableCheck: quiet }).concat(api.middleware),
      enhancers: (getDefault) => getDefault({ autoBatch: false }),
    });
    const select = api.endpoints.getPosts.select();
    const page = {
      ...{ tab, api, queue, errors, store: redux },
      start: () => queue.start(redux, api),
      posts: () => select(redux.getState()).data ?? [],
      titles: () => page.posts().map(({ title }) => title),
      rename: (id: string, title: string) => redux.dispatch(api.endpoints.renamePost.initiate({ id, title })),
      add: (title: string) => redux.dispatch(api.endpoints.addPost.initiate({ title })),
      states: () => queue.getSnapshot().entries.map(({ state }) => state),
      /** Asks for the list and has it answered. */
      load: async (posts: readonly Post[]) => {
        const loading = redux.dispatch(api.endpoints.getPosts.initiate(undefined, { forceRefetch: true }));
        await turn();
        this.server.next('GET').answer(200, posts);
        await loading;
      },
      /** The page is closed, in the middle of whatever it does. */
      close: () => tab.die(),
    };
    await page.start();
    await this.pass(20);
    return page;
  }

  get connectivity() {
    return {
      isOnline: () => this.#isOnline,
      subscribe: (listener: () => void) => {
        this.#connectivityListeners.add(listener);
        return () => void this.#connectivityListeners.delete(listener);
      },
    };
  }

  async turnConnectivity(isOnline: boolean): Promise<void> {
    this.#isOnline = isOnline;
    for (const listener of [...this.#connectivityListeners]) listener();
    await this.pass(20);
  }

  async pass(ms: number): Promise<void> {
    await turn();
    for (let passed = 0; passed < ms; passed += 10) {
      this.time.advance(10);
      await turn();
    }
  }
}

interface PageOptions {
  readonly offline?: OfflineExtraOptions['offline'];
  readonly store?: KeyValueStore;
  /** What the browser does not have. */
  readonly lacks?: 'locks' | 'openChannel';
}

export const abc = (): Post[] => ['a', 'b', 'c'].map((id) => ({ id, title: id }));
