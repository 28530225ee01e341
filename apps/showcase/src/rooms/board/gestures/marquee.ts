import { type Box, boxBetween, encloses, overlaps, type Point } from '../plane/geometry.ts';
import type { Board } from '../window/board.ts';
import type { Gesture, PointerSample } from './gesture.ts';

/** Selects what a rubber band touches; frames only when they are wholly in it. Shift adds to what is selected. */
export function marqueeSelect(board: Board, start: Point): Gesture {
  const before = board.selection.value;
  return {
    move(pointer: PointerSample) {
      const box = boxBetween(start, pointer.board);
      board.marquee.set(box);
      board.select([...(pointer.shift ? before : []), ...idsIn(board, box)]);
    },
    end() {
      board.marquee.set(undefined);
    },
    cancel() {
      board.marquee.set(undefined);
      board.select(before);
    },
  };
}

function idsIn(board: Board, box: Box): string[] {
  return [...board.scene.within(box)]
    .filter(({ element, bounds }) =>
      element.kind === 'frame' ? encloses(box, bounds) : overlaps(box, bounds),
    )
    .map(({ id }) => id);
}
