/** Somebody who writes. */
export interface SocialUser {
  readonly id: string;
  readonly name: string;
  readonly reputation: number;
  /** Where the person's own page is; empty for made-up people. */
  readonly address: string;
}

/** Something that was written. */
export interface SocialPost {
  readonly id: string;
  readonly author: string;
  readonly title: string;
  /** HTML from strangers: see `safeBody`. */
  readonly body: string;
  /** Milliseconds since 1970, as all times. */
  readonly createdAt: number;
  /** Votes as the source counts them. */
  readonly score: number;
  readonly engagement: number;
  /** Empty for made-up posts, which are nobody's. */
  readonly license: string;
  readonly address: string;
}

/** What somebody said about a post. */
export interface SocialComment {
  readonly id: string;
  readonly post: string;
  readonly author: string;
  readonly text: string;
  readonly createdAt: number;
  readonly score: number;
  readonly license: string;
}

export interface SocialFollow {
  readonly id: string;
  readonly who: string;
  readonly whom: string;
}

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

/** How votes, comments and shares weigh against each other: to answer or to pass on is more than to press a button. */
export function engagementOf(score: number, comments: number, shares = 0): number {
  return score + 2 * (comments + shares);
}

/** The id of a follow: of two that say the same there is one. */
export function followId(who: string, whom: string): string {
  return `${who}>${whom}`;
}
