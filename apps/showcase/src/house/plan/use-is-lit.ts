import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { useCallback, useSyncExternalStore } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';

const nothing = () => {};

/**
 * Whether a room's light is on: the server is there, and its document is open and follows it.
 * @param document undefined until it is open; `none` in a room that has none
 */
export function useIsLit(
  client: SyncClient<ShowcaseSchema>,
  document: SyncedDocument<ShowcaseSchema> | 'none' | undefined,
): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const ofDocument = document === 'none' ? undefined : document;
      const stops = [client.subscribeStatus(changed), ofDocument?.subscribeStatus(changed) ?? nothing];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [client, document],
  );
  return useSyncExternalStore(
    subscribe,
    () => client.status.kind === 'live' && (document === 'none' || document?.status.phase === 'live'),
  );
}
