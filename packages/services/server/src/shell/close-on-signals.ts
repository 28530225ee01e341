import type { SyncServer } from './create-server.ts';

/** What is asked of a process. */
export interface SignalSource {
  once(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
}

/** Drains the server on SIGTERM and SIGINT, then ends the process: with 0, or with 1 if that failed. */
export function closeOnSignals(
  server: SyncServer,
  source: SignalSource,
  beforeExit?: () => Promise<void>,
): void {
  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    server
      .close()
      .then(beforeExit)
      .then(
        () => source.exit(0),
        () => source.exit(1),
      );
  };
  source.once('SIGTERM', close);
  source.once('SIGINT', close);
}
