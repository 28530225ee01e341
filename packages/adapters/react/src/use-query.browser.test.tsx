import type { Snapshot } from '@statehouse/db';
import { StrictMode, useState } from 'react';
import { expect, test } from 'vitest';
import { shallowEqual } from './equality.ts';
import { listened } from './testing/listened.ts';
import { show } from './testing/screen.ts';
import { type TasksSchema, tasksDatabase } from './testing/tasks.ts';
import { turn } from './testing/turn.ts';
import { useQuery } from './use-query.ts';

const openIds = (snapshot: Snapshot<TasksSchema>) =>
  snapshot
    .table('tasks')
    .all()
    .filter(({ done }) => !done)
    .map(({ id }) => id);

test('shows what it selects, and renders only when the answer changes', async () => {
  const database = tasksDatabase(3);
  let renders = 0;
  function Order() {
    renders += 1;
    return useQuery(database, (snapshot) => snapshot.children('tasks')).join();
  }
  const screen = show(<Order />);
  expect(screen.text).toBe('t0,t1,t2');
  database.transact((tx) => tx.tasks.modify('t1', { done: true }));
  await turn();
  expect(renders).toBe(1);
  database.transact((tx) => tx.tasks.move('t2', { before: 't0' }));
  await turn();
  expect(screen.text).toBe('t2,t0,t1');
  expect(renders).toBe(2);
});

test('an inline selector that builds its answer anew renders once for each other answer', async () => {
  const database = tasksDatabase(3);
  let renders = 0;
  function Open() {
    renders += 1;
    return useQuery(database, (snapshot) => [...openIds(snapshot)], shallowEqual).join();
  }
  const screen = show(<Open />);
  for (let votes = 0; votes < 10; votes += 1) {
    database.transact((tx) => tx.tasks.increment('t0', 'votes'));
    await turn();
  }
  expect(renders).toBe(1);
  database.transact((tx) => tx.tasks.modify('t1', { done: true }));
  await turn();
  expect(screen.text).toBe('t0,t2');
  expect(renders).toBe(2);
  screen.render(<Open />);
  await turn();
  expect(renders).toBe(3);
});

test('an inline selector without an equality renders once for each change, and does not loop', async () => {
  const database = tasksDatabase(3);
  let renders = 0;
  function Open() {
    renders += 1;
    return useQuery(database, (snapshot) => [...openIds(snapshot)]).join();
  }
  show(<Open />);
  database.transact((tx) => tx.tasks.increment('t0', 'votes'));
  await turn();
  await turn();
  expect(renders).toBe(2);
});

test('an answer that equals the one on the screen is the one on the screen, over renders too', () => {
  const database = tasksDatabase(3);
  const answers = new Set<unknown>();
  function Open({ also }: { readonly also: string }) {
    const open = useQuery(database, (snapshot) => [...openIds(snapshot), ...also.slice(1)], shallowEqual);
    answers.add(open);
    return open.join();
  }
  const screen = show(<Open also="1" />);
  screen.render(<Open also="2" />);
  screen.render(<Open also="3" />);
  expect(answers.size).toBe(1);
  screen.render(<Open also="3x" />);
  expect(answers.size).toBe(2);
  expect(screen.text).toBe('t0,t1,t2,x');
});

test('a selector that looks at props sees the present ones', () => {
  const database = tasksDatabase(3);
  function Title({ id }: { readonly id: string }) {
    return useQuery(database, (snapshot) => snapshot.table('tasks').get(id)?.title.toString());
  }
  const screen = show(<Title id="t0" />);
  screen.render(<Title id="t2" />);
  expect(screen.text).toBe('Task 2');
});

test('other selectors do not subscribe again, another document does, and nothing is left behind', () => {
  const one = listened(tasksDatabase(1));
  const two = listened(tasksDatabase(2));
  function Count({ document }: { readonly document: typeof one.document }) {
    return String(useQuery(document, (snapshot) => snapshot.table('tasks').size));
  }
  const screen = show(<Count document={one.document} />);
  for (let renders = 0; renders < 5; renders += 1) screen.render(<Count document={one.document} />);
  expect(one.seen).toEqual({ subscriptions: 1, listening: 1 });
  screen.render(<Count document={two.document} />);
  expect(screen.text).toBe('2');
  expect([one.seen.listening, two.seen.listening]).toEqual([0, 1]);
  screen.render(null);
  expect(two.seen.listening).toBe(0);
});

test('what changes between rendering and mounting is seen', () => {
  const database = tasksDatabase(1);
  function Count() {
    const count = useQuery(database, (snapshot) => snapshot.table('tasks').size);
    useState(() => database.transact((tx) => tx.tasks.insert({ title: 'While rendering' })));
    return String(count);
  }
  expect(show(<Count />).text).toBe('2');
});

test('strict mode shows the same', async () => {
  const { database, document, seen } = listened(tasksDatabase(2));
  function Count() {
    return String(useQuery(document, (snapshot) => snapshot.table('tasks').size));
  }
  const screen = show(
    <StrictMode>
      <Count />
    </StrictMode>,
  );
  database.transact((tx) => tx.tasks.delete('t0'));
  await turn();
  expect(screen.text).toBe('1');
  screen.render(null);
  expect(seen.listening).toBe(0);
});
