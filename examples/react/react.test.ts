import { Writable } from 'node:stream';
import { startLocalServer } from '@statehouse/cli';
import { createDatabase } from '@statehouse/db';
import { createSyncClient } from '@statehouse/sync';
import { createElement, type ReactNode } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { App } from './app.tsx';
import { documentFrom, Page, rowsOf } from './page.tsx';
import { schema } from './trip.ts';

/** The whole page, when everything that it waits for is there. */
function page(node: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    let html = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        html += String(chunk);
        done();
      },
    });
    sink.on('finish', () => resolve(html));
    const { pipe } = renderToPipeableStream(node, { onAllReady: () => pipe(sink), onError: reject });
  });
}

test('the application opens a document of a real server and shows it', async () => {
  const server = await startLocalServer({ schema });
  const join = (user: string) =>
    createSyncClient({ url: server.url, token: () => server.token(user), schema });
  const [ada, ben] = [join('ada'), join('ben')];
  try {
    const his = await ben.open('alps');
    his.transact((tx) => tx.tasks.insert({ title: 'Pack the tent', done: true }));
    await his.whenSynced();
    const html = await page(createElement(App, { client: ada, name: 'alps' }));
    expect(html).toContain('value="Pack the tent"');
    expect(html).toContain('The connection is live; your work is on the server.');
    expect(html).toContain('Nobody else is here');
  } finally {
    await Promise.all([ada, ben, server].map((each) => each.close()));
  }
});

test('a page and the document made from its rows are the same', () => {
  const document = createDatabase({ schema });
  document.transact((tx) => tx.tasks.insert({ title: 'Pack the tent' }), { undoable: false });
  const html = renderToString(createElement(Page, { document }));
  expect(html).toContain('value="Pack the tent"');
  expect(renderToString(createElement(Page, { document: documentFrom(rowsOf(document)) }))).toBe(html);
});
