import type { DocumentConflict } from '@statehouse/sync';
import type { ConflictDescription, RoomConflicts } from '../../../connection/conflict-view.ts';
import type { Board } from '../view/board.ts';

/** The board's conflicts in its own words, with the ways to take one's work back. */
export function boardConflicts(board: Board): RoomConflicts {
  return { describe: (conflict) => describe(board, conflict) };
}

function describe(_board: Board, _conflict: DocumentConflict): ConflictDescription | undefined {
  return undefined;
}
