import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createDatabase, type Database } from '../../database.ts';
import { type QuerySchema, querySchema } from './query-schema.ts';

/** A database of the test schema with three people and so many posts `p0`, `p1`, … of rising score, one after the other's. */
export function openBlog(posts: number): Database<QuerySchema> {
  const database = createDatabase({
    schema: querySchema,
    random: seededRandom(1),
    clock: new VirtualTime(),
    client: 'me',
  });
  database.transact((tx) => {
    for (const id of ['ann', 'ben', 'cleo']) tx.people.insert({ id, name: id, team: 'red' });
    for (let at = 0; at < posts; at += 1) {
      const author = ['ann', 'ben', 'cleo'][at % 3] ?? null;
      tx.posts.insert({ id: `p${at}`, author, status: 'open', score: at, pinned: false, body: `Post ${at}` });
    }
  });
  return database;
}
