import { from } from '@statehouse/db/query';
import { StrictMode } from 'react';
import { expect, test } from 'vitest';
import { listened } from './testing/listened.ts';
import { show } from './testing/screen.ts';
import { tasksDatabase, tasksSchema } from './testing/tasks.ts';
import { turn } from './testing/turn.ts';
import { useLiveQuery } from './use-live-query.ts';

const tasks = from(tasksSchema, 'tasks');

test('shows what a query answers, and renders only when the answer changes', async () => {
  const database = tasksDatabase(5);
  let renders = 0;
  function Open() {
    renders += 1;
    const open = useLiveQuery(
      database,
      tasks.where('done', '=', false).orderBy('votes', 'descending').limit(2),
    );
    return open.map(({ id }) => id).join();
  }
  const screen = show(<Open />);
  expect(screen.text).toBe('t0,t1');
  database.transact((tx) => tx.tasks.modify('t4', { color: 'red' }));
  await turn();
  expect(renders).toBe(1);
  database.transact((tx) => tx.tasks.increment('t4', 'votes'));
  await turn();
  expect(screen.text).toBe('t4,t0');
  expect(renders).toBe(2);
});

test('a query that asks something else is answered at once', () => {
  const database = tasksDatabase(3);
  const Named = ({ id }: { readonly id: string }) =>
    useLiveQuery(database, tasks.where('id', '=', id)).map((row) => row.title.toString());
  const screen = show(<Named id="t0" />);
  expect(screen.text).toBe('Task 0');
  screen.render(<Named id="t2" />);
  expect(screen.text).toBe('Task 2');
});

test('each of many components hears of its own rows only', async () => {
  const database = tasksDatabase(100);
  const renders = new Map<string, number>();
  function Row({ id }: { readonly id: string }) {
    renders.set(id, (renders.get(id) ?? 0) + 1);
    return useLiveQuery(database, tasks.where('id', '=', id).sum('votes'));
  }
  show(database.snapshot.children('tasks').map((id) => <Row key={id} id={id} />));
  database.transact((tx) => tx.tasks.increment('t7', 'votes'));
  await turn();
  expect([...renders].filter(([, count]) => count > 1)).toEqual([['t7', 2]]);
});

test('follows another document when it is given one, and lets go of both in the end', () => {
  const [first, second] = [listened(tasksDatabase(1)), listened(tasksDatabase(2))];
  const Count = ({ of }: { readonly of: typeof first }) => useLiveQuery(of.document, tasks.count());
  const screen = show(
    <StrictMode>
      <Count of={first} />
    </StrictMode>,
  );
  expect(screen.text).toBe('1');
  screen.render(
    <StrictMode>
      <Count of={second} />
    </StrictMode>,
  );
  expect(screen.text).toBe('2');
  expect(first.seen.listening).toBe(0);
  screen.render(null);
  expect(second.seen.listening).toBe(0);
});
