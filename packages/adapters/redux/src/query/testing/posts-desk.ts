import { configureStore, isAction, type Middleware, type UnknownAction } from '@reduxjs/toolkit';
import type { StatehouseError } from '@statehouse/kernel';
import { HeldRequests } from './held-requests.ts';
import { createPostsApi, type ListArg, type Post } from './posts-api.ts';

export const all: ListArg = { only: 'all', page: 0 };
export const post = (id: string, title = id): Post => ({ id, title, starred: false });
export const abc = () => [post('a'), post('b'), post('c')];

/** A store with all of the toolkit's checks, on a server that the test plays. */
export function createDesk(createApi = createPostsApi) {
  const server = new HeldRequests();
  const errors: StatehouseError[] = [];
  const actions: UnknownAction[] = [];
  const api = createApi(server.baseQuery, (error) => errors.push(error));
  const record: Middleware = () => (next) => (action) => {
    if (isAction(action)) actions.push(action);
    return next(action);
  };
  const store = configureStore({
    reducer: { api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware, record),
    enhancers: (getDefault) => getDefault({ autoBatch: false }),
  });
  const select = api.endpoints.getPosts.select(all);
  const posts = () => select(store.getState()).data ?? [];
  const refetch = () => store.dispatch(api.endpoints.getPosts.initiate(all, { forceRefetch: true }));
  return {
    ...{ server, errors, actions, api, store, posts, refetch },
    titles: () => posts().map(({ title }) => title),
    rename: (id: string, title: string) => store.dispatch(api.endpoints.renamePost.initiate({ id, title })),
    /** Asks for the list and has it answered. */
    async load(list: Post[]) {
      const loading = refetch();
      server.next('getPosts').answer(list);
      await loading;
    },
  };
}
