import { Button, IconButton, Tooltip } from '@radix-ui/themes';
import { Maximize, Minus, Plus } from 'lucide-react';
import { zoomedAt } from '../plane/camera.ts';
import { useBoard } from './board-parts.ts';
import { useCell } from './use-cell.ts';

/** How near the board is, and the way to all of it. */
export function ZoomControls() {
  const board = useBoard();
  const { zoom } = useCell(board.camera);
  const by = (factor: number) => {
    const { width, height } = board.screen.value;
    board.camera.set(zoomedAt(board.camera.value, { x: width / 2, y: height / 2 }, factor));
  };
  return (
    <div className="zoom" role="toolbar" aria-label="Zoom" data-control>
      <Tooltip content="Zoom out (−)">
        <IconButton
          variant="ghost"
          color="gray"
          className="tool-button"
          aria-label="Zoom out"
          onClick={() => by(0.8)}
        >
          <Minus size={16} />
        </IconButton>
      </Tooltip>
      <Button
        variant="ghost"
        color="gray"
        size="1"
        className="zoom-value"
        aria-label="Zoom to 100%"
        onClick={() => by(1 / zoom)}
      >
        {Math.round(zoom * 100)}%
      </Button>
      <Tooltip content="Zoom in (+)">
        <IconButton
          variant="ghost"
          color="gray"
          className="tool-button"
          aria-label="Zoom in"
          onClick={() => by(1.25)}
        >
          <Plus size={16} />
        </IconButton>
      </Tooltip>
      <Tooltip content="Show all (0)">
        <IconButton
          variant="ghost"
          color="gray"
          className="tool-button"
          aria-label="Show all"
          onClick={() => board.fit()}
        >
          <Maximize size={16} />
        </IconButton>
      </Tooltip>
    </div>
  );
}
