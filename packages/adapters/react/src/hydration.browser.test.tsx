import { createDatabase, plainRows, snapshotFromRows } from '@statehouse/db';
import { Suspense, use, useEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToReadableStream } from 'react-dom/server.browser';
import { expect, test, vi } from 'vitest';
import { screenOf } from './testing/screen.ts';
import { TaskPage, TaskRow } from './testing/task-page.tsx';
import { tasksDatabase, tasksSchema } from './testing/tasks.ts';
import { turn } from './testing/turn.ts';

/** The page's last part, which comes when its code does. */
function LateRow({ code, ...row }: Parameters<typeof TaskRow>[0] & { readonly code: Promise<void> }) {
  use(code);
  return <TaskRow {...row} />;
}

/** Tells when the page has been taken over. */
function TakenOver({ tell }: { readonly tell: () => void }) {
  useEffect(tell);
  return null;
}

function page(document: ReturnType<typeof tasksDatabase>, code: Promise<void>, tell = () => {}) {
  return (
    <TaskPage document={document}>
      <TakenOver tell={tell} />
      <Suspense fallback="…">
        <LateRow document={document} id="t0" code={code} />
      </Suspense>
    </TaskPage>
  );
}

async function fromServer() {
  const onServer = tasksDatabase(2);
  const stream = await renderToReadableStream(page(onServer, Promise.resolve()));
  await stream.allReady;
  const container = document.createElement('div');
  document.body.append(container);
  container.innerHTML = await new Response(stream).text();
  const rows = JSON.parse(JSON.stringify([...plainRows(onServer.snapshot)]));
  const here = createDatabase({ schema: tasksSchema, snapshot: snapshotFromRows(tasksSchema, rows) });
  const errors: unknown[] = [];
  const takeOver = (code: Promise<void>) =>
    new Promise<void>((tell) => {
      const onRecoverableError = (error: unknown) => void errors.push(error);
      screenOf(hydrateRoot(container, page(here, code, tell), { onRecoverableError }), container);
    });
  return { container, here, errors, takeOver };
}

test('a page from the server is taken over as it is, and lives on', async () => {
  const { container, here, errors, takeOver } = await fromServer();
  const [heading, last] = [container.querySelector('h1'), container.querySelector('main > li')];
  expect(last?.textContent).toBe('Task 0');
  await takeOver(Promise.resolve());
  here.transact((tx) => tx.tasks.text('t0', 'title').replace('Edited'));
  await vi.waitFor(() => expect(last?.textContent).toBe('Edited'));
  expect(container.querySelector('p')?.textContent).toBe('edited');
  expect(container.querySelector('h1')).toBe(heading);
  expect(container.querySelector('main > li')).toBe(last);
  expect(errors).toEqual([]);
});

test('a part that is taken over after edits finds what its HTML shows, and is then brought up to date', async () => {
  const { container, here, errors, takeOver } = await fromServer();
  let arrive = () => {};
  const code = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await takeOver(code);
  const last = container.querySelector('main > li');
  here.transact((tx) => tx.tasks.text('t0', 'title').replace('Edited'));
  here.transact((tx) => tx.tasks.modify('t0', { done: true }));
  await turn();
  expect(last?.textContent).toBe('Task 0');
  arrive();
  await vi.waitFor(() => expect(container.querySelector('main > li')?.textContent).toBe('Edited'));
  expect(container.querySelector('main > li')).toBe(last);
  expect(last?.className).toBe('done');
  expect(errors).toEqual([]);
});
