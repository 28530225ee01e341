import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSyncProxy, isWindowLabel, type SyncProxy } from './sync-proxy.ts';

// A socket that does not close would be waited for.
vi.setConfig({ testTimeout: 10_000 });

let upstream: ReturnType<typeof createTcpServer>;
let upstreamSockets: Socket[];
let received: string;
let http: Server;
let proxy: SyncProxy;
let target: number | undefined;
let time: VirtualTime;

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

beforeEach(async () => {
  received = '';
  upstreamSockets = [];
  upstream = createTcpServer((socket) => {
    upstreamSockets.push(socket);
    socket.on('data', (chunk) => {
      received += chunk.toString();
      socket.write(`echo:${chunk.toString().slice(-4)}`);
    });
    socket.on('error', () => {});
  });
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  target = portOf(upstream);
  time = new VirtualTime(1_000);
  proxy = createSyncProxy(() => target, { clock: time, timers: time, random: seededRandom(1) });
  http = createServer();
  http.on('upgrade', (request, socket, head) => proxy.accept(request, socket, head));
  await once(http.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  proxy.close();
  for (const socket of upstreamSockets) socket.destroy();
  http.closeAllConnections();
  await Promise.all([new Promise((done) => http.close(done)), new Promise((done) => upstream.close(done))]);
});

function open(query = ''): Socket {
  const socket = connect(portOf(http), '127.0.0.1');
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.write(
    `GET /sync${query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Odd-CASE: kept\r\n\r\n`,
  );
  return socket;
}

async function firstData(socket: Socket): Promise<string> {
  const [chunk] = await once(socket, 'data');
  return String(chunk);
}

/** Real sockets under virtual time: gives them the turns that they need, then moves the clock, until bytes arrive. */
async function nextBytes(socket: Socket, turn: () => void): Promise<{ readonly data: string }> {
  let data = '';
  socket.once('data', (chunk) => {
    data = String(chunk);
  });
  while (data === '') {
    await settled();
    turn();
  }
  return { data };
}

/** A few turns of the event loop, in which loopback delivers what was written. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
}

test('passes the request on as it came, without the query, and bytes both ways', async () => {
  const socket = open('?window=w1');
  await firstData(socket);
  expect(received).toMatch(/^GET \/sync HTTP\/1\.1\r\n/);
  expect(received).toContain('X-Odd-CASE: kept\r\n');
  socket.write('ping');
  expect(await firstData(socket)).toBe('echo:ping');
  expect(received.endsWith('ping')).toBe(true);
});

test('cutting one window destroys its connection and no other', async () => {
  const mine = open('?window=mine');
  const theirs = open('?window=theirs');
  await Promise.all([firstData(mine), firstData(theirs)]);
  proxy.setMode('mine', 'cut');
  await once(mine, 'close');
  theirs.write('ping');
  expect(await firstData(theirs)).toBe('echo:ping');
});

test('a cut window gets no new connection until it is live again', async () => {
  proxy.setMode('w1', 'cut');
  expect(proxy.modeOf('w1')).toBe('cut');
  await once(open('?window=w1'), 'close');
  expect(received).toBe('');
  proxy.setMode('w1', 'live');
  await firstData(open('?window=w1'));
  expect(received).not.toBe('');
});

test('a slow window’s bytes wait for their time, and pass at once when it is live again', async () => {
  proxy.setMode('w1', 'slow');
  const socket = open('?window=w1');
  const { data } = await nextBytes(socket, () => time.advance(500));
  expect(data).toBe('echo:\r\n\r\n');
  socket.write('ping');
  await settled();
  time.advance(399);
  await settled();
  expect(received.endsWith('ping')).toBe(false);
  socket.write('pong');
  await settled();
  proxy.setMode('w1', 'live');
  expect(await firstData(socket)).toContain('echo:');
  await vi.waitFor(() => expect(received.endsWith('pingpong')).toBe(true));
});

test('a lossy window’s connection breaks after a while, and others do not', async () => {
  const mine = open('?window=mine');
  const theirs = open('?window=theirs');
  await Promise.all([firstData(mine), firstData(theirs)]);
  proxy.setMode('mine', 'lossy');
  const closed = new Promise((done) => mine.on('close', done));
  time.advance(120_000);
  await closed;
  theirs.write('ping');
  expect(await firstData(theirs)).toBe('echo:ping');
});

test('of very many switched windows the one switched longest ago is live again', () => {
  for (let index = 0; index <= 1_000; index += 1) proxy.setMode(`w${index}`, 'cut');
  expect(proxy.modeOf('w0')).toBe('live');
  expect(proxy.modeOf('w1')).toBe('cut');
  expect(proxy.modeOf('w1000')).toBe('cut');
});

test('while the server is away a connection is answered 503', async () => {
  target = undefined;
  expect(await firstData(open())).toMatch(/^HTTP\/1\.1 503 /);
});

test('the death of the server ends the connections to it', async () => {
  const socket = open();
  await firstData(socket);
  for (const side of upstreamSockets) side.destroy();
  await once(socket, 'close');
});

test('a label is short and plain', () => {
  expect(isWindowLabel('Ab_9-z')).toBe(true);
  for (const bad of ['', 'a b', '../x', 'x'.repeat(65), 3, null]) expect(isWindowLabel(bad)).toBe(false);
});
