import { useCallback, useRef, useSyncExternalStore } from 'react';

/**
 * Renders the component again whenever `subscribe` tells of a change; the component reads for itself what it needs.
 * For things that have no immutable snapshot of their own.
 * @param subscribe the same function on every render, or wrapped in `useCallback`
 */
export function useChanges(subscribe: (changed: () => void) => () => void): void {
  const changes = useRef(0);
  const listen = useCallback(
    (render: () => void) => {
      // Something may have changed between the first reading and now.
      changes.current += 1;
      return subscribe(() => {
        changes.current += 1;
        render();
      });
    },
    [subscribe],
  );
  useSyncExternalStore(listen, () => changes.current);
}
