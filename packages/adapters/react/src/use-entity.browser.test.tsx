import type { RowOf } from '@statehouse/db';
import { StrictMode } from 'react';
import { expect, expectTypeOf, test } from 'vitest';
import { listened } from './testing/listened.ts';
import { show } from './testing/screen.ts';
import { type TasksSchema, tasksDatabase } from './testing/tasks.ts';
import { turn } from './testing/turn.ts';
import { useEntity } from './use-entity.ts';

test('a row is typed by the schema', () => {
  const database = tasksDatabase();
  const row = () => useEntity(database, 'tasks', 't0');
  expectTypeOf(row).returns.toEqualTypeOf<RowOf<TasksSchema, 'tasks'> | undefined>();
  // @ts-expect-error there is no such table
  const wrong = () => useEntity(database, 'chores', 't0');
  expect(wrong).toBeDefined();
});

test('renders when its entity changes, comes or goes, and for nothing else', async () => {
  const database = tasksDatabase(2);
  let renders = 0;
  function Votes({ id }: { readonly id?: string | null }) {
    renders += 1;
    return String(useEntity(database, 'tasks', id)?.votes);
  }
  const screen = show(<Votes id="new" />);
  expect(screen.text).toBe('undefined');
  database.transact((tx) => tx.tasks.increment('t0', 'votes'));
  await turn();
  expect(renders).toBe(1);
  database.transact((tx) => tx.tasks.insert({ id: 'new', title: 'New' }));
  await turn();
  expect([screen.text, renders]).toEqual(['0', 2]);
  database.undo();
  await turn();
  expect([screen.text, renders]).toEqual(['undefined', 3]);
});

test('the id may change, be null and be undefined', async () => {
  const database = tasksDatabase(2);
  let renders = 0;
  function Title({ id }: { readonly id?: string | null | undefined }) {
    renders += 1;
    return useEntity(database, 'tasks', id)?.title.toString() ?? 'none';
  }
  const screen = show(<Title id="t0" />);
  const seen = [screen.text];
  for (const id of ['t1', null, undefined]) {
    screen.render(<Title id={id} />);
    seen.push(screen.text);
  }
  expect(seen).toEqual(['Task 0', 'Task 1', 'none', 'none']);
  const before = renders;
  database.transact((tx) => tx.tasks.increment('t0', 'votes'));
  database.transact((tx) => tx.tasks.increment('t1', 'votes'));
  await turn();
  expect(renders).toBe(before);
});

test('after the id has changed, it hears of the new entity', async () => {
  const database = tasksDatabase(2);
  function Votes({ id }: { readonly id: string }) {
    return String(useEntity(database, 'tasks', id)?.votes);
  }
  const screen = show(<Votes id="t0" />);
  screen.render(<Votes id="t1" />);
  database.transact((tx) => tx.tasks.increment('t1', 'votes'));
  await turn();
  expect(screen.text).toBe('1');
});

test('leaves no listener behind, in strict mode neither', () => {
  const { document, seen } = listened(tasksDatabase(2));
  function Row({ id }: { readonly id: string }) {
    return useEntity(document, 'tasks', id)?.title.toString();
  }
  const screen = show(
    <StrictMode>
      <Row id="t0" />
    </StrictMode>,
  );
  expect(seen.listening).toBe(1);
  screen.render(
    <StrictMode>
      <Row id="t1" />
    </StrictMode>,
  );
  expect(seen.listening).toBe(1);
  screen.render(null);
  expect(seen.listening).toBe(0);
});
