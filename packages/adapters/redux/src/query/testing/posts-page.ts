import { combineReducers, configureStore } from '@reduxjs/toolkit';
import { isJsonObject } from '@statehouse/kernel';
import { HeldRequests } from './held-requests.ts';
import { createPostsApi } from './posts-api.ts';
import type { Data, Key, MutationAsk } from './posts-oracle.ts';

/** What a page keeps over a reload: the state of its store, as JSON. */
export interface Kept {
  readonly json: string;
  /** Whether the next page's store begins with it, or has it brought in by an action. */
  readonly isPreloaded: boolean;
}

/** Leaves out of what was kept whatever waited for an answer: nobody answers it any more. */
function withoutPending(_: string, value: unknown): unknown {
  return isJsonObject(value) && value.status === 'pending' ? undefined : value;
}

/** A page with a store on a server that the test plays, and what can be done on it. */
export function createPostsPage(kept?: Kept) {
  const requests = new HeldRequests();
  const api = createPostsApi(requests.baseQuery);
  const restored: { api: ReturnType<typeof api.reducer> } | undefined =
    kept && JSON.parse(kept.json, withoutPending);
  const reduce = combineReducers({ api: api.reducer });
  const store = configureStore({
    reducer: (state = kept?.isPreloaded ? restored : undefined, action) => reduce(state, action),
    middleware: (getDefault) =>
      getDefault({ serializableCheck: false, immutableCheck: false }).concat(api.middleware),
    enhancers: (getDefault) => getDefault({ autoBatch: false }),
    devTools: false,
  });
  if (kept !== undefined) {
    store.dispatch({ type: 'restore', ...(kept.isPreloaded ? {} : { payload: restored }) });
  }
  const { endpoints, util } = api;

  function fetch(key: Key, isNextPage: boolean): { requestId: string } {
    switch (key.query) {
      case 'getPosts':
        return store.dispatch(endpoints.getPosts.initiate(key.arg, { forceRefetch: true }));
      case 'getPost':
        return store.dispatch(endpoints.getPost.initiate(key.arg, { forceRefetch: true }));
      case 'getFeed':
        return store.dispatch(
          endpoints.getFeed.initiate(key.arg, isNextPage ? { direction: 'forward' } : { forceRefetch: true }),
        );
    }
  }

  function mutate({ kind, arg }: MutationAsk): { requestId: string } {
    switch (kind) {
      case 'renamePost':
        return store.dispatch(endpoints.renamePost.initiate(arg));
      case 'starPost':
        return store.dispatch(endpoints.starPost.initiate(arg));
      case 'addPost':
        return store.dispatch(endpoints.addPost.initiate(arg));
      case 'removePost':
        return store.dispatch(endpoints.removePost.initiate(arg));
    }
  }

  const selectors = new Map<Key, (state: ReturnType<typeof store.getState>) => { data?: Data | undefined }>();

  /** What a component would show. */
  function shown(key: Key): Data | undefined {
    const select = selectors.get(key) ?? createSelect(key);
    selectors.set(key, select);
    return select(store.getState()).data;
  }

  function createSelect(key: Key) {
    if (key.query === 'getPosts') return endpoints.getPosts.select(key.arg);
    return key.query === 'getPost' ? endpoints.getPost.select(key.arg) : endpoints.getFeed.select(key.arg);
  }

  return { requests, api, store, util, fetch, mutate, shown };
}
