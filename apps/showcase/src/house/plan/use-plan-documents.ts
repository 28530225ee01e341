import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { openRooms, sampleNames } from '../rooms.ts';

/** The samples of the rooms that have been opened so far, by the name that the server knows. */
export type PlanDocuments = ReadonlyMap<string, SyncedDocument<ShowcaseSchema>>;

const NONE: PlanDocuments = new Map();

/** Opens the samples of all rooms, to look into them from outside: nobody is shown as being there. */
export function usePlanDocuments(client: SyncClient<ShowcaseSchema>): PlanDocuments {
  const [documents, setDocuments] = useState(NONE);
  useEffect(() => {
    let isCurrent = true;
    for (const name of openRooms.flatMap(sampleNames)) {
      client.open(name).then(
        (document) => {
          if (isCurrent) setDocuments((known) => new Map(known).set(name, document));
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
