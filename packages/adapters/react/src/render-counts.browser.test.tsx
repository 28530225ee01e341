import { seededRandom } from '@statehouse/kernel/testing';
import type { SyncedDocument } from '@statehouse/sync';
import { memo } from 'react';
import { expect, test } from 'vitest';
import { shallowEqual } from './equality.ts';
import { show } from './testing/screen.ts';
import type { Screen } from './testing/screens.ts';
import { addTask, moveTask, voteFor } from './testing/task-edits.ts';
import type { TasksSchema } from './testing/tasks.ts';
import { World } from './testing/world.ts';
import { useEntity } from './use-entity.ts';
import { useQuery } from './use-query.ts';
import { useSyncStatus } from './use-sync-status.ts';

const ROWS = 1_000;
const FRAME_MS = 10;
const FRAMES = 200;

/** A synced document with a thousand tasks on the screen, each row and all around them counting their renders. */
async function thousandRows() {
  const world = new World();
  world.server.play(Array.from({ length: ROWS }, (_, at) => addTask(`t${at}`, at * 10)));
  const document = await world.open();
  const rows = new Map<string, number>();
  const around = { list: 0, openCount: 0, saved: 0, missing: 0 };
  const screen = show(<Board document={document} rows={rows} around={around} />);
  expect(rows.size).toBe(ROWS);
  /** What one frame changes, 100 times a second. */
  const play = async (edits: Parameters<typeof world.server.play>[0]) => {
    world.server.play(edits);
    await world.pass(FRAME_MS, FRAME_MS);
  };
  return { world, document, rows, around, screen, play };
}

interface Counted {
  readonly document: SyncedDocument<TasksSchema>;
  readonly rows: Map<string, number>;
  readonly around: { list: number; openCount: number; saved: number; missing: number };
}

const Row = memo(function Row({ document, rows, around, id }: Counted & { readonly id: string }) {
  rows.set(id, (rows.get(id) ?? 0) + 1);
  const task = useEntity(document, 'tasks', id);
  if (task === undefined) around.missing += 1;
  return <li id={id}>{`${task?.title} ${task?.votes}`}</li>;
});

function List(counted: Counted) {
  counted.around.list += 1;
  const ids = useQuery(counted.document, (snapshot) => snapshot.children('tasks'));
  return (
    <ol>
      {ids.map((id) => (
        <Row key={id} id={id} {...counted} />
      ))}
    </ol>
  );
}

function OpenCount({ document, around }: Counted) {
  around.openCount += 1;
  const open = useQuery(
    document,
    (snapshot) =>
      snapshot
        .table('tasks')
        .all()
        .filter(({ done }) => !done)
        .map(({ id }) => id),
    shallowEqual,
  );
  return <p>{`${open.length} open`}</p>;
}

function Saved({ document, around }: Counted) {
  around.saved += 1;
  return <p>{useSyncStatus(document, ({ saved }) => saved)}</p>;
}

function Board(counted: Counted) {
  return (
    <>
      <List {...counted} />
      <OpenCount {...counted} />
      <Saved {...counted} />
    </>
  );
}

/** What is on the screen is what the server has. */
function expectOnScreen(screen: Screen, { server }: World): void {
  const tasks = server.state.table('tasks');
  const expected = server.state
    .children('tasks')
    .map((id) => `${tasks.get(id)?.title} ${tasks.get(id)?.votes}`);
  expect([...screen.container.querySelectorAll('li')].map((row) => row.textContent)).toEqual(expected);
}

test('a thousand rows under 100 frames a second: exactly the rows that change render, once a frame', async () => {
  const { world, rows, around, screen, play } = await thousandRows();
  const random = seededRandom(7);
  const expected = new Map([...rows.keys()].map((id) => [id, 1]));
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const touched = new Set(
      Array.from({ length: 1 + (frame % 3) }, () => `t${Math.floor(random.next() * ROWS)}`),
    );
    await play([...touched].map(voteFor));
    for (const id of touched) expected.set(id, (expected.get(id) ?? 0) + 1);
  }
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
  expect(around).toEqual({ list: 1, openCount: 1, saved: 1, missing: 0 });
  expectOnScreen(screen, world);
});

test('the list renders when order or membership changes, and the rows that stay do not', async () => {
  const { world, rows, around, screen, play } = await thousandRows();
  await play([moveTask('t0', 9_995)]);
  await play([addTask('new', 5)]);
  await play([{ kind: 'delete', table: 'tasks', id: 't1' }]);
  await play([voteFor('t2')]);
  // A moved row has another place, and the row is told.
  const renderedAgain = [...rows].filter(([, renders]) => renders > 1);
  expect(renderedAgain).toEqual([
    ['t0', 2],
    ['t2', 2],
  ]);
  expect(rows.get('new')).toBe(1);
  // The tasks that are open are the same ones in another order: that renders the list, and not their number.
  expect(around).toEqual({ list: 4, openCount: 3, saved: 1, missing: 0 });
  expectOnScreen(screen, world);
});

test('one frame for all rows renders each once', async () => {
  const { world, rows, around, screen, play } = await thousandRows();
  await play(Array.from({ length: ROWS }, (_, at) => voteFor(`t${at}`)));
  expect(new Set(rows.values())).toEqual(new Set([2]));
  expect(around).toEqual({ list: 1, openCount: 1, saved: 1, missing: 0 });
  expectOnScreen(screen, world);
});

test('own edits render their row once, however often the server speaks of them afterwards', async () => {
  const { document, rows, around, world, screen } = await thousandRows();
  document.transact((tx) => tx.tasks.increment('t5', 'votes'));
  await world.pass();
  document.transact((tx) => tx.tasks.text('t6', 'title').insert(0, 'My '));
  await world.pass();
  const renderedAgain = [...rows].filter(([, renders]) => renders > 1);
  expect(renderedAgain).toEqual([
    ['t5', 2],
    ['t6', 2],
  ]);
  // Into memory and onto the server, twice.
  expect(around).toEqual({ list: 1, openCount: 1, saved: 5, missing: 0 });
  expectOnScreen(screen, world);
});
