import { useSyncStatus } from '@statehouse/react';
import type { ConnectionStatus, SyncClient } from '@statehouse/sync';
import { useEffect } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import { useHouse } from '../house/house.tsx';
import type { DevState } from '../session/dev-session.ts';
import type { ConnectionView } from './connection-label.ts';
import { type DevStateHook, useDevState } from './use-dev-state.ts';

/** How this window is connected, for pill and panel. */
export interface LinkHook {
  readonly link: ConnectionView['link'];
  /** Undefined while the connection lives. */
  readonly lastError: string | undefined;
  /** Undefined: the page is not served by a development server. */
  readonly dev: DevStateHook | undefined;
}

/** Follows the client's connection, and the development server's state while somebody looks or something is wrong. */
export function useLink(isWatched: boolean): LinkHook {
  const { client, session } = useHouse();
  const status = useSyncStatus(client);
  const dev = useDevState(session, isWatched || status.kind !== 'live');
  useReconnectWhenBack(client, dev.state);
  const isCut = dev.state?.network === 'cut' && status.kind !== 'live';
  return {
    link: isCut ? { kind: 'offline' } : linkOf(status),
    lastError: status.kind === 'live' ? undefined : status.lastError?.message,
    dev: session === undefined ? undefined : dev,
  };
}

/** Dials at once when the network or the server that this page took away is back, were it slowly. */
function useReconnectWhenBack(client: SyncClient<ShowcaseSchema>, state: DevState | undefined): void {
  const isBack = state !== undefined && state.network !== 'cut' && state.server.kind === 'running';
  useEffect(() => {
    if (isBack && client.status.kind === 'waiting') client.reconnect();
  }, [client, isBack]);
}

function linkOf(status: ConnectionStatus): ConnectionView['link'] {
  switch (status.kind) {
    case 'live':
    case 'connecting':
      return { kind: status.kind };
    case 'waiting':
      return { kind: 'reconnecting', retryAtMs: status.retryAtMs };
    case 'stopped':
      return { kind: 'offline' };
  }
}
