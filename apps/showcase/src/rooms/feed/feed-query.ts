import { from } from '@statehouse/db/query';
import { feedSchema, ME } from './data/feed-schema.ts';

/** So many posts are fetched at a time. */
export const PAGE_SIZE = 50;

const DAY_MS = 86_400_000;

/** What people can choose as the greatest age of a post, in days. */
export const AGES = [7, 30, 90, 365] as const;

export type AgeInDays = (typeof AGES)[number];

/** The time before which posts are too old. */
export function oldestMs(clockMs: number, days: AgeInDays): number {
  return clockMs - days * DAY_MS;
}

/** Posts of whom the reader follows, not older than a time. */
function followedSince(sinceMs: number) {
  return from(feedSchema, 'posts')
    .where('createdAt', '>=', sinceMs)
    .where((post) =>
      post.refers('author', (author) =>
        author.referred('follows', 'whom', (follow) => follow.is('who', '=', ME)),
      ),
    );
}

/** The feed, by engagement: so many posts behind the first `offset`. */
export function feedPage(sinceMs: number, offset: number, count = PAGE_SIZE) {
  return followedSince(sinceMs).orderBy('engagement', 'descending').offset(offset).limit(count);
}

/** How many posts the feed has. */
export function feedSize(sinceMs: number) {
  return followedSince(sinceMs).count();
}

/** How many posts of the feed came after an arrival. */
export function newerThan(sinceMs: number, arrival: number) {
  return followedSince(sinceMs).where('arrival', '>', arrival).count();
}

/** What people say about a post, the oldest first. */
export function commentsOn(post: string) {
  return from(feedSchema, 'comments').where('post', '=', post).orderBy('createdAt').join('writer', 'author');
}

/** How many comments a post came with. */
export function commentCount(post: string) {
  return from(feedSchema, 'comments').where('post', '=', post).count();
}

/** How many people the reader follows. */
export const followedCount = from(feedSchema, 'follows').where('who', '=', ME).count();

/** Everybody who has written something, with how many follow them and whether the reader does; the most followed first. */
export const peopleToFollow = from(feedSchema, 'users')
  .where('id', '!=', ME)
  .where((user) =>
    user.referred('posts', 'author', (post) => post.is('engagement', '>', Number.MIN_SAFE_INTEGER)),
  )
  .orderBy('reputation', 'descending')
  .limit(40)
  .joinReferrers('followers', 'follows', 'whom', (all) => all.count());
