import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { remoteServer } from './remote-server.ts';

let http: Server | undefined;
afterEach(() => new Promise<void>((done) => (http === undefined ? done() : http.close(() => done()))));

/** A server that gives out tokens as `statehouse dev` does, or not. */
function listen(status: number, seen: string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers.origin} ${body}`);
      response.writeHead(status).end(status === 200 ? '{"token":"made"}' : '{"code":"dev/unknown"}');
    });
  });
  http = server;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '');
    });
  });
}

test('an address without a path is that of the sync server', () => {
  expect(remoteServer({ url: 'ws://127.0.0.1:4400', token: 't' }).url).toBe('ws://127.0.0.1:4400/sync');
  expect(remoteServer({ url: 'wss://example.org/live', token: 't' }).url).toBe('wss://example.org/live');
});

test.each(['http://127.0.0.1', 'nonsense'])('%s is not the address of a server', (url) => {
  expect(() => remoteServer({ url, token: undefined })).toThrow(
    expect.objectContaining({ code: 'cli/usage' }),
  );
});

test('a given token is used as it is', async () => {
  expect(await remoteServer({ url: 'ws://127.0.0.1:1', token: 'given' }).token('ada')).toBe('given');
});

test('a development server is asked once for each user', async () => {
  const seen: string[] = [];
  const host = await listen(200, seen);
  const server = remoteServer({ url: `ws://${host}/sync`, token: undefined });
  expect([await server.token('ada'), await server.token('ada')]).toEqual(['made', 'made']);
  expect(seen).toEqual([`POST /dev/token http://${host} {"user":"ada"}`]);
});

test('a server that gives no tokens is told from one that does not answer', async () => {
  const host = await listen(404);
  const token = remoteServer({ url: `ws://${host}`, token: undefined }).token('ada');
  await expect(token).rejects.toMatchObject({ code: 'cli/no-token' });
  const silent = remoteServer({ url: 'ws://127.0.0.1:1', token: undefined }).token('ada');
  await expect(silent).rejects.toMatchObject({ code: 'cli/server-unreachable' });
});
