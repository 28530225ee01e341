import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AppProxyPorts, proxyApp } from './app-proxy.ts';
import { createPartFront } from './part-front.ts';
import type { PartState } from './part-host.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const origin = 'http://127.0.0.1:4400';
let states: Map<string, PartState>;
let logged: object[];
let front: Server;
let http: Server;
let target: ReturnType<AppProxyPorts['target']>;
let url: string;

beforeEach(async () => {
  states = new Map();
  logged = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (fields: object) => void logged.push(fields),
  };
  front = createPartFront({ host: { stateOf: (name) => states.get(name) }, key: 'the key', log });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  target = portOf(front);
  http = createServer((asked, response) => {
    proxyApp({ target: () => target, key: 'the key', origins: new Set([origin]) }, asked, response);
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${portOf(http)}`;
});

afterEach(async () => {
  for (const each of [http, front]) {
    each.closeAllConnections();
    await new Promise((done) => each.close(done));
  }
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function run(name: string, handle: Handle): void {
  states.set(name, { kind: 'running', part: { handle, close: () => Promise.resolve() } });
}

async function textOf(asked: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of asked) text += String(chunk);
  return text;
}

async function codeOf(path: string, init: RequestInit = {}): Promise<[number, unknown]> {
  const response = await fetch(`${url}${path}`, init);
  const body: unknown = await response.json();
  return [
    response.status,
    typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined,
  ];
}

test('a part sees what follows its name, the body, and the headers that are for it', async () => {
  run('echo', async (asked, response) => {
    const { method, url: path, headers } = asked;
    response.setHeader('x-from', 'the part');
    response.end(JSON.stringify({ method, path, headers, body: await textOf(asked) }));
  });
  const response = await fetch(`${url}/app/echo/a/../b%20c?d=e`, {
    method: 'POST',
    headers: { origin, authorization: 'Bearer token', 'x-mine': 'kept' },
    body: 'text',
  });
  const seen: unknown = await response.json();
  expect(seen).toMatchObject({
    method: 'POST',
    path: '/b%20c?d=e',
    headers: { authorization: 'Bearer token', 'x-mine': 'kept', 'content-length': '4' },
    body: 'text',
  });
  expect(JSON.stringify(seen)).not.toContain('the key');
  expect(response.headers.get('x-from')).toBe('the part');
  const bare: unknown = await (await fetch(`${url}/app/echo?x`)).json();
  expect(bare).toMatchObject({ method: 'GET', path: '/?x' });
});

test('bodies of unknown length arrive whole, under every method; empty answers pass', async () => {
  run('echo', async (asked, response) => {
    const body = await textOf(asked);
    if (body === '') response.writeHead(204).end();
    else response.end(body);
  });
  for (const method of ['POST', 'DELETE', 'PUT']) {
    const asking = request(`${url}/app/echo/`, {
      method,
      headers: { origin, 'transfer-encoding': 'chunked' },
    });
    asking.write('first,');
    asking.end('second');
    const [answer]: IncomingMessage[] = await once(asking, 'response');
    if (answer === undefined) throw new Error('no answer');
    expect(await textOf(answer), method).toBe('first,second');
  }
  expect((await fetch(`${url}/app/echo/`, { method: 'DELETE', headers: { origin } })).status).toBe(204);
});

test('headers of one connection do not go further, in either direction', async () => {
  run('echo', (asked, response) => {
    response.setHeader('connection', 'x-hop');
    response.setHeader('x-hop', 'here only');
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(JSON.stringify(asked.headers));
  });
  const socket = connect(portOf(http), '127.0.0.1');
  socket.write(
    `GET /app/echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close, X-Mine\r\nX-Mine: hop\r\nTE: trailers\r\nX-End: kept\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).not.toMatch(/x-mine|"te"|x-hop/i);
  expect(text).toContain('"x-end":"kept"');
  expect(text.match(/set-cookie: \w=\d/gi)).toHaveLength(2);
});

