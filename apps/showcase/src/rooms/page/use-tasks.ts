import type { Snapshot } from '@statehouse/db';
import { useQuery } from '@statehouse/react';
import type { PeerView, SyncedDocument } from '@statehouse/sync';
import { useMemo, useRef } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { personOf } from '../../people/person-of.ts';
import type { PresenceHook } from '../../people/use-presence.ts';
import type { SharedText } from '../../text/shared-text.ts';
import { taskTitle } from '../../text/text-of-document.ts';
import type { TaskActions, TaskView } from './task-view.ts';

const taskTable = (snapshot: Snapshot<ShowcaseSchema>) => snapshot.table('tasks').all();
const taskOrder = (snapshot: Snapshot<ShowcaseSchema>) => snapshot.children('tasks');

/** The lines of the list in order, as they are shown. */
export function useTasks(
  document: SyncedDocument<ShowcaseSchema>,
  pending: ReadonlySet<string>,
  peers: readonly PeerView[],
): readonly TaskView[] {
  const rows = useQuery(document, taskTable);
  const order = useQuery(document, taskOrder);
  const titles = useTitles(document);
  return useMemo(() => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    return order.flatMap((id) => {
      const row = byId.get(id);
      if (row === undefined) return [];
      return {
        id,
        title: titles(id),
        titleText: row.title.toString(),
        done: row.done,
        isPending: pending.has(id),
        people: peers.filter(({ selection }) => selection?.id === id).map(personOf),
      };
    });
  }, [rows, order, titles, pending, peers]);
}

/** One shared text for each line, the same as long as the document is. */
function useTitles(document: SyncedDocument<ShowcaseSchema>): (id: string) => SharedText {
  const cache = useRef(new Map<string, SharedText>());
  return useMemo(() => {
    cache.current = new Map();
    return (id) => {
      const known = cache.current.get(id) ?? taskTitle(document, id);
      cache.current.set(id, known);
      return known;
    };
  }, [document]);
}

/** What a person can do to the list, as transactions. */
export function useTaskActions(
  document: SyncedDocument<ShowcaseSchema>,
  show: PresenceHook['show'],
): TaskActions {
  return useMemo(
    () => ({
      add: (title, behind) =>
        document.transact((tx) => tx.tasks.insert({ title }, behind === undefined ? {} : { after: behind }))
          .value,
      toggle: (id, done) => void document.transact((tx) => tx.tasks.modify(id, { done })),
      move: (id, toIndex) =>
        void document.transact((tx) => {
          const others = tx.tasks.children().filter((other) => other !== id);
          if (!tx.tasks.has(id) || toIndex < 0 || toIndex > others.length) return;
          tx.tasks.move(id, { after: others[toIndex - 1] ?? null });
        }),
      remove: (id) =>
        void document.transact((tx) => {
          if (tx.tasks.has(id)) tx.tasks.delete(id);
        }),
      select: (id, selection) => {
        const title = document.snapshot.table('tasks').get(id)?.title;
        if (selection === undefined || title === undefined) show(undefined);
        else show({ table: 'tasks', id, field: 'title', incarnation: title.incarnation, ...selection });
      },
      undo: () => void document.undo(),
      redo: () => void document.redo(),
    }),
    [document, show],
  );
}
