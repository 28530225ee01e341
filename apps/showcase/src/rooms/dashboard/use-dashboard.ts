import type { SyncClient } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import type { DevSession } from '../../session/dev-session.ts';
import { createDashboard, type Dashboard } from './streams/create-dashboard.ts';
import { serverPort } from './streams/server-port.ts';

/** The dashboard of a window, which flows while it is shown. */
export function useDashboard(
  session: DevSession,
  user: string,
  client: SyncClient<ShowcaseSchema>,
): Dashboard {
  const [dashboard] = useState(() => {
    const server = serverPort(globalThis.fetch.bind(globalThis), () => session.token(user));
    return createDashboard({ server });
  });
  useEffect(() => dashboard.start(), [dashboard]);
  // Documents are joined to the server already: then figures need not wait any longer.
  useEffect(
    () =>
      client.subscribeStatus(() => {
        const isWaiting = dashboard.store.getState().stream.kind === 'waiting';
        if (isWaiting && client.status.kind === 'live') dashboard.store.dispatch({ type: 'reconnectAsked' });
      }),
    [client, dashboard],
  );
  return dashboard;
}
