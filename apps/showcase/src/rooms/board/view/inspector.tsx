import { IconButton, Tooltip } from '@radix-ui/themes';
import {
  ArrowDownToLine,
  ArrowUpToLine,
  Copy,
  FolderInput,
  FolderOutput,
  Frame,
  Pencil,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { ELEMENT_COLORS } from '../../../../schema.ts';
import { deleteElements, recolorElements, restackElements } from '../actions/change-elements.ts';
import { duplicateSelected } from '../actions/copy-paste.ts';
import { frameSelected, nestSelected, unframeSelected } from '../actions/nest-elements.ts';
import type { Board } from '../window/board.ts';
import { useBoard } from './board-parts.ts';
import { useCell } from './use-cell.ts';

interface Action {
  readonly label: string;
  readonly icon: ReactNode;
  run(board: Board, ids: readonly string[]): void;
}

const ACTIONS: readonly Action[] = [
  { label: 'Duplicate', icon: <Copy size={16} />, run: (board) => duplicateSelected(board) },
  {
    label: 'To the front',
    icon: <ArrowUpToLine size={16} />,
    run: (board, ids) => restackElements(board.document, ids, 'front'),
  },
  {
    label: 'To the back',
    icon: <ArrowDownToLine size={16} />,
    run: (board, ids) => restackElements(board.document, ids, 'back'),
  },
  { label: 'New frame around it', icon: <Frame size={16} />, run: (board) => frameSelected(board) },
  { label: 'Into the frame behind', icon: <FolderInput size={16} />, run: (board) => nestSelected(board) },
  { label: 'Out of its frame', icon: <FolderOutput size={16} />, run: (board) => unframeSelected(board) },
  {
    label: 'Delete',
    icon: <Trash2 size={16} />,
    run: (board) => deleteElements(board.document, [...board.selection.value]),
  },
];

/** What can be done with the selection; there while there is one. */
export function Inspector() {
  const board = useBoard();
  const selection = useCell(board.selection);
  const editing = useCell(board.editing);
  if (selection.size === 0 || editing !== undefined || board.isReadOnly) return null;
  const [only] = selection;
  const ids = board.selected.map(({ id }) => id);
  const isWritable =
    selection.size === 1 && only !== undefined && board.scene.node(only)?.element.kind !== 'image';
  return (
    <div className="inspector" role="toolbar" aria-label="Selection" data-control>
      <span className="inspector-count">
        {selection.size === 1 ? '1 selected' : `${selection.size} selected`}
      </span>
      <Colors ids={ids} />
      <span className="inspector-actions">
        {isWritable && (
          <ActionButton label="Write on it" icon={<Pencil size={16} />} onClick={() => board.edit(only)} />
        )}
        {ACTIONS.map(({ label, icon, run }) => (
          <ActionButton key={label} label={label} icon={icon} onClick={() => run(board, ids)} />
        ))}
      </span>
    </div>
  );
}

function Colors({ ids }: { readonly ids: readonly string[] }) {
  const board = useBoard();
  return (
    <fieldset className="inspector-colors" aria-label="Colour">
      {ELEMENT_COLORS.map((color) => (
        <button
          key={color}
          type="button"
          className="swatch"
          data-color={color}
          aria-label={color}
          title={color}
          onClick={() => recolorElements(board.document, ids, color)}
        />
      ))}
    </fieldset>
  );
}

function ActionButton(props: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip content={props.label}>
      <IconButton
        variant="ghost"
        color="gray"
        className="tool-button"
        aria-label={props.label}
        onClick={props.onClick}
      >
        {props.icon}
      </IconButton>
    </Tooltip>
  );
}
