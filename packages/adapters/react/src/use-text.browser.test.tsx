import { expect, test } from 'vitest';
import { show } from './testing/screen.ts';
import { tasksDatabase } from './testing/tasks.ts';
import { turn } from './testing/turn.ts';
import { type EditableText, useText } from './use-text.ts';

function titleUnderTest() {
  const database = tasksDatabase(2);
  const seen: (EditableText | undefined)[] = [];
  function Title({ id }: { readonly id: string | undefined }) {
    const title = useText(database, 'tasks', id, 'title');
    seen.push(title);
    return title?.value ?? 'none';
  }
  return { database, seen, screen: show(<Title id="t0" />), Title };
}

test('reads and edits a text, each edit a step of its own to undo', async () => {
  const { database, seen, screen } = titleUnderTest();
  const title = seen[0];
  title?.insert(0, 'First ');
  title?.delete(6, 5);
  title?.splice(0, 5, 'Second');
  await turn();
  expect(screen.text).toBe('Second 0');
  title?.replace('Second to none 0');
  await turn();
  expect(screen.text).toBe('Second to none 0');
  database.undo();
  await turn();
  expect(screen.text).toBe('Second 0');
});

test('renders for its text only, and the functions stay the same', async () => {
  const { database, seen } = titleUnderTest();
  database.transact((tx) => tx.tasks.modify('t0', { done: true, color: 'red' }));
  await turn();
  expect(seen).toHaveLength(1);
  seen[0]?.insert(0, 'My ');
  await turn();
  expect(seen).toHaveLength(2);
  const [before, after] = seen;
  expect(after?.value).toBe('My Task 0');
  for (const name of ['insert', 'delete', 'replace', 'splice'] as const)
    expect(after?.[name]).toBe(before?.[name]);
});

test('is undefined while the entity is not there', async () => {
  const { database, screen, Title } = titleUnderTest();
  database.transact((tx) => tx.tasks.delete('t0'));
  await turn();
  expect(screen.text).toBe('none');
  screen.render(<Title id="t1" />);
  expect(screen.text).toBe('Task 1');
  screen.render(<Title id={undefined} />);
  expect(screen.text).toBe('none');
});

test('an edit outside the text is thrown at who makes it', () => {
  const { seen } = titleUnderTest();
  expect(() => seen[0]?.insert(99, 'x')).toThrow(expect.objectContaining({ code: 'db/out-of-range' }));
});
