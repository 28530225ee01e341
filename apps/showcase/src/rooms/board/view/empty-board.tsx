import { Text } from '@radix-ui/themes';
import { useCallback, useSyncExternalStore } from 'react';
import { useBoard } from './board-parts.ts';

/** What to do, on a board where nothing lies yet. */
export function EmptyBoard() {
  const board = useBoard();
  const subscribe = useCallback((changed: () => void) => board.subscribeScene(changed), [board]);
  const isEmpty = useSyncExternalStore(subscribe, () => board.scene.size === 0);
  if (!isEmpty) return null;
  return (
    <div className="empty-board">
      <Text as="p" size="5" weight="medium">
        An empty board
      </Text>
      <Text as="p" size="3" color="gray">
        {board.isReadOnly
          ? 'Nobody has put anything here yet.'
          : 'Press N and click for a sticky note, or drop a picture here.'}
      </Text>
    </div>
  );
}
