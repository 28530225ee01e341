import { type Database, diffSnapshots, emptySnapshot, type Snapshot, type Transaction } from '@statehouse/db';
import { type ShowcaseSchema, schema } from '../../../../schema.ts';
import { engagementOf, followId } from '../../../social/social-data.ts';
import { type FeedSchema, ME } from '../data/feed-schema.ts';
import type { Reactions } from './reactions.ts';

type Synced = Snapshot<ShowcaseSchema>;

/** What of the document a database has already, and whom the reader followed before all choices. */
interface Taken {
  readonly synced: Synced;
  readonly first: Snapshot<FeedSchema>;
}

const takenBy = new WeakMap<Database<FeedSchema>, Taken>();

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
  const catchUp = () => {
    const { synced: before, first } = takenBy.get(database) ?? {
      synced: emptySnapshot(schema),
      first: database.snapshot,
    };
    const after = document.snapshot;
    takenBy.set(database, { synced: after, first });
    const differences = diffSnapshots(before, after);
    if (differences.length === 0) return;
    database.transact(
      (tx) => {
        for (const { table, rows } of differences)
          for (const { id } of rows) {
            if (table === 'follows') takeFollow(tx, id, user, after, first, before);
            else takeWeight(tx, table, id, before, after);
          }
      },
      { undoable: false },
    );
  };
  catchUp();
  return document.subscribe(catchUp);
}

function takeWeight(
  tx: Transaction<FeedSchema>,
  table: string,
  id: string,
  before: Synced,
  after: Synced,
): void {
  const [was, is] = [weightIn(before, table, id), weightIn(after, table, id)];
  const post = is?.post ?? was?.post;
  const more = (is?.weight ?? 0) - (was?.weight ?? 0);
  const row = post === undefined ? undefined : tx.posts.get(post);
  if (row !== undefined && more !== 0) tx.posts.modify(row.id, { engagement: row.engagement + more });
}

/** What a row of the document weighs, and for which post. */
function weightIn(
  synced: Synced,
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
  id: string,
  user: string,
  after: Synced,
  first: Snapshot<FeedSchema>,
  before: Synced,
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
