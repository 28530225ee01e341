import type { UnknownAction } from '@reduxjs/toolkit';
import type { BaseQueryFn } from '@reduxjs/toolkit/query';
import { createApi } from '@reduxjs/toolkit/query';
import type { StatehouseError } from '@statehouse/kernel';
import { optimistic } from '../optimistic.ts';

export interface Post {
  id: string;
  title: string;
  starred: boolean;
}

export const PAGE_SIZE = 3;

export interface ListArg {
  only: 'all' | 'starred';
  page: number;
}

/** What the client asks the server for. */
export type Ask =
  | { kind: 'getPosts'; arg: ListArg }
  | { kind: 'getPost'; arg: string }
  | { kind: 'getFeed'; page: number }
  | { kind: 'renamePost'; arg: { id: string; title: string } }
  | { kind: 'starPost'; arg: { id: string; starred: boolean } }
  | { kind: 'addPost'; arg: { title: string } }
  | { kind: 'removePost'; arg: { id: string } };

export type AskServer = BaseQueryFn<Ask, unknown, string>;

/** Brings back what a page had kept. */
function isRestore(action: UnknownAction): action is UnknownAction & { payload: { api: never } } {
  return action.type === 'restore' && action.payload !== undefined;
}

/** RTK Query as it comes, on a server that a test answers for. */
export function createPlainApi(baseQuery: AskServer) {
  return createApi({
    baseQuery,
    extractRehydrationInfo: (action) => (isRestore(action) ? action.payload.api : undefined),
    endpoints: (build) => ({
      getPosts: build.query<Post[], ListArg>({ query: (arg) => ({ kind: 'getPosts', arg }) }),
      getPost: build.query<Post | null, string>({ query: (arg) => ({ kind: 'getPost', arg }) }),
      getFeed: build.infiniteQuery<Post[], string, number>({
        infiniteQueryOptions: {
          initialPageParam: 0,
          getNextPageParam: (last, _pages, page) => (last.length < PAGE_SIZE ? undefined : page + 1),
        },
        query: ({ pageParam }) => ({ kind: 'getFeed', page: pageParam }),
      }),
      renamePost: build.mutation<Post, { id: string; title: string }>({
        query: (arg) => ({ kind: 'renamePost', arg }),
      }),
      starPost: build.mutation<Post, { id: string; starred: boolean }>({
        query: (arg) => ({ kind: 'starPost', arg }),
      }),
      addPost: build.mutation<Post, { title: string }>({ query: (arg) => ({ kind: 'addPost', arg }) }),
      removePost: build.mutation<null, { id: string }>({ query: (arg) => ({ kind: 'removePost', arg }) }),
    }),
  });
}

function change(posts: Post[], id: string, changes: Partial<Post>): void {
  const post = posts.find((one) => one.id === id);
  if (post !== undefined) Object.assign(post, changes);
}

function remove(posts: Post[], id: string): void {
  const at = posts.findIndex((one) => one.id === id);
  if (at !== -1) posts.splice(at, 1);
}

function inEach(pages: Post[][], run: (posts: Post[]) => void): void {
  for (const posts of pages) run(posts);
}

function putFirst(posts: Post[], post: Post): void {
  if (!posts.some(({ id }) => id === post.id)) posts.unshift(post);
}

/** The same with layers: four kinds of mutations in lists by filter and page, in single posts, and in a feed of pages. */
export function createPostsApi(baseQuery: AskServer, onError: (error: StatehouseError) => void = fail) {
  return optimistic(
    createPlainApi(baseQuery),
    {
      renamePost: {
        getPosts: (posts, { id, title }) => change(posts, id, { title }),
        getPost: (post, { id, title }) => (post?.id === id ? { ...post, title } : undefined),
        getFeed: ({ pages }, { id, title }) => inEach(pages, (posts) => change(posts, id, { title })),
      },
      starPost: {
        getPosts: (posts, { id, starred }, { queryArg }) =>
          queryArg.only === 'starred' && !starred ? remove(posts, id) : change(posts, id, { starred }),
        getPost: (post, { id, starred }) => (post?.id === id ? { ...post, starred } : undefined),
        getFeed: ({ pages }, { id, starred }) => inEach(pages, (posts) => change(posts, id, { starred })),
      },
      addPost: {
        getPosts: {
          show: (posts, { title }, { queryArg, requestId }) => {
            if (queryArg.page === 0 && queryArg.only === 'all') {
              putFirst(posts, { id: requestId, title, starred: false });
            }
          },
          fold: (posts, _, created, { queryArg }) => {
            if (queryArg.page === 0 && queryArg.only === 'all') putFirst(posts, created);
          },
        },
        getFeed: {
          show: ({ pages: [first] }, { title }, { requestId }) => {
            if (first !== undefined) putFirst(first, { id: requestId, title, starred: false });
          },
          fold: ({ pages: [first] }, _, created) => {
            if (first !== undefined) putFirst(first, created);
          },
        },
      },
      removePost: {
        getPosts: (posts, { id }) => remove(posts, id),
        getPost: (post, { id }) => (post?.id === id ? null : undefined),
        getFeed: ({ pages }, { id }) => inEach(pages, (posts) => remove(posts, id)),
      },
    },
    { onError },
  );
}

function fail(error: StatehouseError): never {
  throw error;
}
