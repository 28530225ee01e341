import { expect, test } from 'vitest';
import { show } from './testing/screen.ts';
import { tasksDatabase } from './testing/tasks.ts';
import { useTransact } from './use-transact.ts';

test('transacts, answers like the document, and stays the same function', () => {
  const database = tasksDatabase();
  const seen = new Set<unknown>();
  function Add() {
    const transact = useTransact(database);
    seen.add(transact);
    const add = () => {
      const { value: id } = transact((tx) => tx.tasks.insert({ title: 'Milk' }), { undoable: false });
      expect(database.snapshot.table('tasks').get(id)?.title.toString()).toBe('Milk');
    };
    return <button type="button" onClick={add} />;
  }
  const screen = show(<Add />);
  screen.render(<Add />);
  screen.find('button').click();
  expect(database.snapshot.table('tasks').size).toBe(1);
  expect(database.canUndo).toBe(false);
  expect(seen.size).toBe(1);
});
