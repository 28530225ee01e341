import { type Box, middleOf, type Point, unionOf } from '../plane/geometry.ts';
import type { Board } from '../window/board.ts';
import { draftsOf } from './draft-elements.ts';
import { type ElementDraft, insertElements, shifted } from './insert-elements.ts';

/** How far beside the originals copies lie, in board units. */
const BESIDE = 24;

/** Copies what is selected, a little beside itself, and selects the copies. */
export function duplicateSelected(board: Board): void {
  const drafts = draftsOf(board.document.snapshot, board.selected);
  if (drafts.length === 0) return;
  board.select(insertElements(board.document, 'duplicate', shifted(drafts, { x: BESIDE, y: BESIDE })));
}

/** Inserts drafts with their common middle at a point of the board, and selects them. */
export function pasteDrafts(board: Board, drafts: readonly ElementDraft[], at: Point): void {
  const box = boxOf(drafts);
  if (box === undefined) return;
  const middle = middleOf(box);
  const moved = shifted(drafts, { x: at.x - middle.x, y: at.y - middle.y });
  board.select(insertElements(board.document, 'paste', moved));
}

function boxOf(drafts: readonly ElementDraft[]): Box | undefined {
  return unionOf(drafts.map(({ placement }) => placement));
}
