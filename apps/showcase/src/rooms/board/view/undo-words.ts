import type { SkipReason, UndoResult } from '@statehouse/db';

const WHY: Readonly<Record<SkipReason, string>> = {
  'changed-by-others': 'somebody has changed it since',
  'deleted-by-others': 'somebody has deleted it',
  'in-use-by-others': 'something else is in it by now',
  conflict: 'it no longer fits what is there',
};

/** Why an undo or redo did not do everything, in words; undefined if it did. */
export function undoWords(what: 'undo' | 'redo', { kind, skipped }: UndoResult): string | undefined {
  if (kind === 'undone') return undefined;
  const [first] = skipped;
  if (first === undefined) return `There is nothing of yours to ${what}.`;
  const start = kind === 'partly' ? `Could ${what} only a part of it` : `Could not ${what} it`;
  return `${start}: ${WHY[first.reason]}.`;
}
