import type { SyncedDocument } from '@statehouse/sync';
import { StrictMode } from 'react';
import { expect, test } from 'vitest';
import { show } from './testing/screen.ts';
import { addTask } from './testing/task-edits.ts';
import type { TasksSchema } from './testing/tasks.ts';
import { World } from './testing/world.ts';
import { useConflicts } from './use-conflicts.ts';
import { useEntity } from './use-entity.ts';
import { usePresence } from './use-presence.ts';
import { useQuery } from './use-query.ts';
import { useSyncStatus } from './use-sync-status.ts';
import { useText } from './use-text.ts';
import { useUndo } from './use-undo.ts';

/** The document with every way to listen counted. */
function counted(document: SyncedDocument<TasksSchema>) {
  const listening = { all: 0, entity: 0, status: 0, presence: 0 };
  const counting =
    <About extends readonly unknown[]>(
      what: keyof typeof listening,
      listen: (...about: About) => () => void,
    ) =>
    (...about: About) => {
      listening[what] += 1;
      const stop = listen(...about);
      return () => {
        listening[what] -= 1;
        stop();
      };
    };
  const listened = Object.defineProperties(document, {
    subscribe: { value: counting('all', document.subscribe.bind(document)) },
    subscribeTo: { value: counting('entity', document.subscribeTo) },
    subscribeStatus: { value: counting('status', document.subscribeStatus.bind(document)) },
    presence: {
      value: { ...document.presence, subscribe: counting('presence', document.presence.subscribe) },
    },
  });
  return { listened, listening };
}

test('all hooks at once, in strict mode: what they listen to, and that they stop', async () => {
  const world = new World();
  world.server.play([addTask('t', 1)]);
  const { listened: document, listening } = counted(await world.open());
  function Everything() {
    useQuery(document, (snapshot) => snapshot.table('tasks').size);
    useEntity(document, 'tasks', 't');
    useText(document, 'tasks', 't', 'title');
    usePresence(document);
    useSyncStatus(document);
    useConflicts(document);
    useUndo(document);
    return null;
  }
  const both = (
    <StrictMode>
      <Everything />
      <Everything />
    </StrictMode>
  );
  const screen = show(both);
  // Queries and entities listen for themselves; presence, conflicts and undo share a reading each.
  expect(listening).toEqual({ all: 2 + 1 + 1, entity: 4, status: 2 + 1, presence: 1 });
  screen.render(null);
  expect(listening).toEqual({ all: 0, entity: 0, status: 0, presence: 0 });
  screen.render(both);
  screen.render(null);
  expect(listening).toEqual({ all: 0, entity: 0, status: 0, presence: 0 });
});
