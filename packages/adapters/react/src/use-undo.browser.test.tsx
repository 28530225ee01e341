import { expect, test } from 'vitest';
import { show } from './testing/screen.ts';
import { addTask } from './testing/task-edits.ts';
import { tasksDatabase } from './testing/tasks.ts';
import { turn } from './testing/turn.ts';
import { World } from './testing/world.ts';
import { type UndoableDocument, type UndoView, useUndo } from './use-undo.ts';

function buttonsUnderTest(document: UndoableDocument) {
  const seen: UndoView[] = [];
  function Buttons() {
    const undo = useUndo(document);
    seen.push(undo);
    return `${undo.canUndo ? 'undo' : '-'} ${undo.canRedo ? 'redo' : '-'}`;
  }
  return { seen, screen: show(<Buttons />) };
}

test('the flags follow what can be undone, and only they render', async () => {
  const database = tasksDatabase(1);
  const { seen, screen } = buttonsUnderTest(database);
  const texts = [screen.text];
  const steps = [
    () => database.transact((tx) => tx.tasks.modify('t0', { done: true })),
    () => database.transact((tx) => tx.tasks.modify('t0', { color: 'red' })),
    () => expect(seen[0]?.undo()).toEqual({ kind: 'undone', skipped: [] }),
    () => expect(seen[0]?.undo()).toEqual({ kind: 'undone', skipped: [] }),
    () => expect(seen[0]?.redo()).toEqual({ kind: 'undone', skipped: [] }),
  ];
  for (const step of steps) {
    step();
    await turn();
    texts.push(screen.text);
  }
  expect(texts).toEqual(['- -', 'undo -', 'undo -', 'undo redo', '- redo', 'undo redo']);
  expect(seen).toHaveLength(5);
  expect(new Set(seen.map(({ undo }) => undo)).size).toBe(1);
  expect(new Set(seen.map(({ redo }) => redo)).size).toBe(1);
});

test('a step of which nothing can be taken back is gone from the button too', async () => {
  const world = new World();
  world.server.play([addTask('t', 1)]);
  const document = await world.open();
  const { seen, screen } = buttonsUnderTest(document);
  document.transact((tx) => tx.tasks.modify('t', { color: 'red' }));
  await world.pass();
  world.server.play([
    { kind: 'modify', table: 'tasks', id: 't', changes: { color: { kind: 'set', value: 'blue' } } },
  ]);
  await world.pass();
  expect(screen.text).toBe('undo -');
  expect(seen[0]?.undo().kind).toBe('nothing');
  await turn();
  expect(screen.text).toBe('- -');
});
