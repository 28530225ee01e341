import type { InsertOf } from '@statehouse/db';
import type { FeedSchema } from './feed-schema.ts';

/** A row as it comes from outside: all that an insertion asks for, and its id. */
type Given<Table extends 'users' | 'posts' | 'comments' | 'follows'> = InsertOf<FeedSchema, Table> & {
  readonly id: string;
};

export type SocialUser = Given<'users'>;
export type SocialPost = Given<'posts'>;
export type SocialComment = Given<'comments'>;
export type SocialFollow = Given<'follows'>;

/** People, what they wrote, and who follows whom: by table, as `receiveTables` takes it. */
export interface SocialData {
  readonly users: readonly SocialUser[];
  readonly posts: readonly SocialPost[];
  readonly comments: readonly SocialComment[];
  readonly follows: readonly SocialFollow[];
}

/** Where data came from, for the line that says so. */
export interface SocialSource {
  readonly name: string;
  readonly address: string;
}

/** What the server answers first: where the data is from and in how many pages it comes, or that there is none. */
export type SocialContents =
  | { readonly kind: 'some'; readonly pages: number; readonly source: SocialSource }
  | { readonly kind: 'none' };

/** How votes and comments weigh against each other: to answer is more work than to press a button. */
export function engagementOf(score: number, comments: number): number {
  return score + 2 * comments;
}

/** The id of a follow: of two that say the same there is one. */
export function followId(who: string, whom: string): string {
  return `${who}>${whom}`;
}
