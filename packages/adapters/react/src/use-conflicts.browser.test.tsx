import { expect, test } from 'vitest';
import { show } from './testing/screen.ts';
import { addTask } from './testing/task-edits.ts';
import { World } from './testing/world.ts';
import { type ConflictedDocument, type SetbacksView, useConflicts } from './use-conflicts.ts';

test('lists what was refused and what met the work of others, until it is dismissed', async () => {
  const world = new World();
  world.server.play([addTask('t', 1)]);
  const document = await world.open();
  const seen: SetbacksView[] = [];
  function Setbacks() {
    const setbacks = useConflicts(document);
    seen.push(setbacks);
    return `${setbacks.conflicts.length} ${setbacks.refused.map(({ code }) => code).join()}`;
  }
  const screen = show(<Setbacks />);
  world.server.play([{ kind: 'delete', table: 'tasks', id: 't' }]);
  document.transact((tx) => tx.tasks.modify('t', { color: 'red' }));
  await world.pass();
  expect(screen.text).toBe('1 ');
  world.server.refuses = 'server/forbidden';
  document.transact((tx) => tx.tasks.insert({ title: 'Not yours' }));
  await world.pass();
  expect(screen.text).toBe('1 server/forbidden');
  expect(seen).toHaveLength(3);

  const [conflict] = seen.at(-1)?.conflicts ?? [];
  const [refused] = seen.at(-1)?.refused ?? [];
  if (conflict !== undefined) seen.at(-1)?.dismiss(conflict);
  await world.pass();
  expect(screen.text).toBe('0 server/forbidden');
  if (refused !== undefined) seen.at(-1)?.dismiss(refused);
  await world.pass();
  expect(screen.text).toBe('0 ');
  expect(new Set(seen.map(({ dismiss }) => dismiss)).size).toBe(1);
});

test("what a closed tab had refused is dismissed under that tab's name", () => {
  const operation = { edits: [] };
  const refusal = { sequence: 1, code: 'server/forbidden', message: 'Not allowed.', operation, timeMs: 0 };
  const [own, adopted] = [refusal, { ...refusal, client: 'a closed tab' }];
  const dismissed: unknown[] = [];
  const document: ConflictedDocument = {
    conflicts: [],
    refused: [own, adopted],
    subscribeStatus: () => () => {},
    dismissConflict: () => {},
    dismissRefused: (...about) => dismissed.push(about),
  };
  function Dismissing() {
    const { refused, dismiss } = useConflicts(document);
    return <button type="button" onClick={() => refused.forEach(dismiss)} />;
  }
  show(<Dismissing />)
    .find('button')
    .click();
  expect(dismissed).toEqual([
    [1, undefined],
    [1, 'a closed tab'],
  ]);
});