test('a stream of events passes event by event, and its end is heard when the reader goes', async () => {
  let send: (text: string) => void = () => {};
  const gone = Promise.withResolvers<void>();
  run('events', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    send = (text) => void response.write(text);
    response.on('close', () => gone.resolve());
  });
  const stop = new AbortController();
  const response = await fetch(`${url}/app/events/`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
    send(event);
    const part = await reader?.read();
    expect(Buffer.from(part?.value ?? []).toString()).toBe(event);
  }
  stop.abort();
  await gone.promise;
});

test('a client that goes away before the answer ends the request', async () => {
  const gone = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  run('slow', (_, response) => {
    asked.resolve();
    response.on('close', () => gone.resolve());
  });
  const stop = new AbortController();
  const answer = fetch(`${url}/app/slow/`, { signal: stop.signal }).catch(() => 'aborted');
  await asked.promise;
  stop.abort();
  expect(await answer).toBe('aborted');
  await gone.promise;
});

test('while the server is away, or dies in the middle, that is what the answer says', async () => {
  target = 'away';
  expect(await codeOf('/app/echo/')).toEqual([503, 'cli/server-away']);
  target = 'none';
  expect(await codeOf('/app/echo/')).toEqual([404, 'cli/no-parts']);
  target = 1;
  expect(await codeOf('/app/echo/')).toEqual([503, 'cli/server-away']);
  target = portOf(front);
  run('torn', (_, response) => {
    response.write('half');
    setImmediate(() => response.destroy());
  });
  await expect(fetch(`${url}/app/torn/`).then((response) => response.text())).rejects.toThrow();
});

test('a part that does not run is told from one that does not exist', async () => {
  expect(await codeOf('/app/none/')).toEqual([404, 'cli/part-unknown']);
  expect(await codeOf('/app/%2e%2e/')).toEqual([404, 'cli/part-unknown']);
  states.set('early', { kind: 'starting' });
  expect(await codeOf('/app/early/')).toEqual([503, 'cli/part-starting']);
  states.set('failed', { kind: 'failed' });
  expect(await codeOf('/app/failed/')).toEqual([404, 'cli/part-unknown']);
  states.set('quiet', { kind: 'running', part: { close: () => Promise.resolve() } });
  expect(await codeOf('/app/quiet/')).toEqual([404, 'cli/part-silent']);
});

test('a part that throws answers 500 and is logged; a begun answer is broken off', async () => {
  run('bad', () => {
    throw new Error('a secret');
  });
  run('late', async (_, response) => {
    response.write('half');
    throw new Error('too late');
  });
  expect(await codeOf('/app/bad/')).toEqual([500, 'cli/part-failed']);
  expect(logged).toEqual([{ part: 'bad', method: 'GET', reason: 'a secret' }]);
  await expect(fetch(`${url}/app/late/`).then((response) => response.text())).rejects.toThrow();
  expect(logged).toHaveLength(2);
});

test('only the page of this server changes anything', async () => {
  const handle = vi.fn<Handle>((_, response) => void response.end('{}'));
  run('echo', handle);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    for (const headers of [{}, { origin: 'null' }, { origin: 'http://evil.example' }]) {
      expect(await codeOf('/app/echo/', { method, headers }), method).toEqual([403, 'cli/app-foreign']);
    }
  }
  expect(handle).not.toHaveBeenCalled();
  expect(await codeOf('/app/echo/', { method: 'POST', headers: { origin } })).toEqual([200, undefined]);
});

test('a foreign name that leads to this machine is refused, and so is who comes past the supervisor', async () => {
  run('echo', (_, response) => void response.end('{}'));
  const named = async (host: string) => {
    const asking = request(`${url}/app/echo/`, { headers: { host } }).end();
    const [answer]: IncomingMessage[] = await once(asking, 'response');
    answer?.resume();
    return answer?.statusCode;
  };
  expect(await named('evil.example:4400')).toBe(403);
  expect(await named('127.0.0.1:4400')).toBe(200);
  const past = await fetch(`http://127.0.0.1:${portOf(front)}/app/echo/`);
  expect(past.status).toBe(403);
});

test('a head beyond 16 kB is refused before anybody sees it', async () => {
  run('echo', (_, response) => void response.end('{}'));
  const response = await fetch(`${url}/app/echo/`, { headers: { 'x-long': 'x'.repeat(17_000) } });
  expect(response.status).toBe(431);
});
