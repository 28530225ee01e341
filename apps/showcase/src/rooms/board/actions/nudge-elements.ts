import type { Point } from '../plane/geometry.ts';
import { resized } from '../plane/resizing.ts';
import { placementOf, SMALLEST_SIDE } from '../scene/element.ts';
import { placementAfter } from '../scene/placement-after.ts';
import type { Board } from '../window/board.ts';
import { placeElements } from './place-elements.ts';

/** Moves what is selected by a little. */
export function nudgeSelected(board: Board, by: Point): void {
  placeElements(
    board.document,
    'move',
    board.selected.map((node) => ({
      id: node.id,
      parent: node.element.parent,
      placement: placementAfter(node, by),
    })),
  );
}

/** Makes each of what is selected larger or smaller, its top left corner where it is. */
export function growSelected(board: Board, by: Point): void {
  placeElements(
    board.document,
    'resize',
    board.selected.map(({ id, element }) => ({
      id,
      parent: element.parent,
      placement: resized(placementOf(element), { across: 1, down: 1 }, by, {
        keepsRatio: element.kind === 'image',
        smallest: SMALLEST_SIDE,
      }),
    })),
  );
}
