import {
  type BaseQueryFn,
  createApi,
  type FetchArgs,
  type FetchBaseQueryError,
} from '@reduxjs/toolkit/query/react';
import { type Fault, isFault } from '../wire/fault.ts';
import { isListOf, isShape, isText } from '../wire/guard.ts';
import { isNotice, type Notice } from '../wire/notice.ts';
import { isPageOf } from '../wire/page.ts';
import {
  isNote,
  isPost,
  isPostDetail,
  isTagCount,
  type Note,
  type Post,
  type PostChanges,
  type PostDetail,
  type PostFilter,
  type TagCount,
} from '../wire/post.ts';
import { isUsageCount, type UsageBatch, type UsageCount } from '../wire/usage.ts';
import { isUser, type User, type UserFilter } from '../wire/user.ts';
import { postsActions } from './posts-slice.ts';
import { read } from './read.ts';
import { type PostPage, postPageFrom, type UserPage, userPageFrom } from './tables.ts';
import { usersActions } from './users-slice.ts';
import type { Watch, WatchState } from './watch-office.ts';

/** What an endpoint says to the queue: that its mutations wait while the server is away, and behind which others. */
export interface OfficeExtras {
  readonly offline?: {
    readonly lane: string | ((arg: unknown) => string);
    readonly key?: (arg: ReportUsage) => string;
    readonly tokenless?: boolean;
  };
}

export type OfficeBaseQuery = BaseQueryFn<FetchArgs, unknown, FetchBaseQueryError, OfficeExtras>;

/** What every change says: which thing, and how it was called, so that the queue has words for it after a reload. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ChangePost extends Named {
  readonly changes: PostChanges;
}

export interface AddNote extends Named {
  readonly text: string;
  /** As it is shown until the server has answered. */
  readonly author: string;
  readonly writtenAt: number;
}

export interface SuspendUser extends Named {
  readonly isSuspended: boolean;
}

export interface ReadNotice {
  readonly id: string;
  readonly isRead: boolean;
}

export interface ReportUsage {
  /** Of the office, for counts. */
  readonly address: string;
  readonly batch: UsageBatch;
}

/** Counts need no token, so that they can be sent when no window is open; under the id of the batch they count once. */
const asCounts: OfficeExtras = {
  offline: { lane: 'usage', key: ({ batch }) => batch.id, tokenless: true },
};

/** Two changes of the same thing go out in their order; a thing that hangs does not hold up the others. */
const byThing: OfficeExtras = { offline: { lane: laneOf } };

const isNamed = isShape<{ readonly id: string }>({ id: isText });

function laneOf(arg: unknown): string {
  return isNamed(arg) ? arg.id : '';
}

const POSTS = { type: 'Post', id: 'LIST' } as const;
const USERS = { type: 'User', id: 'LIST' } as const;

/** Where what is shown comes from, and where counts go. */
export interface About {
  readonly source: string;
  readonly usage: string;
}

