import { memo } from 'react';
import { trip } from './trip.ts';

export function TaskList() {
  const ids = trip.useQuery((snapshot) => snapshot.children('tasks'));
  const transact = trip.useTransact();
  const { undo, redo, canUndo, canRedo } = trip.useUndo();
  const add = () => transact((tx) => tx.tasks.insert({ title: 'New task' }));
  return (
    <>
      <ul>
        {ids.map((id) => (
          <Task key={id} id={id} />
        ))}
      </ul>
      <button type="button" onClick={add}>
        Add
      </button>
      <button type="button" onClick={undo} disabled={!canUndo}>
        Undo
      </button>
      <button type="button" onClick={redo} disabled={!canRedo}>
        Redo
      </button>
    </>
  );
}

// `memo`, so that a list that renders because of one new task leaves the others alone.
const Task = memo(({ id }: { id: string }) => {
  const task = trip.useEntity('tasks', id);
  const title = trip.useText('tasks', id, 'title');
  const transact = trip.useTransact();
  if (task === undefined || title === undefined) return null;
  const toggle = () => transact((tx) => tx.tasks.modify(id, { done: !task.done }));
  return (
    <li>
      <input type="checkbox" checked={task.done} onChange={toggle} />
      <input value={title.value} onChange={(event) => title.replace(event.target.value)} />
    </li>
  );
});
