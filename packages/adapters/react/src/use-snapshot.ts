import type { Document, Schema, Snapshot } from '@statehouse/db';
import { useCallback, useRef, useSyncExternalStore } from 'react';

/**
 * What `select` finds in the visible snapshot, kept up to date. The component renders again only when the answer is
 * another object, so `select` answers with parts of the snapshot (which keep their identity), or with plain values.
 * @param select the same function on every render, or wrapped in `useCallback`
 */
export function useSnapshot<S extends Schema, Selected>(
  document: Pick<Document<S>, 'snapshot' | 'subscribe'>,
  select: (snapshot: Snapshot<S>) => Selected,
): Selected {
  const subscribe = useCallback((changed: () => void) => document.subscribe(changed), [document]);
  const last = useRef<{
    readonly snapshot: Snapshot<S>;
    readonly select: unknown;
    readonly selected: Selected;
  }>(undefined);
  const read = () => {
    const { snapshot } = document;
    const known = last.current;
    if (known?.snapshot === snapshot && known.select === select) return known.selected;
    const selected = select(snapshot);
    last.current = { snapshot, select, selected };
    return selected;
  };
  return useSyncExternalStore(subscribe, read);
}
