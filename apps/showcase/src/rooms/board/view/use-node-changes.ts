import { useCallback, useSyncExternalStore } from 'react';
import { useBoard } from './board-parts.ts';

/** Renders again when one element changes, or is dragged. */
export function useNodeChanges(id: string): void {
  const board = useBoard();
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = [
        board.subscribeScene(({ touched }) => {
          if (touched.has(id)) changed();
        }),
        board.theirPlaces.subscribeTo(id, changed),
        board.ownPlaces.subscribeTo(id, changed),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [board, id],
  );
  const read = () => board.ownPlaces.get(id) ?? board.theirPlaces.get(id) ?? board.scene.node(id)?.pose;
  useSyncExternalStore(subscribe, read);
}
