import {
  type Database,
  type Document,
  diffSnapshots,
  emptySnapshot,
  type Schema,
  type Snapshot,
  type Transaction,
} from '@statehouse/db';
import { type ShowcaseSchema, schema } from '../../schema.ts';

type Synced = Snapshot<ShowcaseSchema>;

/** A row of the synced document that is another one now, or gone. */
export interface SyncedDifference {
  readonly table: string;
  readonly id: string;
  readonly before: Synced;
  readonly after: Synced;
}

/** What each database has taken already. */
const taken = new WeakMap<object, Synced>();

/**
 * Keeps in a local database what people add to it in a synced document. What is pending is in it too, and goes again if
 * it is refused, as it stands in the document's snapshot. Returns the way to stop.
 */
export function takeDifferences<S extends Schema>(
  database: Database<S>,
  document: Pick<Document<ShowcaseSchema>, 'snapshot' | 'subscribe'>,
  take: (tx: Transaction<S>, difference: SyncedDifference) => void,
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
          for (const { id } of rows) take(tx, { table, id, before, after });
      },
      { undoable: false },
    );
  };
  catchUp();
  return document.subscribe(catchUp);
}
