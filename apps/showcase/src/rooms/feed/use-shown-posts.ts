import type { Database, Snapshot } from '@statehouse/db';
import { from, type Query, runQuery } from '@statehouse/db/query';
import { useCallback, useMemo, useState } from 'react';
import { type FeedSchema, feedSchema } from './data/feed-schema.ts';
import { type AgeInDays, feedPage, feedSize, newerThan, oldestMs, PAGE_SIZE } from './feed-query.ts';

/** The posts on the screen, and what has come since. */
export interface ShownPosts {
  /** In order; a longer list after {@link more}, another one after {@link renew}. */
  readonly ids: readonly string[];
  /** How many there are, with those that are not fetched yet. */
  readonly size: number;
  /** Counts those that have come since and belong into the feed. A query, so that only who shows the number renders again. */
  readonly newer: Query<FeedSchema, number>;
  /** Fetches fifty more. */
  more(): void;
  /** Shows the feed as it is now. */
  renew(): void;
}

interface Held {
  readonly snapshot: Snapshot<FeedSchema>;
  readonly days: AgeInDays;
  readonly ids: readonly string[];
}

const lastArrival = from(feedSchema, 'posts').max('arrival');

/**
 * The feed as it was when the reader last asked for it: what arrives moves nothing under their eyes. Later pages are
 * read from the same snapshot as the first, so none is shown twice and none is left out.
 */
export function useShownPosts(database: Database<FeedSchema>, clockMs: number, days: AgeInDays): ShownPosts {
  const sinceMs = oldestMs(clockMs, days);
  const begin = useCallback(
    (): Held => ({ snapshot: database.snapshot, days, ids: idsFrom(database.snapshot, sinceMs, 0) }),
    [database, days, sinceMs],
  );
  const [held, setHeld] = useState(begin);
  // Another age is another feed.
  const shown = held.days === days ? held : begin();
  if (shown !== held) setHeld(shown);
  const { snapshot, ids } = shown;
  const newer = useMemo(() => newerThan(sinceMs, runQuery(lastArrival, snapshot) ?? 0), [sinceMs, snapshot]);
  const size = useMemo(() => runQuery(feedSize(sinceMs), snapshot), [snapshot, sinceMs]);
  const more = useCallback(
    () =>
      setHeld((now) =>
        now.ids.length % PAGE_SIZE === 0
          ? { ...now, ids: [...now.ids, ...idsFrom(now.snapshot, sinceMs, now.ids.length)] }
          : now,
      ),
    [sinceMs],
  );
  const renew = useCallback(() => setHeld(begin()), [begin]);
  return { ids, size, newer, more, renew };
}

function idsFrom(snapshot: Snapshot<FeedSchema>, sinceMs: number, offset: number): readonly string[] {
  return runQuery(feedPage(sinceMs, offset), snapshot).map(({ id }) => id);
}
