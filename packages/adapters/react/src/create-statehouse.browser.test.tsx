import { isStatehouseError } from '@statehouse/kernel';
import { Activity, act, Component, type ReactNode, StrictMode, Suspense, useState } from 'react';
import type { RootOptions } from 'react-dom/client';
import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from 'vitest';
import { createStatehouse } from './create-statehouse.ts';
import { DEFAULT_CACHE_TIMES } from './document-cache.ts';
import { expectComplaints, show } from './testing/screen.ts';
import { addTask } from './testing/task-edits.ts';
import { type TasksSchema, tasksDatabase } from './testing/tasks.ts';
import { World } from './testing/world.ts';

const { graceMs, retryMs } = DEFAULT_CACHE_TIMES;
declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
});

afterEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = false;
});

/** Shows it, and everything that follows at once. */
const shown = (node: ReactNode, options?: RootOptions) => act(async () => show(node, options));

/** Shows an error's code, and tries again at a click. */
class Boundary extends Component<{ readonly children?: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const retry = () => this.setState({ error: undefined });
    return (
      <button type="button" onClick={retry}>
        {isStatehouseError(error) ? error.code : String(error)}
      </button>
    );
  }
}

function roomUnderTest(world = new World()) {
  const house = createStatehouse<TasksSchema>({ timers: world.time });
  const renders = { waiting: 0 };
  function Waiting() {
    renders.waiting += 1;
    return 'waiting';
  }
  function Room() {
    const document = house.useDocument('d');
    expectTypeOf(document.schema).toEqualTypeOf<TasksSchema>();
    return (
      <house.DocumentProvider document={document}>
        <Tasks />
      </house.DocumentProvider>
    );
  }
  function Tasks() {
    const count = house.useQuery((snapshot) => snapshot.children('tasks').length);
    return <p>{`${count} tasks`}</p>;
  }
  const around = (children: ReactNode) => (
    <house.StatehouseProvider client={world.client}>
      <Boundary>
        <Suspense fallback={<Waiting />}>{children}</Suspense>
      </Boundary>
    </house.StatehouseProvider>
  );
  const pass = (ms?: number, stepMs?: number) => act(() => world.pass(ms, stepMs));
  const [open, leave] = [vi.spyOn(world.client, 'open'), vi.spyOn(world.client, 'leave')];
  const calls = () => ({ open: open.mock.calls.length, leave: leave.mock.calls.length });
  return { world, house, renders, Room, around, pass, calls };
}

test('suspends until the document is open, and never afterwards', async () => {
  const { world, renders, Room, around, pass } = roomUnderTest();
  const screen = await shown(around(<Room />));
  expect(screen.text).toBe('waiting');
  await pass();
  expect(screen.text).toBe('0 tasks');
  const before = renders.waiting;
  world.server.play([addTask('t', 1)]);
  await pass();
  world.server.cut();
  await pass();
  await act(async () => screen.render(around(<Room />)));
  await act(async () => screen.render(around([<Room key="one" />, <Room key="two" />])));
  expect(screen.text).toBe('1 tasks1 tasks');
  expect(renders.waiting).toBe(before);
});

test('strict mode opens a document once, and keeps it open', async () => {
  const { Room, around, pass, calls } = roomUnderTest();
  const screen = await shown(<StrictMode>{around([<Room key="one" />, <Room key="two" />])}</StrictMode>);
  await pass();
  expect(screen.text).toBe('0 tasks0 tasks');
  await pass(graceMs * 2, 100);
  expect(calls()).toEqual({ open: 1, leave: 0 });
});

test('a document is left when its last user has been gone for a while, and navigation keeps it open', async () => {
  const { Room, around, pass, calls } = roomUnderTest();
  const screen = await shown(around(<Room key="one" />));
  await pass();
  await act(async () => screen.render(around('elsewhere')));
  await pass(graceMs - 100, 100);
  await act(async () => screen.render(around(<Room key="two" />)));
  expect(screen.text).toBe('0 tasks');
  await pass(graceMs * 2, 100);
  await act(async () => screen.render(around('elsewhere')));
  expect(calls()).toEqual({ open: 1, leave: 0 });
  await pass(graceMs + 100, 100);
  expect(calls()).toEqual({ open: 1, leave: 1 });
  await act(async () => screen.render(around(<Room />)));
  await pass();
  expect(screen.text).toBe('0 tasks');
  expect(calls()).toEqual({ open: 2, leave: 1 });
});

