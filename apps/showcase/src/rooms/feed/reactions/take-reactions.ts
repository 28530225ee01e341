import type { Database, Snapshot, Transaction } from '@statehouse/db';
import type { ShowcaseSchema } from '../../../../schema.ts';
import { engagementOf, followId } from '../../../social/social-data.ts';
import { type SyncedDifference, takeDifferences } from '../../../social/take-differences.ts';
import { type FeedSchema, ME } from '../data/feed-schema.ts';
import type { Reactions } from './reactions.ts';

/** Each database before any choice: whom the reader follows there is what a choice that is taken back leaves. */
const firsts = new WeakMap<Database<FeedSchema>, Snapshot<FeedSchema>>();

/**
 * Keeps in the local database what people did in the synced document: likes, replies and shares weigh in the
 * engagement of their post, and the reader follows whom they chose. The feed that is being read keeps its order; the
 * next one has the new. Returns the way to stop.
 */
export function takeReactions(
  database: Database<FeedSchema>,
  document: Pick<Reactions, 'snapshot' | 'subscribe'>,
  user: string,
): () => void {
  const first = firsts.get(database) ?? database.snapshot;
  firsts.set(database, first);
  return takeDifferences(database, document, (tx, difference) => {
    if (difference.table === 'follows') takeFollow(tx, difference, user, first);
    else takeWeight(tx, difference);
  });
}

function takeWeight(tx: Transaction<FeedSchema>, { table, id, before, after }: SyncedDifference): void {
  const [was, is] = [weightIn(before, table, id), weightIn(after, table, id)];
  const post = is?.post ?? was?.post;
  const more = (is?.weight ?? 0) - (was?.weight ?? 0);
  const row = post === undefined ? undefined : tx.posts.get(post);
  if (row !== undefined && more !== 0) tx.posts.modify(row.id, { engagement: row.engagement + more });
}

/** What a row of the document weighs, and for which post. */
function weightIn(
  synced: Snapshot<ShowcaseSchema>,
  table: string,
  id: string,
): { readonly post: string; readonly weight: number } | undefined {
  if (table === 'shares') {
    const share = synced.table('shares').get(id);
    return share && { post: share.post, weight: engagementOf(0, 0, share.count) };
  }
  if (table !== 'likes' && table !== 'replies') return undefined;
  const row = synced.table(table).get(id);
  return row && { post: row.post, weight: table === 'likes' ? engagementOf(1, 0) : engagementOf(0, 1) };
}

function takeFollow(
  tx: Transaction<FeedSchema>,
  { id, before, after }: SyncedDifference,
  user: string,
  first: Snapshot<FeedSchema>,
): void {
  const choice = after.table('follows').get(id);
  const { user: whose, whom } = choice ?? before.table('follows').get(id) ?? {};
  if (whose !== user || whom === undefined || !tx.users.has(whom)) return;
  const own = followId(ME, whom);
  const isFollowed = choice?.isFollowed ?? first.table('follows').get(own) !== undefined;
  if (isFollowed === tx.follows.has(own)) return;
  if (isFollowed) tx.follows.insert({ id: own, who: ME, whom });
  else tx.follows.delete(own);
}
