import { createSelector } from '@reduxjs/toolkit';
import { isJsonObject } from '@statehouse/kernel';
import type { OfflineEntry } from '@statehouse/redux/offline';
import type { OfficeState } from './office-state.ts';

/** The things that something is on its way for: what is shown of them is not yet what the server has. */
export const selectPendingIds: (state: OfficeState) => ReadonlySet<string> = createSelector(
  ({ offline }: OfficeState) => offline.entries,
  (entries) => {
    const waiting = entries.filter(({ state }) => state !== 'refused');
    return new Set(waiting.map(({ arg }) => idIn(arg)).filter((id) => id !== ''));
  },
);

/** Whether an entry carries counts, and nothing that the moderator waits for. */
export function isReport({ endpoint }: Pick<OfflineEntry, 'endpoint'>): boolean {
  return endpoint === 'reportUsage';
}

/** So many of the moderator's changes wait. */
export function countWaiting({ offline }: Pick<OfficeState, 'offline'>): number {
  return offline.entries.filter((entry) => !isReport(entry)).length;
}

function idIn(arg: unknown): string {
  return isJsonObject(arg) && typeof arg.id === 'string' ? arg.id : '';
}
