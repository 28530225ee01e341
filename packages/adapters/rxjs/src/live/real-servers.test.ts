import { execFile } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import {
  type ConnectionStatus,
  type EventSourceLike,
  fetchEventSource,
  type SocketLike,
} from '@statehouse/kernel/live';
import { firstValueFrom, take, tap, toArray } from 'rxjs';
import { expect, expectTypeOf, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { eventSourceStream } from './event-source-stream.ts';
import { webSocketStream } from './web-socket-stream.ts';

const atOnce = { initialMs: 1, maxMs: 5 };

test('Server-Sent Events of a real server go on behind the last one after the server has cut them off', async () => {
  const asked: unknown[] = [];
  let count = 0;
  const answer = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let at = 0; at < 2; at += 1) {
      count += 1;
      response.write(`id: ${count}\ndata: ${JSON.stringify({ count })}\n\n`);
    }
    response.end();
  };
  const server = createServer((request, response) => {
    const { authorization, 'last-event-id': after } = request.headers;
    asked.push([authorization, after]);
    // The second time it is not well.
    if (asked.length === 2) response.writeHead(503).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const statuses: ConnectionStatus['kind'][] = [];
  const news = eventSourceStream({
    url: () => `http://127.0.0.1:${portOf(server.address())}/news`,
    createSource: fetchEventSource({ fetch, headers: () => ({ authorization: 'Bearer ann' }) }),
    parse: ({ data }): unknown => JSON.parse(data),
    ...atOnce,
  });
  news.status$.subscribe(({ kind }) => statuses.push(kind));
  const heard = await firstValueFrom(news.messages$.pipe(take(5), toArray()));
  expect(heard).toEqual([1, 2, 3, 4, 5].map((number) => ({ count: number })));
  expect(asked.slice(0, 4)).toEqual([
    ['Bearer ann', undefined],
    ['Bearer ann', '2'],
    ['Bearer ann', '2'],
    ['Bearer ann', '4'],
  ]);
  expect(statuses.slice(0, 6)).toEqual(['idle', 'connecting', 'open', 'waiting', 'connecting', 'waiting']);
  expect(statuses.at(-1)).toBe('idle');
  server.closeAllConnections();
  server.close();
});

test('an EventSource as browsers have it goes on behind the last event too', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`id: ${asked.length}\nevent: price\ndata: ${asked.length * 10}\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${portOf(server.address())}`;
  const program = `
    import { take } from 'rxjs';
    import { eventSourceStream } from '${new URL('./event-source-stream.ts', import.meta.url)}';
    eventSourceStream({
      url: (last) => '${address}/' + (last ?? ''),
      createSource: (url) => new EventSource(url),
      types: ['price'],
      parse: ({ type, data }) => type + ' ' + data,
      initialMs: 1,
      maxMs: 5,
    }).messages$.pipe(take(3)).subscribe(console.log);
  `;
  // Node has one as well, behind a flag.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--experimental-eventsource',
      '--conditions=statehouse-source',
      '--input-type=module',
      '--eval',
      program,
    ],
    { cwd: import.meta.dirname, timeout: 20_000 },
  );
  expect(stdout).toBe('price 10\nprice 20\nprice 30\n');
  expect(asked.slice(0, 3)).toEqual(['/', '/1', '/2']);
  server.closeAllConnections();
  server.close();
});

test('a WebSocket to a real server comes back after the server has killed it', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    const name = connections;
    socket.on('message', (data) => {
      socket.send(JSON.stringify(`${name} heard ${String(data)}`), () => {
        if (name < 3) socket.terminate();
      });
    });
  });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const echo = webSocketStream({
    url: `ws://127.0.0.1:${portOf(server.address())}`,
    createSocket: (url) => new WebSocket(url),
    parse: (data): unknown => JSON.parse(String(data)),
    ...atOnce,
  });
  const greeting = echo.status$.pipe(tap(({ kind }) => kind === 'open' && echo.send('hello'))).subscribe();
  const heard = await firstValueFrom(echo.messages$.pipe(take(3), toArray()));
  greeting.unsubscribe();
  expect(heard).toEqual(['1 heard hello', '2 heard hello', '3 heard hello']);
  server.close();
});

test('what browsers and ws have fits', () => {
  expectTypeOf<globalThis.WebSocket>().toExtend<SocketLike>();
  expectTypeOf<WebSocket>().toExtend<SocketLike>();
  expectTypeOf<EventSource>().toExtend<EventSourceLike>();
});

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen');
  return address.port;
}
