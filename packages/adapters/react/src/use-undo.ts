import type { UndoResult } from '@statehouse/db';
import { useMemo } from 'react';
import { shallowEqual } from './equality.ts';
import { type KeptReading, readingOf } from './kept-reading.ts';
import { useSelected } from './use-selected.ts';

/** What undo asks of a document. */
export interface UndoableDocument {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): UndoResult;
  redo(): UndoResult;
  subscribe(changed: () => void): () => void;
}

/** This person's steps. The functions stay the same as long as it is the same document. */
export interface UndoView {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Takes back the last step, and says what came of it. */
  readonly undo: () => UndoResult;
  /** Takes back the last undo. */
  readonly redo: () => UndoResult;
}

type Flags = Pick<UndoView, 'canUndo' | 'canRedo'>;

const readings = new WeakMap<UndoableDocument, KeptReading<Flags>>();

/** Undo and redo of what this person did here. Renders when a button has to change, not at each step. */
export function useUndo(document: UndoableDocument): UndoView {
  const reading = readingOf(readings, document, () => ({
    build: () => ({ canUndo: document.canUndo, canRedo: document.canRedo }),
    listen: (changed) => document.subscribe(changed),
    keep: (before, now) => (shallowEqual(before, now) ? before : now),
  }));
  const flags = useSelected(reading, both, Object.is);
  const actions = useMemo(() => {
    // A step of which nothing could be taken back is gone without an event.
    const told = (turn: () => UndoResult) => (): UndoResult => {
      const result = turn();
      reading.changed();
      return result;
    };
    return { undo: told(() => document.undo()), redo: told(() => document.redo()) };
  }, [document, reading]);
  return useMemo(() => ({ ...flags, ...actions }), [flags, actions]);
}

function both(flags: Flags): Flags {
  return flags;
}
