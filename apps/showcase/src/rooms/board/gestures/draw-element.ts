import { draftOf, insertElements } from '../actions/insert-elements.ts';
import {
  type Box,
  boxBetween,
  IDENTITY,
  type Point,
  placementIn,
  poseFromPlacement,
} from '../plane/geometry.ts';
import { type ElementKind, SMALLEST_SIDE, USUAL_COLOR, USUAL_SIZE } from '../scene/element.ts';
import type { Board } from '../window/board.ts';
import type { Gesture, PointerSample } from './gesture.ts';

/**
 * Makes an element: as large as it is dragged, or of the usual size about the point that was clicked. It lies in the
 * frame in which it was begun. Shift makes it square.
 */
export function drawElement(board: Board, start: Point, kind: Exclude<ElementKind, 'image'>): Gesture {
  const boxTo = ({ board: at, shift }: PointerSample) => {
    if (!shift) return boxBetween(start, at);
    const side = Math.max(Math.abs(at.x - start.x), Math.abs(at.y - start.y));
    return boxBetween(start, {
      x: start.x + Math.sign(at.x - start.x) * side,
      y: start.y + Math.sign(at.y - start.y) * side,
    });
  };
  return {
    move: (pointer) => board.marquee.set(boxTo(pointer)),
    end(pointer) {
      board.marquee.set(undefined);
      board.tool.set('select');
      const box = boxTo(pointer);
      if (box.width >= SMALLEST_SIDE && box.height >= SMALLEST_SIDE) makeElement(board, kind, box, start);
      else makeElementAt(board, kind, start);
    },
    cancel: () => board.marquee.set(undefined),
  };
}

/** Makes an element of the usual size about a point of the board. */
export function makeElementAt(board: Board, kind: Exclude<ElementKind, 'image'>, { x, y }: Point): string {
  const { width, height } = USUAL_SIZE[kind];
  return makeElement(board, kind, { x: x - width / 2, y: y - height / 2, width, height }, { x, y });
}

function makeElement(board: Board, kind: Exclude<ElementKind, 'image'>, box: Box, begun: Point): string {
  const parent =
    kind === 'frame' ? undefined : board.scene.at(begun).find(({ element }) => element.kind === 'frame');
  const outer = parent?.pose ?? IDENTITY;
  const placement =
    parent === undefined
      ? { ...box, rotation: 0 }
      : {
          ...placementIn(outer, poseFromPlacement({ ...box, rotation: 0 }), box.width, box.height),
          rotation: 0,
        };
  const draft = draftOf(kind, placement, USUAL_COLOR[kind], kind === 'frame' ? 'Frame' : '');
  const [id = ''] = insertElements(board.document, 'create', [draft], parent?.id ?? null);
  board.select([id]);
  if (kind === 'note' || kind === 'text') board.edit(id);
  return id;
}
