import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { documentRooms, sampleNames } from '../rooms.ts';

/** The samples of the rooms that have been opened so far, by the name that the server knows. */
export type PlanDocuments = ReadonlyMap<string, SyncedDocument<ShowcaseSchema>>;

const NONE: PlanDocuments = new Map();

/** What each client has opened for the plan, so that who comes back to it sees it at once. */
const openedBy = new WeakMap<SyncClient<ShowcaseSchema>, PlanDocuments>();

/** Opens the samples of all rooms, to look into them from outside: nobody is shown as being there. */
export function usePlanDocuments(client: SyncClient<ShowcaseSchema>): PlanDocuments {
  const [documents, setDocuments] = useState(() => openedBy.get(client) ?? NONE);
  useEffect(() => {
    let isCurrent = true;
    for (const name of documentRooms.flatMap(sampleNames)) {
      client.open(name).then(
        (document) => {
          const known = openedBy.get(client) ?? NONE;
          const next = known.get(name) === document ? known : new Map(known).set(name, document);
          openedBy.set(client, next);
          if (isCurrent) setDocuments(next);
        },
        // A room that cannot be looked into stays dark; who enters it is told why.
        () => {},
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [client]);
  return documents;
}
