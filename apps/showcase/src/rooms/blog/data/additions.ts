import {
  type Database,
  type Document,
  diffSnapshots,
  emptySnapshot,
  type Snapshot,
  type Transaction,
} from '@statehouse/db';
import { type ShowcaseSchema, schema } from '../../../../schema.ts';
import type { BlogSchema } from './blog-schema.ts';

type Synced = Snapshot<ShowcaseSchema>;
type Take = (tx: Transaction<BlogSchema>, id: string, before: Synced, after: Synced) => void;

/** What of the document each database has already. */
const taken = new WeakMap<Database<BlogSchema>, Synced>();

/**
 * Keeps in the local database what people here add to it in a synced document: replies, and new names of authors. What
 * is pending is in it too, and goes again if it is refused, as it stands in the document's snapshot. Returns the way to
 * stop.
 */
export function takeAdditions(
  database: Database<BlogSchema>,
  document: Pick<Document<ShowcaseSchema>, 'snapshot' | 'subscribe'>,
): () => void {
  const catchUp = () => {
    const before = taken.get(database) ?? emptySnapshot(schema);
    const after = document.snapshot;
    taken.set(database, after);
    const differences = diffSnapshots(before, after);
    if (differences.length === 0) return;
    database.transact(
      (tx) => {
        for (const { table, rows } of differences)
          for (const { id } of rows) TAKERS[table]?.(tx, id, before, after);
      },
      { undoable: false },
    );
  };
  catchUp();
  return document.subscribe(catchUp);
}

/** By table of the document: what one of its rows comes to in the local database. */
const TAKERS: Readonly<Record<string, Take>> = {
  replies(tx, id, _before, after) {
    const reply = after.table('replies').get(id);
    if (tx.comments.has(id)) tx.comments.delete(id);
    if (reply === undefined || !tx.posts.has(reply.post)) return;
    const { name, post, body, writtenAt } = reply;
    const author = `here-${name}`;
    if (!tx.users.has(author)) tx.users.insert({ id: author, name, address: '' });
    tx.comments.insert({ id, post, author, text: body, createdAt: writtenAt });
  },
  names(tx, id, before, after) {
    const name = after.table('names').get(id)?.name ?? before.table('names').get(id)?.before;
    if (name !== undefined && tx.users.has(id)) tx.users.modify(id, { name });
  },
};
