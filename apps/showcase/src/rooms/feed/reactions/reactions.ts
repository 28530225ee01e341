import type { Document } from '@statehouse/db';
import { from } from '@statehouse/db/query';
import { followChoiceId, likeId, type ShowcaseSchema, schema } from '../../../../schema.ts';

/** What people do to posts: a synced document, or a double of one. */
export type Reactions = Pick<
  Document<ShowcaseSchema>,
  'schema' | 'snapshot' | 'subscribe' | 'subscribeTo' | 'transact'
>;

/** How many like a post. */
export function likesOf(post: string) {
  return from(schema, 'likes').where('post', '=', post).count();
}

/** What people here said about a post, the oldest first. */
export function repliesTo(post: string) {
  return from(schema, 'replies').where('post', '=', post).orderBy('writtenAt');
}

/** How many replies there are. */
export function replyCount(post: string) {
  return from(schema, 'replies').where('post', '=', post).count();
}

/** Likes a post, or no longer does. */
export function toggleLike(reactions: Reactions, post: string, user: string): void {
  const id = likeId(post, user);
  reactions.transact((tx) => {
    if (tx.likes.has(id)) tx.likes.delete(id);
    else tx.likes.insert({ id, post, user });
  });
}

/** How often a post was passed on. */
export function sharesOf(post: string) {
  return from(schema, 'shares').where('post', '=', post).sum('count');
}

/**
 * Counts one more sharing. To have passed something on cannot be taken back.
 * @param window whose count it is: no two windows have the same
 */
export function countShare(reactions: Reactions, post: string, window: string): void {
  const id = `${post}/${window}`;
  reactions.transact(
    (tx) => {
      if (!tx.shares.has(id)) tx.shares.insert({ id, post });
      tx.shares.increment(id, 'count');
    },
    { undoable: false },
  );
}

/** Says something about a post. */
export function reply(
  reactions: Reactions,
  post: string,
  name: string,
  body: string,
  writtenAt: number,
): void {
  reactions.transact((tx) => tx.replies.insert({ post, name, body, writtenAt }));
}

/** Chooses to follow somebody, or to do so no longer: in every window of this user, from now on. */
export function chooseFollow(reactions: Reactions, user: string, whom: string, isFollowed: boolean): void {
  const id = followChoiceId(user, whom);
  reactions.transact((tx) => {
    if (tx.follows.has(id)) tx.follows.modify(id, { isFollowed });
    else tx.follows.insert({ id, user, whom, isFollowed });
  });
}
