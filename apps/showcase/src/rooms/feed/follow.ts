import type { Database } from '@statehouse/db';
import { followId } from '../../social/social-data.ts';
import { type FeedSchema, ME } from './data/feed-schema.ts';

/** Follows somebody in this database alone, or no longer does. Answers whether the reader follows them now. */
export function toggleFollow(database: Database<FeedSchema>, whom: string): boolean {
  const id = followId(ME, whom);
  return database.transact((tx) => {
    if (!tx.follows.has(id)) {
      tx.follows.insert({ id, who: ME, whom });
      return true;
    }
    tx.follows.delete(id);
    return false;
  }).value;
}
