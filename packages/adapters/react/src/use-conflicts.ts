import type { DocumentConflict, RefusedOperation } from '@statehouse/sync';
import { useCallback, useMemo } from 'react';
import { shallowEqual } from './equality.ts';
import { type KeptReading, readingOf } from './kept-reading.ts';
import { useSelected } from './use-selected.ts';

/** What conflicts ask of a document. */
export interface ConflictedDocument {
  readonly conflicts: readonly DocumentConflict[];
  readonly refused: readonly RefusedOperation[];
  subscribeStatus(changed: () => void): () => void;
  dismissConflict(key: string): void;
  dismissRefused(sequence: number, client?: string): void;
}

/** Own work that came to nothing, until it is dismissed. */
export interface Setbacks {
  /** What met the work of others and lost something. */
  readonly conflicts: readonly DocumentConflict[];
  /** What the log refused. */
  readonly refused: readonly RefusedOperation[];
}

export interface SetbacksView extends Setbacks {
  /** Takes one off the list. The same function as long as it is the same document. */
  readonly dismiss: (setback: DocumentConflict | RefusedOperation) => void;
}

const readings = new WeakMap<ConflictedDocument, KeptReading<Setbacks>>();

/** Own work that came to nothing, in whole or in part, kept up to date. */
export function useConflicts(document: ConflictedDocument): SetbacksView {
  const reading = readingOf(readings, document, () => ({
    build: () => ({ conflicts: document.conflicts, refused: document.refused }),
    listen: (changed) => document.subscribeStatus(changed),
    keep: (before, now) => (shallowEqual(before, now) ? before : now),
  }));
  const setbacks = useSelected(reading, all, Object.is);
  const dismiss = useCallback<SetbacksView['dismiss']>(
    (setback) => {
      if ('key' in setback) document.dismissConflict(setback.key);
      else document.dismissRefused(setback.sequence, setback.client);
    },
    [document],
  );
  return useMemo(() => ({ ...setbacks, dismiss }), [setbacks, dismiss]);
}

function all(setbacks: Setbacks): Setbacks {
  return setbacks;
}
