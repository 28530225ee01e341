import { createDatabase, type Database } from '@statehouse/db';
import { snapshotFromData } from '@statehouse/db/nested';
import { fetchSocial } from '../../../social/fetch-social.ts';
import type { SocialData, SocialSource } from '../../../social/social-data.ts';
import { type FeedSchema, feedSchema, ME } from './feed-schema.ts';
import { firstFollows, madeData } from './made-posts.ts';

/** A feed that can be read. */
export interface LoadedFeed {
  readonly database: Database<FeedSchema>;
  /** When the newest post was written that was there at first: what “today” is to this data, in milliseconds since 1970. */
  readonly clockMs: number;
  /** How many made-up people there are. */
  readonly madePeople: number;
  /** Undefined: all of it is made up. */
  readonly source: SocialSource | undefined;
}

/** A feed has at least so many posts: what the data lacks is made up. */
const POSTS = 10_000;
const MADE_PEOPLE = 240;
const SEED = 20_180_901;
const FOLLOWED = 60;
/** Between which times everything was written where there is no data. */
const SAMPLE_TIMES = { fromMs: Date.UTC(2024, 0, 1), toMs: Date.UTC(2024, 6, 1) };

/** Fetches what the server has, adds what that lacks, and makes a database of it. */
export async function loadFeed(): Promise<LoadedFeed> {
  const fetched = await fetchSocial('feed');
  return feedFrom(fetched?.data, fetched?.source);
}

/** Makes a feed of data, or of made-up posts alone. */
export function feedFrom(
  data: SocialData | undefined,
  source: SocialSource | undefined,
  posts = POSTS,
): LoadedFeed {
  const times = data === undefined ? SAMPLE_TIMES : timesOf(data);
  const lacking = Math.max(0, posts - (data?.posts.length ?? 0));
  const made = madeData({ posts: lacking, people: MADE_PEOPLE, seed: SEED, ...times });
  const me = { id: ME, name: 'You', reputation: 0, address: '' };
  const both = (given: SocialData | undefined) => [
    ...firstFollows(given?.posts ?? [], FOLLOWED),
    ...(given?.follows ?? []),
  ];
  const snapshot = snapshotFromData(
    feedSchema,
    {
      users: [me, ...(data?.users ?? []), ...made.users],
      posts: [...(data?.posts ?? []), ...made.posts],
      comments: [...(data?.comments ?? []), ...made.comments],
      follows: [...both(data), ...both(made)],
    },
    { dangling: 'drop' },
  );
  const database = createDatabase({ schema: feedSchema, snapshot });
  return { database, clockMs: times.toMs, madePeople: MADE_PEOPLE, source };
}

function timesOf({ posts }: SocialData): { readonly fromMs: number; readonly toMs: number } {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = 0;
  for (const { createdAt } of posts) {
    fromMs = Math.min(fromMs, createdAt);
    toMs = Math.max(toMs, createdAt);
  }
  return { fromMs, toMs };
}
