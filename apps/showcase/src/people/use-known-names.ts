import type { SyncedDocument } from '@statehouse/sync';
import { useCallback, useEffect, useRef } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';

/** The name that each client went by when it was last seen in this document, also after it has left. */
export function useKnownNames(
  document: SyncedDocument<ShowcaseSchema>,
): (client: string) => string | undefined {
  const names = useRef(new Map<string, string>());
  useEffect(() => {
    const note = () => {
      for (const { client, name } of document.presence.peers) names.current.set(client, name);
    };
    note();
    return document.presence.subscribe(note);
  }, [document]);
  return useCallback((client) => names.current.get(client), []);
}
