import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerControl, type MadeUpPerson } from './dev-controls.ts';
import { ServerProcess } from './server-process.ts';
import { createSyncProxy, type SyncProxy } from './sync-proxy.ts';

const origin = 'http://127.0.0.1:4400';
const sessionToken = 'made-at-start';
const page = { origin, 'content-type': 'application/json', 'x-statehouse-dev': sessionToken };

let http: Server;
let url: string;
let proxy: SyncProxy;
let kills: number;
let drains: number;

beforeEach(async () => {
  kills = 0;
  drains = 0;
  const time = new VirtualTime();
  const server = new ServerProcess({
    clock: time,
    timers: time,
    spawn: () => ({
      pid: 7,
      onListening: (callback) => callback({ port: 5001, metricsPort: 5002 }),
      onExit: () => {},
      kill: () => {
        kills += 1;
      },
      drain: () => {
        drains += 1;
      },
    }),
    onState: () => {},
  });
  server.start();
  proxy = createSyncProxy(() => 5001, { clock: time, timers: time, random: seededRandom(1) });
  const issueToken = async ({ user, tenant = 'dev' }: MadeUpPerson) => ({
    token: `token of ${user} in ${tenant}`,
    tenant,
    user,
  });
  http = createServer((request, response) => {
    void answerControl(
      { server, proxy, issueToken, sessionToken, origins: new Set([origin]) },
      request,
      response,
    );
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const address = http.address();
  url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
});

afterEach(() => new Promise((done) => http.close(() => done(undefined))));

async function post(path: string, body: unknown, headers: Record<string, string> = page) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: text });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

test('the page kills and restarts the server, and cuts its own window', async () => {
  expect(await post('/dev/kill', {})).toMatchObject({ status: 202 });
  expect(kills).toBe(1);
  expect(await post('/dev/restart', {})).toMatchObject({ status: 202 });
  expect(drains).toBe(1);
  const cut = await post('/dev/network', { window: 'w1', mode: 'cut' });
  expect(cut).toMatchObject({ status: 200, answer: { network: 'cut' } });
  expect(proxy.modeOf('w1')).toBe('cut');
  expect(await post('/dev/state', { window: 'w1' })).toMatchObject({
    answer: { server: { kind: 'running', pid: 7 }, starts: 1, network: 'cut' },
  });
});

test.each(['live', 'slow', 'lossy', 'cut'])('the network of a window can be %s', async (mode) => {
  expect(await post('/dev/network', { window: 'w1', mode })).toMatchObject({
    status: 200,
    answer: { network: mode },
  });
  expect(await post('/dev/state', { window: 'w1' })).toMatchObject({ answer: { network: mode } });
  expect(await post('/dev/state', { window: 'w2' })).toMatchObject({ answer: { network: 'live' } });
});

test.each([
  ['another origin', { ...page, origin: 'http://evil.example' }, 'dev/origin'],
  [
    'the same machine under another name',
    { ...page, origin: 'http://localhost.evil.example:4400' },
    'dev/origin',
  ],
  ['no origin', { 'content-type': 'application/json', 'x-statehouse-dev': sessionToken }, 'dev/origin'],
  ['an opaque origin', { ...page, origin: 'null' }, 'dev/origin'],
  ['an old token', { ...page, 'x-statehouse-dev': 'from-an-earlier-start' }, 'dev/token'],
  ['no token', { origin, 'content-type': 'application/json' }, 'dev/token'],
])('%s is refused, and nothing happens', async (_, headers, code) => {
  for (const path of ['/dev/kill', '/dev/restart', '/dev/state']) {
    expect(await post(path, {}, headers)).toMatchObject({ status: 403, answer: { code } });
  }
  expect(await post('/dev/network', { window: 'w1', mode: 'cut' }, headers)).toMatchObject({ status: 403 });
  expect([kills, drains, proxy.modeOf('w1')]).toEqual([0, 0, 'live']);
});

test('a program that names the origin can be a made-up person, but not pull plugs', async () => {
  const program = { origin, 'content-type': 'application/json' };
  expect(await post('/dev/token', { user: 'ada' }, program)).toEqual({
    status: 200,
    answer: { token: 'token of ada in dev', tenant: 'dev', user: 'ada' },
  });
  expect(await post('/dev/token', { user: 'ada' }, { 'content-type': 'application/json' })).toMatchObject({
    status: 403,
  });
});

test('somebody of another tenant has the name of that tenant in the answer', async () => {
  expect(await post('/dev/token', { user: 'eve', tenant: 'acme' })).toEqual({
    status: 200,
    answer: { token: 'token of eve in acme', tenant: 'acme', user: 'eve' },
  });
  for (const tenant of ['', 'a b', 'x'.repeat(65), '../x', 7, null]) {
    expect(await post('/dev/token', { user: 'eve', tenant }), String(tenant)).toMatchObject({
      status: 400,
      answer: { code: 'dev/tenant' },
    });
  }
});

test('what is not a small JSON object is refused', async () => {
  for (const body of ['', '{', '[]', 'null', '"text"', `{"user":"${'x'.repeat(5_000)}"}`]) {
    expect(await post('/dev/token', body), body.slice(0, 20)).toMatchObject({
      status: 400,
      answer: { code: 'dev/body' },
    });
  }
  const form = { ...page, 'content-type': 'application/x-www-form-urlencoded' };
  expect(await post('/dev/kill', {}, form)).toMatchObject({ status: 400 });
  expect(kills).toBe(0);
});

test('wrong values are refused', async () => {
  for (const user of ['', 'a b', 'x'.repeat(65), '../x', 7, null]) {
    expect(await post('/dev/token', { user }), String(user)).toMatchObject({
      status: 400,
      answer: { code: 'dev/user' },
    });
  }
  expect(await post('/dev/network', { window: 'w1', mode: 'half' })).toMatchObject({ status: 400 });
  expect(await post('/dev/network', { window: '../', mode: 'cut' })).toMatchObject({ status: 400 });
  expect(await post('/dev/unknown', {})).toMatchObject({ status: 404 });
});

test('only POST has effects', async () => {
  const response = await fetch(`${url}/dev/kill`, { headers: { 'x-statehouse-dev': sessionToken } });
  expect(response.status).toBe(405);
  expect(kills).toBe(0);
});
