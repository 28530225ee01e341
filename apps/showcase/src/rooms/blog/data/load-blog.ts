import { createDatabase, type Database } from '@statehouse/db';
import { socialSample } from '../../../../samples/generate/social.ts';
import { fetchSocial } from '../../../social/fetch-social.ts';
import type { SocialData } from '../../../social/social-data.ts';
import { type BlogSchema, blogSchema } from './blog-schema.ts';
import { plainText } from './plain-text.ts';

/** What the blog shows where the server has nothing to read. */
const SAMPLE = { seed: 12, people: 30, posts: 120, comments: 360, follows: 0 };

/** Fetches what the server has, or makes something up, and makes a database of it. */
export async function loadBlog(): Promise<Database<BlogSchema>> {
  const fetched = await fetchSocial('blog');
  return blogFrom(fetched?.data ?? socialSample(SAMPLE));
}

/** A local database with these posts. `receive` checks each row against the schema, and leaves out what leads nowhere. */
export function blogFrom({ users, posts, comments }: SocialData): Database<BlogSchema> {
  const database = createDatabase({ schema: blogSchema });
  const data = {
    users: users.map(({ id, name, address }) => ({ id, name, address })),
    posts: posts.map(({ id, author, title, body, createdAt, license, address }) => ({
      ...{ id, author, title, body, createdAt, license, address },
      text: plainText(body),
    })),
    comments: comments.map(({ id, post, author, text, createdAt }) => ({
      id,
      post,
      author,
      text,
      createdAt,
    })),
  };
  database.receiveTables(data, { dangling: 'drop', undoable: false });
  return database;
}
