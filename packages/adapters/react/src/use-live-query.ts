import type { Schema } from '@statehouse/db';
import { type LiveSource, liveQuery, type Query, queryKey } from '@statehouse/db/query';
import { useMemo, useState, useSyncExternalStore } from 'react';

/**
 * What a query answers, kept up to date by what changes: the component renders again only when the answer is another
 * one, and rows and lists in it that did not change are the same objects. Each component has an instance of its own,
 * which listens to the document while it is mounted.
 * @param query may be built in place: one that asks the same goes on
 */
export function useLiveQuery<S extends Schema, Result>(
  document: LiveSource<S>,
  query: Query<S, Result>,
): Result {
  const asked = useSame(query);
  const [subscribe, read] = useMemo(() => {
    const live = liveQuery(document, asked);
    return [(changed: () => void) => live.subscribe(changed), () => live.value] as const;
  }, [document, asked]);
  return useSyncExternalStore(subscribe, read, read);
}

/** The first of the queries in a row that ask the same. */
function useSame<S extends Schema, Result>(query: Query<S, Result>): Query<S, Result> {
  const [asked, setAsked] = useState(() => ({ query, key: queryKey(query) }));
  if (asked.query === query) return query;
  const key = queryKey(query);
  if (asked.key === key && asked.query.schema === query.schema) return asked.query;
  setAsked({ query, key });
  return query;
}
