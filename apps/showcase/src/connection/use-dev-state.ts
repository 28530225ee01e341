import { useCallback, useEffect, useState } from 'react';
import type { DevSession, DevState } from '../session/dev-session.ts';

const POLL_MS = 1_000;

export interface DevStateHook {
  readonly state: DevState | undefined;
  readonly error: string | undefined;
  run(action: (session: DevSession) => Promise<DevState>): void;
}

/** The development server's state, asked for once a second while somebody looks at it. */
export function useDevState(session: DevSession | undefined, isWatched: boolean): DevStateHook {
  const [state, setState] = useState<DevState>();
  const [error, setError] = useState<string>();
  const run = useCallback(
    (action: (session: DevSession) => Promise<DevState>) => {
      if (session === undefined) return;
      action(session).then(
        (next) => {
          setState(next);
          setError(undefined);
        },
        (reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)),
      );
    },
    [session],
  );
  useEffect(() => {
    if (!isWatched) return;
    const ask = () => run((current) => current.state());
    ask();
    const timer = setInterval(ask, POLL_MS);
    return () => clearInterval(timer);
  }, [isWatched, run]);
  return { state, error, run };
}
