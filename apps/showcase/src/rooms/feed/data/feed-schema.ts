import { defineSchema, number, ref, string, table, timestamp } from '@statehouse/db';

/** What the feed reads: a local database, which nobody else sees. What people do to posts lies in a synced document beside it. */
export const feedSchema = defineSchema({
  version: 1,
  tables: {
    /** `address`: where the person's own page is; empty for made-up people. */
    users: table({ name: string(), reputation: number(), address: string() }),
    posts: table(
      {
        author: ref('users', { onDelete: 'cascade' }),
        title: string(),
        /** HTML from strangers: see `safeBody`. */
        body: string(),
        createdAt: timestamp(),
        /** What orders the feed: votes and comments, weighed. */
        engagement: number(),
        /** Votes as the source counts them. */
        score: number(),
        /** Counts the posts that came after loading, from 1 on; 0 for those that were there. */
        arrival: number().default(0),
        /** Empty for made-up posts, which are nobody's. */
        license: string(),
        address: string(),
      },
      { indexes: [['engagement'], ['arrival']] },
    ),
    comments: table(
      {
        post: ref('posts', { onDelete: 'cascade' }),
        author: ref('users', { onDelete: 'cascade' }),
        text: string(),
        createdAt: timestamp(),
        score: number(),
        license: string(),
      },
      { indexes: [['post', 'createdAt']] },
    ),
    follows: table(
      { who: ref('users', { onDelete: 'cascade' }), whom: ref('users', { onDelete: 'cascade' }) },
      { indexes: [['who', 'whom']] },
    ),
  },
});

/** The schema of the feed, as types want it. */
export type FeedSchema = typeof feedSchema;

/** Who reads: the one user that no data brings. */
export const ME = 'me';
