import { createSelector } from '@reduxjs/toolkit';
import { isJsonObject } from '@statehouse/kernel';
import type { OfficeState } from './office-state.ts';

/** The things that something is on its way for: what is shown of them is not yet what the server has. */
export const selectPendingIds: (state: OfficeState) => ReadonlySet<string> = createSelector(
  ({ api }: OfficeState) => api.mutations,
  ({ offline }: OfficeState) => offline.entries,
  (mutations, entries) => {
    const waiting = entries.filter(({ state }) => state !== 'refused').map(({ arg }) => arg);
    const underWay = Object.values(mutations).map((entry) =>
      entry?.status === 'pending' && 'originalArgs' in entry ? entry.originalArgs : undefined,
    );
    return new Set([...waiting, ...underWay].map(idIn).filter((id) => id !== ''));
  },
);

function idIn(arg: unknown): string {
  return isJsonObject(arg) && typeof arg.id === 'string' ? arg.id : '';
}
