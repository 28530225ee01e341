import { Popover } from '@radix-ui/themes';
import { useConflicts } from '@statehouse/react';
import type { DocumentConflict } from '@statehouse/sync';
import { useMemo } from 'react';
import { ConflictList } from '../../../connection/conflict-list.tsx';
import { conflictViews } from '../../../connection/conflict-views.ts';
import { useKnownNames } from '../../../people/use-known-names.ts';
import { boardConflicts } from '../people/board-conflicts.ts';
import { elementName } from '../scene/element.ts';
import { shownShape } from '../window/shown-shape.ts';
import { useBoard } from './board-parts.ts';
import { useNodeChanges } from './use-node-changes.ts';

/** The signs on elements on which something of mine was lost. */
export function ConflictMarkers() {
  const board = useBoard();
  const { conflicts } = useConflicts(board.document);
  const byElement = Map.groupBy(
    conflicts.filter(({ conflict }) => conflict.table === 'elements'),
    ({ conflict }) => conflict.id,
  );
  return [...byElement].map(([id, own]) => <ConflictMarker key={id} id={id} own={own} />);
}

/** One sign; it opens what was lost, to whom, and the way back. */
function ConflictMarker({ id, own }: { readonly id: string; readonly own: readonly DocumentConflict[] }) {
  const board = useBoard();
  const nameOf = useKnownNames(board.document);
  const words = useMemo(() => boardConflicts(board), [board]);
  useNodeChanges(id);
  const node = board.scene.node(id);
  if (node === undefined) return null;
  const { pose, width } = shownShape(board, node);
  const [x, y] = [pose.x + pose.cos * width, pose.y + pose.sin * width];
  const dismissConflict = (key: string) => board.document.dismissConflict(key);
  return (
    <div className="conflict-place" style={{ transform: `translate(${x}px, ${y}px)` }}>
      <Popover.Root>
        <Popover.Trigger>
          <button
            type="button"
            className="conflict-marker"
            aria-label={`Conflict on ${elementName(node.element)}: see what was lost`}
            data-control
          >
            !
          </button>
        </Popover.Trigger>
        <Popover.Content width="340px" maxWidth="calc(100vw - 24px)" aria-label="Conflict" data-control>
          <ConflictList conflicts={conflictViews({ conflicts: own, dismissConflict }, words, nameOf)} />
        </Popover.Content>
      </Popover.Root>
    </div>
  );
}
