import type { SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import { afterAnswer, afterEvent, NOTHING_PENDING } from './pending-ids.ts';

/** The ids of the entities whose last change by this window waits for the server. */
export function usePendingIds(document: SyncedDocument<ShowcaseSchema>): ReadonlySet<string> {
  const [pending, setPending] = useState(NOTHING_PENDING);
  useEffect(() => {
    const stopEvents = document.subscribe((event) => setPending((now) => afterEvent(now, event)));
    const stopStatus = document.subscribeStatus(() =>
      setPending((now) => afterAnswer(now, document.status.pending)),
    );
    return () => {
      stopEvents();
      stopStatus();
    };
  }, [document]);
  return pending.ids;
}
