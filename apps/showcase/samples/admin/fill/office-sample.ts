import type { Post, PostReason } from '../../../src/rooms/admin/wire/post.ts';
import type { User } from '../../../src/rooms/admin/wire/user.ts';

/** What an office begins with. */
export interface OfficeSample {
  readonly users: readonly Omit<User, 'postCount' | 'isSuspended'>[];
  readonly posts: readonly SamplePost[];
  /** Where it is from; empty for what is made up. */
  readonly source: string;
}

export interface SamplePost extends Omit<Post, 'authorName' | 'noteCount' | 'state' | 'reason'> {
  readonly body: string;
}

/** So many of the newest posts nobody has looked at yet. */
const NEWEST = 24;
/** This part of the posts, those with the lowest scores, is to be looked at again. */
const LOWEST_PART = 0.04;

/** Which posts wait for a moderator, and why: the newest, and those that readers like least. */
export function reasonsToLook(posts: readonly SamplePost[]): ReadonlyMap<string, PostReason> {
  const reasons = new Map<string, PostReason>();
  const byScore = [...posts].sort((one, other) => one.score - other.score || one.createdAt - other.createdAt);
  for (const { id } of byScore.slice(0, Math.ceil(posts.length * LOWEST_PART))) reasons.set(id, 'low score');
  const byTime = [...posts].sort((one, other) => other.createdAt - one.createdAt);
  for (const { id } of byTime.slice(0, NEWEST)) reasons.set(id, 'new');
  return reasons;
}
