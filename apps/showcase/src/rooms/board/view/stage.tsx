import { type CSSProperties, useEffect, useRef } from 'react';
import { useHouse } from '../../../house/house.tsx';
import { useBoardParts } from './board-parts.ts';
import { ConflictMarkers } from './conflict-markers.tsx';
import { ElementList } from './element-view.tsx';
import { PeopleLayer } from './people-layer.tsx';
import { SelectionLayer } from './selection-layer.tsx';
import { useBoardKeys } from './use-board-keys.ts';
import { useCell } from './use-cell.ts';
import { useClipboard } from './use-clipboard.ts';
import { usePointers } from './use-pointers.ts';
import { useRendering } from './use-rendering.ts';
import { TOP } from './visible-elements.ts';

const HELP =
  'N makes a sticky note, R a rectangle, F a frame, T a text. Comma and full stop go from element to element, arrows move, Enter writes. Question mark shows all keys.';

/** The board itself: what lies on it, what is selected, and who points where. */
export function Stage() {
  const parts = useBoardParts();
  const { board } = parts;
  const { appearance } = useHouse();
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLDivElement>(null);
  usePointers(stage, parts);
  useRendering({ stage, canvas, world, overlay }, parts, appearance);
  const onKeyDown = useBoardKeys(stage, parts);
  useClipboard(stage, parts);
  useEffect(() => {
    // Keys work at once; where the focus is need not be shown to who did not move it.
    if (stage.current !== null) stage.current.dataset.quiet = 'true';
    stage.current?.focus({ preventScroll: true });
  }, []);
  const tool = useCell(board.tool);
  return (
    <div
      ref={stage}
      className="stage"
      role="application"
      aria-label="Board"
      aria-describedby="board-help"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a board is worked on from the keyboard
      tabIndex={0}
      data-tool={tool}
      data-testid="stage"
      onKeyDown={onKeyDown}
    >
      <p id="board-help" className="visually-hidden">
        {HELP}
      </p>
      <canvas ref={canvas} className="stage-canvas" />
      <div ref={world} className="stage-world">
        <ElementList parent={TOP} />
      </div>
      <div ref={overlay} className="stage-overlay" style={UNZOOMED}>
        <SelectionLayer />
        <PeopleLayer />
        <ConflictMarkers />
      </div>
    </div>
  );
}

/** Things that keep their size on the screen are scaled by this. */
const UNZOOMED: CSSProperties & Record<'--unzoom', number> = { '--unzoom': 1 };
