import { createSelector } from '@reduxjs/toolkit';
import { isJsonObject } from '@statehouse/kernel';
import type { OfficeState } from './office-state.ts';

/** The things that something is on its way for: what is shown of them is not yet what the server has. */
export const selectPendingIds: (state: OfficeState) => ReadonlySet<string> = createSelector(
  ({ offline }: OfficeState) => offline.entries,
  (entries) => {
    const waiting = entries.filter(({ state }) => state !== 'refused');
    return new Set(waiting.map(({ arg }) => idIn(arg)).filter((id) => id !== ''));
  },
);

function idIn(arg: unknown): string {
  return isJsonObject(arg) && typeof arg.id === 'string' ? arg.id : '';
}
