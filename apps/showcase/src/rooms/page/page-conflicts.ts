import type { SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../../schema.ts';
import type { RoomConflicts } from '../../connection/conflict-view.ts';
import { describeConflict } from '../../connection/conflict-words.ts';

/** The page's conflicts in its own words; a line that somebody deleted can be put back with what was written. */
export function pageConflicts(document: SyncedDocument<ShowcaseSchema>): RoomConflicts {
  return {
    describe(item) {
      const { conflict } = item;
      const words = describeConflict(item, conflict.table === 'tasks' ? 'the line' : 'the text');
      const isGone = conflict.table === 'tasks' && !document.snapshot.table('tasks').has(conflict.id);
      if (!isGone) return words;
      return {
        ...words,
        take: () => void document.transact((tx) => tx.tasks.insert({ title: words.mine.trim() })),
      };
    },
  };
}
