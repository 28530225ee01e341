import type { Schema } from '@statehouse/db';
import { type LiveSource, liveQuery, type Query } from '@statehouse/db/query';
import { useMemo, useSyncExternalStore } from 'react';

/**
 * The answer to a query, kept up to date. The component renders again only when the answer is another one.
 * @param query the same object on every render, as long as it asks the same
 */
export function useLiveQuery<S extends Schema, Result>(
  source: LiveSource<S>,
  query: Query<S, Result>,
): Result {
  const live = useMemo(() => liveQuery(source, query), [source, query]);
  const [subscribe, read] = useMemo(
    () => [(changed: () => void) => live.subscribe(changed), () => live.value] as const,
    [live],
  );
  return useSyncExternalStore(subscribe, read, read);
}
