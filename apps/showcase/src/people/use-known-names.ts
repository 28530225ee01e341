import type { SyncedDocument } from '@statehouse/sync';
import { useCallback, useEffect } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';

type ShownDocument = SyncedDocument<ShowcaseSchema>;

const known = new WeakMap<ShownDocument, Map<string, string>>();

/** The name that each client went by when it was last seen in this document, also after it has left. */
export function useKnownNames(document: ShownDocument): (client: string) => string | undefined {
  useEffect(() => {
    const note = () => {
      for (const { client, name } of document.presence.peers) namesIn(document).set(client, name);
    };
    note();
    return document.presence.subscribe(note);
  }, [document]);
  return useCallback((client) => namesIn(document).get(client), [document]);
}

function namesIn(document: ShownDocument): Map<string, string> {
  const names = known.get(document) ?? new Map<string, string>();
  known.set(document, names);
  return names;
}
