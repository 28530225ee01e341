import { createDatabase } from '@statehouse/db';
import { seededRandom } from '@statehouse/kernel/testing';
import type { DocumentConflict } from '@statehouse/sync';
import { expect, test } from 'vitest';
import { schema } from '../../../schema.ts';
import { pageConflicts } from './page-conflicts.ts';

function page() {
  const database = createDatabase({ schema, random: seededRandom(1) });
  database.transact((tx) => tx.tasks.insert({ id: 'beans', title: 'Water the beans', done: false }));
  return database;
}

type Page = ReturnType<typeof page>;

const wordsFor = (database: Page, item: DocumentConflict) => pageConflicts(database).describe?.(item, [item]);

const conflict = (what: DocumentConflict['conflict']): DocumentConflict => ({
  key: 'one',
  version: 1,
  timeMs: 1,
  conflict: what,
});

test('a tick that somebody took away is told with the line’s name, and can be taken back', () => {
  const database = page();
  const item = conflict({
    kind: 'overwritten',
    table: 'tasks',
    id: 'beans',
    field: 'done',
    lost: true,
    won: false,
  });
  const words = wordsFor(database, item);
  expect(words).toMatchObject({ mine: 'ticked', theirs: 'not ticked' });
  expect(words?.reason).toContain('the line “Water the beans”');
  words?.take?.();
  expect(database.snapshot.table('tasks').get('beans')?.done).toBe(true);
});

test('a line that somebody deleted comes back as it was, and where it was', () => {
  const database = page();
  const position = database.snapshot.table('tasks').get('beans')?.position ?? '';
  database.transact((tx) => tx.tasks.insert({ id: 'compost', title: 'Turn the compost', done: false }));
  database.transact((tx) => tx.tasks.delete('beans'));
  const lost = { fields: { title: 'Water the beans', done: true }, place: { parent: null, position } };
  const words = wordsFor(database, conflict({ kind: 'deleted', table: 'tasks', id: 'beans', lost }));
  expect(words?.mine).toBe('Water the beans');
  words?.take?.();
  const line = database.snapshot.table('tasks').get('beans');
  expect([line?.title.toString(), line?.done]).toEqual(['Water the beans', true]);
  expect(database.snapshot.children('tasks')).toEqual(['beans', 'compost']);
});

test('of a line that was gone before, what was written into it comes back', () => {
  const database = page();
  database.transact((tx) => tx.tasks.delete('beans'));
  const lost = { title: { kind: 'text', incarnation: 'c:1', delta: [4, ' tonight'] } };
  wordsFor(database, conflict({ kind: 'entity-missing', table: 'tasks', id: 'beans', lost }))?.take?.();
  expect(database.snapshot.table('tasks').get('beans')?.title.toString()).toBe('tonight');
});

test('a line that somebody else has moved away can be moved back', () => {
  const database = page();
  database.transact((tx) => tx.tasks.insert({ id: 'compost', title: 'Turn the compost', done: false }));
  const lost = { parent: null, position: database.snapshot.table('tasks').get('beans')?.position ?? '' };
  database.transact((tx) => tx.tasks.move('beans', { after: 'compost' }));
  const item = conflict({ kind: 'overwritten', table: 'tasks', id: 'beans', place: true, lost, won: {} });
  wordsFor(database, item)?.take?.();
  expect(database.snapshot.children('tasks')).toEqual(['beans', 'compost']);
});

test('what has no way back offers none', () => {
  const text = conflict({ kind: 'text-replaced', table: 'notes', id: 'note', lost: 'hello' });
  expect(wordsFor(page(), text)).toMatchObject({ mine: 'hello' });
  expect(wordsFor(page(), text)?.take).toBeUndefined();
});
