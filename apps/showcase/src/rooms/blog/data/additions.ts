import type { Database, Document, Transaction } from '@statehouse/db';
import type { ShowcaseSchema } from '../../../../schema.ts';
import { type SyncedDifference, takeDifferences } from '../../../social/take-differences.ts';
import type { BlogSchema } from './blog-schema.ts';

type Take = (tx: Transaction<BlogSchema>, difference: SyncedDifference) => void;

/** Keeps in the local database what people here add to it: replies, and new names of authors. Returns the way to stop. */
export function takeAdditions(
  database: Database<BlogSchema>,
  document: Pick<Document<ShowcaseSchema>, 'snapshot' | 'subscribe'>,
): () => void {
  return takeDifferences(database, document, (tx, difference) => TAKERS[difference.table]?.(tx, difference));
}

/** By table of the document: what one of its rows comes to in the local database. */
const TAKERS: Readonly<Record<string, Take>> = {
  replies(tx, { id, after }) {
    const reply = after.table('replies').get(id);
    if (tx.comments.has(id)) tx.comments.delete(id);
    if (reply === undefined || !tx.posts.has(reply.post)) return;
    const { name, post, body, writtenAt } = reply;
    const author = `here-${name}`;
    if (!tx.users.has(author)) tx.users.insert({ id: author, name, address: '' });
    tx.comments.insert({ id, post, author, text: body, createdAt: writtenAt });
  },
  names(tx, { id, before, after }) {
    const name = after.table('names').get(id)?.name ?? before.table('names').get(id)?.before;
    if (name !== undefined && tx.users.has(id)) tx.users.modify(id, { name });
  },
};
