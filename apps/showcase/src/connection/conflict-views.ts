import type { DocumentConflict, SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../schema.ts';
import type { ConflictView, RoomConflicts } from './conflict-view.ts';
import { describeConflict } from './conflict-words.ts';

/** The name by which a client was seen here, if it was. */
export type NameOf = (client: string) => string | undefined;

/** A document's conflicts as people see them: in the room's words, what is one to a person as one. */
export function conflictViews(
  document: Pick<SyncedDocument<ShowcaseSchema>, 'conflicts' | 'dismissConflict'>,
  words: RoomConflicts,
  nameOf: NameOf,
): ConflictView[] {
  const groups = Map.groupBy(document.conflicts, (item) => words.groupOf?.(item) ?? item.key);
  return [...groups.values()].flatMap((group) => {
    const item = group.at(-1);
    if (item === undefined) return [];
    return {
      ...(words.describe?.(item, group) ?? describeConflict(item, 'something')),
      key: item.key,
      kind: 'conflict',
      who: whoWon(item, nameOf),
      timeMs: knownTime(item.timeMs),
      retry: undefined,
      dismiss: () => {
        for (const { key } of group) document.dismissConflict(key);
      },
    };
  });
}

/** By name if this window has seen them here. */
function whoWon({ author, client }: DocumentConflict, nameOf: NameOf): string | undefined {
  const name = client === undefined ? undefined : nameOf(client);
  return name ?? (author === undefined ? undefined : 'somebody who has left');
}

/** The log says 0 where it does not know. */
export function knownTime(timeMs: number): number | undefined {
  return timeMs === 0 ? undefined : timeMs;
}
