import { Popover } from '@radix-ui/themes';
import { useConflicts } from '@statehouse/react';
import { useMemo } from 'react';
import { ConflictList } from '../../../connection/conflict-list.tsx';
import { conflictViews } from '../../../connection/conflict-views.ts';
import { useKnownNames } from '../../../people/use-known-names.ts';
import { useBoard } from '../view/board-parts.ts';
import { boardConflicts } from './board-conflicts.ts';

/** The sign on an element that something of mine was lost there; it opens what, to whom, and the way back. */
export function ConflictMarker({ id }: { readonly id: string }) {
  const board = useBoard();
  const { conflicts } = useConflicts(board.document);
  const nameOf = useKnownNames(board.document);
  const words = useMemo(() => boardConflicts(board), [board]);
  const own = conflicts.filter(({ conflict }) => conflict.table === 'elements' && conflict.id === id);
  if (own.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger>
        <button
          type="button"
          className="conflict-marker"
          aria-label="Conflict: see what was lost"
          data-control
        >
          !
        </button>
      </Popover.Trigger>
      <Popover.Content width="340px" maxWidth="calc(100vw - 24px)" aria-label="Conflict" data-control>
        <ConflictList conflicts={conflictViews({ conflicts: own, dismissConflict }, words, nameOf)} />
      </Popover.Content>
    </Popover.Root>
  );

  function dismissConflict(key: string): void {
    board.document.dismissConflict(key);
  }
}
