import { IconButton, Tooltip } from '@radix-ui/themes';
import {
  Circle,
  Diamond,
  Frame,
  Hand,
  ImagePlus,
  MousePointer2,
  Square,
  StickyNote,
  Type,
} from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { addPictures } from '../pictures/add-pictures.ts';
import { middleOf } from '../plane/geometry.ts';
import type { Tool } from '../window/board.ts';
import { useBoard } from './board-parts.ts';
import { useCell } from './use-cell.ts';

interface ToolButton {
  readonly tool: Tool;
  readonly label: string;
  readonly letter: string;
  readonly icon: ReactNode;
}

const LOOKING: readonly ToolButton[] = [
  { tool: 'select', label: 'Select', letter: 'V', icon: <MousePointer2 size={18} /> },
  { tool: 'pan', label: 'Move the board', letter: 'H', icon: <Hand size={18} /> },
];

const MAKING: readonly ToolButton[] = [
  { tool: 'note', label: 'Sticky note', letter: 'N', icon: <StickyNote size={18} /> },
  { tool: 'text', label: 'Text', letter: 'T', icon: <Type size={18} /> },
  { tool: 'rectangle', label: 'Rectangle', letter: 'R', icon: <Square size={18} /> },
  { tool: 'ellipse', label: 'Ellipse', letter: 'O', icon: <Circle size={18} /> },
  { tool: 'diamond', label: 'Diamond', letter: 'D', icon: <Diamond size={18} /> },
  { tool: 'frame', label: 'Frame', letter: 'F', icon: <Frame size={18} /> },
];

/** What a press on the board does. */
export function Toolbar() {
  const board = useBoard();
  const buttons = board.isReadOnly ? LOOKING : [...LOOKING, ...MAKING];
  return (
    <div className="toolbar" role="toolbar" aria-label="Tools" aria-orientation="vertical" data-control>
      {buttons.map((button) => (
        <ToolIcon key={button.tool} {...button} />
      ))}
      {!board.isReadOnly && <PictureButton />}
    </div>
  );
}

function ToolIcon({ tool, label, letter, icon }: ToolButton) {
  const board = useBoard();
  const isChosen = useCell(board.tool) === tool;
  return (
    <Tooltip content={`${label} (${letter})`} side="right">
      <IconButton
        variant={isChosen ? 'solid' : 'ghost'}
        color={isChosen ? 'iris' : 'gray'}
        className="tool-button"
        aria-label={label}
        aria-pressed={isChosen}
        onClick={() => board.tool.set(tool)}
      >
        {icon}
      </IconButton>
    </Tooltip>
  );
}

function PictureButton() {
  const board = useBoard();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Tooltip content="Picture from a file" side="right">
        <IconButton
          variant="ghost"
          color="gray"
          className="tool-button"
          aria-label="Picture from a file"
          onClick={() => field.current?.click()}
        >
          <ImagePlus size={18} />
        </IconButton>
      </Tooltip>
      <input
        ref={field}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label="Picture files"
        onChange={(event) => {
          void addPictures(board, [...(event.target.files ?? [])], middleOf(board.view));
          event.target.value = '';
        }}
      />
    </>
  );
}
