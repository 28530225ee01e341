import type { Draft } from '@reduxjs/toolkit';
import { optimistic } from '@statehouse/redux/query';
import type { Post, PostFilter } from '../wire/post.ts';
import type { UserFilter } from '../wire/user.ts';
import { matchesPost, matchesUser } from './matches.ts';
import type { ChangePost, OfficeApi } from './office-api.ts';
import { type PostPage, postTable, type UserPage, userTable } from './tables.ts';

/** Shows a post as it is now in a list: it goes if the list is not for it any more. */
export function putPost(page: PostPage | Draft<PostPage>, post: Post, filter: PostFilter): void {
  if (!Object.hasOwn(page.entities, post.id)) return;
  if (matchesPost(filter, post)) postTable.setOne(page, post);
  else dropPost(page, post.id);
}

export function dropPost(page: PostPage | Draft<PostPage>, id: string): void {
  if (!Object.hasOwn(page.entities, id)) return;
  postTable.removeOne(page, id);
  page.total -= 1;
}

/** Likewise for a user. */
export function putUser(
  page: UserPage | Draft<UserPage>,
  id: string,
  isSuspended: boolean,
  filter: UserFilter,
): void {
  const user = page.entities[id];
  if (user === undefined) return;
  const next = { ...user, isSuspended };
  if (matchesUser(filter, next)) userTable.setOne(page, next);
  else {
    userTable.removeOne(page, id);
    page.total -= 1;
  }
}

/** A post with what a moderator has changed of it: whoever decides has looked. */
export function changedPost(post: Post, { changes }: Pick<ChangePost, 'changes'>): Post {
  const next = { ...post, ...changes };
  return { ...next, reason: next.state === 'waiting' ? next.reason : 'none' };
}

/** Lets what moderators do show in every list, and in the post itself, before the server has answered. */
export function withLayers(api: OfficeApi) {
  return optimistic(api, {
    changePost: {
      getPosts: (page, arg, { queryArg }) => {
        const post = page.entities[arg.id];
        if (post !== undefined) putPost(page, changedPost(post, arg), queryArg);
      },
      getPost: (detail, arg, { queryArg }) => {
        if (queryArg === arg.id) Object.assign(detail.post, changedPost(detail.post, arg));
      },
    },
    removePost: { getPosts: (page, { id }) => dropPost(page, id) },
    addNote: {
      getPost: {
        show: (detail, { id, text, author, writtenAt }, { queryArg, requestId }) => {
          if (queryArg === id) detail.notes.push({ id: requestId, text, author, writtenAt });
        },
        fold: (detail, { id }, note, { queryArg }) => {
          const isThere = detail.notes.some((one) => one.id === note.id);
          if (queryArg === id && !isThere) detail.notes.push(note);
        },
      },
    },
    suspendUser: {
      getUsers: (page, { id, isSuspended }, { queryArg }) => putUser(page, id, isSuspended, queryArg),
    },
    readNotice: {
      getNotices: (notices, { id, isRead }) => {
        for (const notice of notices) if (notice.id === id) notice.isRead = isRead;
      },
    },
  });
}

export type LayeredOfficeApi = ReturnType<typeof withLayers>;
