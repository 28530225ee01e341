import type { SyncedDocument } from '@statehouse/sync';
import { BOARD_ID, type ShowcaseSchema } from '../../../schema.ts';

/** Waits until there is a board, or the server has said that there is none. */
export function untilKnown(document: SyncedDocument<ShowcaseSchema>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const { phase, role, error } = document.status;
      if (document.snapshot.table('boards').has(BOARD_ID) || role !== undefined) resolve();
      else if (phase === 'failed') reject(new Error(error?.message ?? 'It cannot be opened.'));
      else return false;
      return true;
    };
    if (look()) return;
    const stops = [
      document.subscribeStatus(() => {
        if (look()) for (const stop of stops) stop();
      }),
    ];
  });
}
