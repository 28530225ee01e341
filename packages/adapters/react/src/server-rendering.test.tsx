import { Writable } from 'node:stream';
import { createDatabase, plainRows, snapshotFromRows } from '@statehouse/db';
import type { ReactNode } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TaskPage } from './testing/task-page.tsx';
import { tasksDatabase, tasksSchema } from './testing/tasks.ts';

function streamed(node: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        parts.push(String(chunk));
        done();
      },
    });
    sink.on('finish', () => resolve(parts.join('')));
    const { pipe } = renderToPipeableStream(node, { onAllReady: () => pipe(sink), onError: reject });
  });
}

test('a local document shows its data on the server, as a string and as a stream', async () => {
  const page = <TaskPage document={tasksDatabase(2)} />;
  const html = renderToString(page);
  expect(html).toContain('2 tasks');
  expect(html).toContain('Task 0');
  expect(html).toContain('Task 1');
  expect(await streamed(page)).toBe(html);
});

test('the server shows the present document at each request', () => {
  const document = tasksDatabase(1);
  renderToString(<TaskPage document={document} />);
  document.transact((tx) => tx.tasks.insert({ title: 'Later' }));
  expect(renderToString(<TaskPage document={document} />)).toContain('Later');
});

test('a document made from the rows that are sent with the page makes the same page', () => {
  const document = tasksDatabase(3);
  const sent = JSON.stringify([...plainRows(document.snapshot)]);
  const snapshot = snapshotFromRows(tasksSchema, JSON.parse(sent));
  const again = createDatabase({ schema: tasksSchema, snapshot });
  expect(renderToString(<TaskPage document={again} />)).toBe(
    renderToString(<TaskPage document={document} />),
  );
});
