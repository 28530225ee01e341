import type { RowOf, Schema, Snapshot, TableName } from '@statehouse/db';
import { useCallback, useSyncExternalStore } from 'react';
import { pageSnapshot } from './page-snapshot.ts';

/** What reading single entities asks of a document. */
export interface EntityDocument<S extends Schema> {
  readonly schema: S;
  readonly snapshot: Snapshot<S>;
  subscribeTo(table: TableName<S>, id: string, changed: () => void): () => void;
}

/**
 * One entity, kept up to date; undefined while it is not there, or no id is given. The component hears of changes to
 * this entity only: however many are mounted, a change costs as many renders as it has entities.
 */
export function useEntity<S extends Schema, Table extends TableName<S>>(
  document: EntityDocument<S>,
  table: Table,
  id: string | null | undefined,
): RowOf<S, Table> | undefined {
  const subscribe = useEntityChanges(document, table, id);
  const rowIn = (snapshot: Snapshot<S>) => (isGiven(id) ? snapshot.table(table).get(id) : undefined);
  return useSyncExternalStore(
    subscribe,
    () => rowIn(document.snapshot),
    () => rowIn(pageSnapshot(document)),
  );
}

/** How to hear of one entity: the same function as long as it is the same entity. */
export function useEntityChanges<S extends Schema>(
  document: EntityDocument<S>,
  table: TableName<S>,
  id: string | null | undefined,
): (changed: () => void) => () => void {
  return useCallback(
    (changed: () => void) => (isGiven(id) ? document.subscribeTo(table, id, changed) : nothing),
    [document, table, id],
  );
}

function isGiven(id: string | null | undefined): id is string {
  return id !== null && id !== undefined;
}

function nothing(): void {}