test('a client that its owner closes first is left in peace', async () => {
  const { world, Room, around, pass, calls } = roomUnderTest();
  const screen = await shown(around(<Room />));
  await pass();
  await act(async () => screen.render(null));
  const closed = world.client.close();
  await pass();
  await closed;
  await pass(graceMs + 100, 100);
  expect(calls()).toEqual({ open: 1, leave: 1 });
  expect(world.time.pending).toBe(0);
});

test('what was hidden for longer than documents are kept is opened again when it is shown', async () => {
  const { world, Room, around, pass, calls } = roomUnderTest();
  let setMode = (_mode: 'visible' | 'hidden'): void => {};
  function Folding({ children }: { readonly children: ReactNode }) {
    const [mode, set] = useState<'visible' | 'hidden'>('visible');
    setMode = set;
    return <Activity mode={mode}>{children}</Activity>;
  }
  const screen = await shown(
    around(
      <Folding>
        <Room />
      </Folding>,
    ),
  );
  await pass();
  await act(async () => setMode('hidden'));
  await pass(graceMs + 100, 100);
  expect(calls()).toEqual({ open: 1, leave: 1 });
  await act(async () => setMode('visible'));
  await pass();
  await pass(graceMs * 2, 100);
  expect(calls()).toEqual({ open: 2, leave: 1 });
  world.server.play([addTask('t', 1)]);
  await pass();
  expect(screen.text).toBe('1 tasks');
});

test('a failed opening goes to the error boundary with its code, and resetting it tries again', async () => {
  const { world, Room, around, pass, calls } = roomUnderTest();
  world.server.forbids = 'server/forbidden';
  const screen = await shown(around(<Room />));
  await pass();
  expect(screen.text).toBe('server/forbidden');
  expect(expectComplaints()).toHaveLength(1);
  await pass(retryMs, 10);
  expect(calls().open).toBe(1);
  world.server.forbids = undefined;
  await act(async () => screen.find('button').click());
  await pass();
  expect(screen.text).toBe('0 tasks');
  expect(calls().open).toBe(2);
});

test('an error boundary that resets at once neither loops nor asks the server again', async () => {
  const { world, Room, around, pass, calls } = roomUnderTest();
  world.server.forbids = 'server/forbidden';
  const screen = await shown(around(<Room />));
  await pass();
  for (let clicks = 0; clicks < 3; clicks += 1) await act(async () => screen.find('button').click());
  expect(screen.text).toBe('server/forbidden');
  expect(calls().open).toBe(1);
  expect(expectComplaints()).toHaveLength(4);
});

test('the hooks of a house say where they belong', async () => {
  const { house } = roomUnderTest();
  const codes: unknown[] = [];
  const caught = { onCaughtError: (error: unknown) => codes.push(isStatehouseError(error) && error.code) };
  function WithoutClient() {
    house.useClient();
    return null;
  }
  function WithoutDocument() {
    house.useEntity('tasks', 't0');
    return null;
  }
  await shown(
    [
      <Boundary key="1">
        <WithoutClient />
      </Boundary>,
      <Boundary key="2">
        <WithoutDocument />
      </Boundary>,
    ],
    caught,
  );
  expect(codes).toEqual(['react/no-client', 'react/no-document']);
});

test('inside a document provider hooks need no document, local ones included', async () => {
  const { house } = roomUnderTest();
  const database = tasksDatabase(2);
  function Task({ id }: { readonly id: string }) {
    const task = house.useEntity('tasks', id);
    const title = house.useText('tasks', id, 'title');
    const transact = house.useTransact();
    const { canUndo, undo } = house.useUndo();
    const [clicks, setClicks] = useState(0);
    const click = () => {
      setClicks(clicks + 1);
      if (canUndo) undo();
      else transact((tx) => tx.tasks.modify(id, { done: true }));
    };
    return (
      <button type="button" onClick={click}>
        {`${title?.value} ${task?.done ? 'done' : 'open'} ${clicks}`}
      </button>
    );
  }
  const screen = await shown(
    <house.DocumentProvider document={database}>
      <Task id="t1" />
    </house.DocumentProvider>,
  );
  const texts = [screen.text];
  for (let clicks = 0; clicks < 2; clicks += 1) {
    await act(async () => screen.find('button').click());
    texts.push(screen.text);
  }
  expect(texts).toEqual(['Task 1 open 0', 'Task 1 done 1', 'Task 1 open 2']);
});
