import { defineSchema, ref, string, table, timestamp } from '@statehouse/db';

/**
 * What the blog reads: a local database, which nobody else sees. Each author lies in it once; posts and comments only
 * refer to him, so who is renamed has the new name everywhere.
 */
export const blogSchema = defineSchema({
  version: 1,
  tables: {
    /** `address`: where the author's own page is; empty for made-up people. */
    users: table({ name: string(), address: string() }),
    posts: table(
      {
        author: ref('users', { onDelete: 'cascade' }),
        title: string(),
        /** HTML from strangers: see `safeBody`. */
        body: string(),
        /** The words of the body, for the list and for the search. */
        text: string(),
        createdAt: timestamp(),
        /** Empty for made-up posts, which are nobody's. */
        license: string(),
        address: string(),
      },
      { indexes: [['createdAt']], search: ['title', 'text'] },
    ),
    comments: table(
      {
        post: ref('posts', { onDelete: 'cascade' }),
        author: ref('users', { onDelete: 'cascade' }),
        text: string(),
        createdAt: timestamp(),
      },
      { indexes: [['post', 'createdAt']] },
    ),
  },
});

export type BlogSchema = typeof blogSchema;