/** What the office asks its server for. Tags stand for single posts and users, and for the lists of them. */
export function createOfficeApi(baseQuery: OfficeBaseQuery, watch: Watch) {
  return createApi({
    reducerPath: 'api',
    baseQuery,
    tagTypes: ['Post', 'User', 'Notice', 'Tag', 'About', 'Fault', 'Usage'],
    // A mutation that waits for the server is pending for long, and must not hold back all the others.
    invalidationBehavior: 'immediately',
    refetchOnReconnect: true,
    endpoints: (build) => ({
      getPosts: build.query<PostPage, PostFilter>({
        query: (filter) => ({ url: 'posts', params: { ...filter } }),
        transformResponse: (said) => postPageFrom(read(isPageOf(isPost), said)),
        // A table is no plain object that could be compared member by member.
        structuralSharing: false,
        providesTags: (page) => [POSTS, ...(page?.ids ?? []).map((id) => ({ type: 'Post' as const, id }))],
        onQueryStarted: (_, { dispatch, queryFulfilled }) =>
          queryFulfilled.then(
            ({ data }) => void dispatch(postsActions.upsertMany({ ...data.entities })),
            () => {},
          ),
      }),
      getPost: build.query<PostDetail, string>({
        query: (id) => ({ url: `posts/${encodeURIComponent(id)}` }),
        transformResponse: (said) => read(isPostDetail, said),
        providesTags: (_, __, id) => [{ type: 'Post', id }],
      }),
      getTags: build.query<readonly TagCount[], void>({
        query: () => ({ url: 'tags' }),
        transformResponse: (said) => read(isListOf(isTagCount), said),
        providesTags: ['Tag'],
      }),
      getUsers: build.query<UserPage, UserFilter>({
        query: ({ isSuspendedOnly, ...filter }) => ({
          url: 'users',
          params: { ...filter, suspended: isSuspendedOnly },
        }),
        transformResponse: (said) => userPageFrom(read(isPageOf(isUser), said)),
        structuralSharing: false,
        providesTags: (page) => [USERS, ...(page?.ids ?? []).map((id) => ({ type: 'User' as const, id }))],
        onQueryStarted: (_, { dispatch, queryFulfilled }) =>
          queryFulfilled.then(
            ({ data }) => void dispatch(usersActions.upsertMany({ ...data.entities })),
            () => {},
          ),
      }),
      getNotices: build.query<readonly Notice[], void>({
        query: () => ({ url: 'notices' }),
        transformResponse: (said) => read(isListOf(isNotice), said),
        providesTags: ['Notice'],
      }),
      getAbout: build.query<About, void>({
        query: () => ({ url: 'about' }),
        transformResponse: (said) => read(isShape<About>({ source: isText, usage: isText }), said),
        providesTags: ['About'],
      }),
      getUsage: build.query<readonly UsageCount[], void>({
        query: () => ({ url: 'usage' }),
        transformResponse: (said) => read(isListOf(isUsageCount), said),
        providesTags: ['Usage'],
      }),
      reportUsage: build.mutation<unknown, ReportUsage>({
        query: ({ address, batch }) => ({
          url: `usage/${encodeURIComponent(address)}`,
          method: 'POST',
          body: batch,
        }),
        invalidatesTags: (_, error) => (error === undefined ? ['Usage'] : []),
        extraOptions: asCounts,
      }),
      getFault: build.query<Fault, void>({
        query: () => ({ url: 'fault' }),
        transformResponse: (said) => read(isFault, said),
        providesTags: ['Fault'],
      }),
      setFault: build.mutation<Fault, Fault>({
        query: (fault) => ({ url: 'fault', method: 'PUT', body: fault }),
        transformResponse: (said) => read(isFault, said),
        invalidatesTags: ['Fault'],
      }),
      /** Makes everything what it was in the beginning, for everybody. The stream tells of it. */
      reset: build.mutation<unknown, void>({ query: () => ({ url: 'reset', method: 'POST' }) }),
      changePost: build.mutation<Post, ChangePost>({
        query: ({ id, changes }) => ({
          url: `posts/${encodeURIComponent(id)}`,
          method: 'PATCH',
          body: changes,
        }),
        transformResponse: (said) => read(isPost, said),
        invalidatesTags: (_, error, { id, changes }) =>
          error === undefined
            ? [POSTS, { type: 'Post', id }, ...(changes.tags === undefined ? [] : (['Tag'] as const))]
            : [],
        extraOptions: byThing,
      }),
      removePost: build.mutation<{ readonly id: string }, Named>({
        query: ({ id }) => ({ url: `posts/${encodeURIComponent(id)}`, method: 'DELETE' }),
        transformResponse: (said) => read(isNamed, said),
        // Asking for the one that is gone would answer with an error.
        invalidatesTags: (_, error) => (error === undefined ? [POSTS, 'Tag', USERS] : []),
        extraOptions: byThing,
      }),
      addNote: build.mutation<Note, AddNote>({
        query: ({ id, text }) => ({
          url: `posts/${encodeURIComponent(id)}/notes`,
          method: 'POST',
          body: { text },
        }),
        transformResponse: (said) => read(isNote, said),
        invalidatesTags: (_, error, { id }) => (error === undefined ? [{ type: 'Post', id }, 'Notice'] : []),
        extraOptions: byThing,
      }),
      suspendUser: build.mutation<User, SuspendUser>({
        query: ({ id, isSuspended }) => ({
          url: `users/${encodeURIComponent(id)}`,
          method: 'PATCH',
          body: { isSuspended },
        }),
        transformResponse: (said) => read(isUser, said),
        invalidatesTags: (_, error, { id }) =>
          error === undefined ? [USERS, { type: 'User', id }, 'Notice'] : [],
        extraOptions: byThing,
      }),
      readNotice: build.mutation<Notice, ReadNotice>({
        query: ({ id, isRead }) => ({
          url: `notices/${encodeURIComponent(id)}`,
          method: 'PATCH',
          body: { isRead },
        }),
        transformResponse: (said) => read(isNotice, said),
        invalidatesTags: (_, error) => (error === undefined ? ['Notice'] : []),
        extraOptions: byThing,
      }),
      /** How the stream of changes stands. While somebody listens to this, what others do comes into all the other queries. */
      watch: build.query<WatchState, void>({
        queryFn: () => ({ data: { kind: 'connecting' } }),
        onCacheEntryAdded: async (_, entry) => {
          await entry.cacheDataLoaded.catch(() => {});
          await watch(entry.dispatch, entry.getState, entry.cacheEntryRemoved, (state) => {
            entry.updateCachedData(() => state);
          });
        },
      }),
    }),
  });
}

export type OfficeApi = ReturnType<typeof createOfficeApi>;
