import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { useCallback, useSyncExternalStore } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';

const nothing = () => {};

/** Whether a room's light is on: its document is open and follows the server. */
export function useIsLit(
  client: SyncClient<ShowcaseSchema>,
  document: SyncedDocument<ShowcaseSchema> | undefined,
): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = [client.subscribeStatus(changed), document?.subscribeStatus(changed) ?? nothing];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [client, document],
  );
  return useSyncExternalStore(
    subscribe,
    () => client.status.kind === 'live' && document?.status.phase === 'live',
  );
}
