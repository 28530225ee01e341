import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DevServer, runCommand, startDev, temporaryFolder, until } from './dev-process.ts';

let dev: DevServer;
const data = temporaryFolder();

beforeAll(async () => {
  dev = await startDev(data.path);
});

afterAll(async () => {
  await dev.stop();
  data.remove();
});

async function statusOf(path: string): Promise<number> {
  return (await fetch(new URL(path, dev.url))).status;
}

test('serves the page and the health checks on one port', async () => {
  const health = await fetch(new URL('/healthz', dev.url));
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  expect(await statusOf('/readyz')).toBe(200);
  const page = await fetch(dev.url);
  expect(await page.text()).toContain('<div id="root">');
  expect(await statusOf('/src/main.tsx')).toBe(200);
});

test('metrics of the running server are Prometheus text, and a stream for who is signed in', async () => {
  const text = await until('the samples were written through it', async () => {
    const read = await (await fetch(new URL('/metrics', dev.url))).text();
    // What is submitted counts before it is committed.
    const isThrough = /^server_submissions [1-9]/m.test(read) && /^server_commit_ms_count [1-9]/m.test(read);
    return isThrough ? read : undefined;
  });
  expect(text).toMatch(/^server_sent_bytes [1-9]\d*$/m);
  expect(text).toMatch(/^server_documents_open \d+$/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  expect(await statusOf('/app/metrics/stream')).toBe(401);
  const { token } = await dev.control('/dev/token', { user: 'ada' });
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const stream = await fetch(new URL('/app/metrics/stream', dev.url), { headers, signal: leaving.signal });
  const chunk = await stream.body?.getReader().read();
  const message = new TextDecoder().decode(chunk?.value);
  const event = JSON.parse(/^data: (.*)$/m.exec(message)?.[1] ?? '');
  expect(event.gauges.process_heap_used_bytes).toBeGreaterThan(0);
  leaving.abort();
});

test('a page of another origin gets neither the controls nor a socket', async () => {
  const response = await fetch(new URL('/dev/token', dev.url), {
    method: 'POST',
    headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
    body: '{"user":"mallory"}',
  });
  expect(response.status).toBe(403);
  const page = await fetch(new URL('/src/main.tsx', dev.url), { headers: { origin: 'http://evil.example' } });
  expect(page.headers.get('access-control-allow-origin')).toBeNull();
  expect(await upgradeFrom('http://evil.example')).toBe(403);
  expect(await upgradeFrom('null')).toBe(403);
  expect(await upgradeFrom(new URL(dev.url).origin)).toBe(101);
});

/** The answer to a WebSocket handshake that a page of this origin makes. */
async function upgradeFrom(origin: string, path = '/sync'): Promise<number | undefined> {
  const asking = request(new URL(path, dev.url), {
    headers: {
      origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  });
  asking.end();
  const answers: IncomingMessage[] = await Promise.race([once(asking, 'upgrade'), once(asking, 'response')]);
  asking.destroy();
  return answers[0]?.statusCode;
}

test('an address that makes no sense is answered, and takes nothing down', async () => {
  for (const path of ['//', '///app/', '/%', '/app/%00/', 'http://', '/sync?%']) {
    const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
    expect(await rawAnswer(`${head}Connection: close\r\n\r\n`), path).toMatch(/^HTTP\/1\.1 [2345]\d\d /);
    const upgrading = rawSocket(`${head}Connection: Upgrade\r\nUpgrade: other\r\n\r\n`);
    expect(await statusOf('/healthz'), path).toBe(200);
    upgrading.destroy();
  }
});

/** Sends what no HTTP client would send. */
function rawSocket(text: string): Socket {
  const socket = connect(Number(new URL(dev.url).port), '127.0.0.1', () => socket.write(text));
  socket.on('error', () => socket.destroy());
  return socket;
}

/** All that comes back until the connection is closed. */
function rawAnswer(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = rawSocket(text);
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
  });
}

test('the samples of the showcase run beside its server, and upgrades are not for parts', async () => {
  const samples = await fetch(new URL('/app/samples/', dev.url));
  expect([samples.status, await samples.json()]).toMatchObject([404, { code: 'cli/part-silent' }]);
  expect(await upgradeFrom(new URL(dev.url).origin, '/app/samples/')).toBe(501);
});

test('a killed sync server is away for a moment; the page is not', async () => {
  const pid = await dev.serverPid();
  process.kill(pid, 'SIGKILL');
  await until('the server is seen to be away', async () =>
    (await statusOf('/readyz')) === 503 ? true : undefined,
  );
  expect(await statusOf('/healthz')).toBe(200);
  expect(await statusOf('/')).toBe(200);
  const next = await dev.serverPid();
  expect(next).not.toBe(pid);
  expect(await statusOf('/readyz')).toBe(200);
});

test('a server killed by the page stays down until the page restarts it', async () => {
  await dev.control('/dev/kill');
  const killed = await until('it is down', async () => {
    const { server } = await dev.control('/dev/state');
    return JSON.stringify(server) === '{"kind":"killed"}' ? true : undefined;
  });
  expect(killed).toBe(true);
  expect(await statusOf('/readyz')).toBe(503);
  await dev.control('/dev/restart');
  await dev.serverPid();
  expect(await statusOf('/readyz')).toBe(200);
});

test('a taken port that was asked for is an error in one line', async () => {
  const other = temporaryFolder();
  const { port } = new URL(dev.url);
  const second = runCommand('dev', '--app', 'apps/showcase', '--data', other.path, '--port', port);
  expect(await second.ended).toBe(1);
  expect(second.output()).toBe(
    `statehouse: Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port.\n`,
  );
  other.remove();
});

test('without a port the taken one is named and the next one is used', async () => {
  const blocker = createServer();
  blocker.on('error', () => {});
  blocker.listen(4400, '127.0.0.1');
  await Promise.race([once(blocker, 'listening'), once(blocker, 'error')]);
  const other = temporaryFolder();
  const second = runCommand('dev', '--app', 'apps/showcase', '--data', other.path);
  const port = await until('it serves', async () => /127\.0\.0\.1:(\d+)/.exec(second.output())?.[1]);
  expect(Number(port)).toBeGreaterThan(4400);
  expect(second.output()).toContain('Port 4400 is taken');
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  await new Promise((done) => blocker.close(done));
  other.remove();
});

test('a data folder that is in use is an error in one line', async () => {
  const second = runCommand('dev', '--app', 'apps/showcase', '--data', data.path, '--port', '0');
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/^statehouse: \S+ is in use by another `statehouse dev` \(http:.*\n$/);
});

test.each([
  [['dev', '--port', 'http'], 2, /--port takes a number/],
  [['dev', '--colour'], 2, /unknown option '--colour'/],
  [['build'], 2, /unknown command 'build'/],
  [['verify', '--data', 'docs'], 1, /There are no logs in .*docs/],
  [['dev', '--app', 'docs'], 1, /There is no index\.html in .*docs/],
  [['dev', '--app', 'apps/showcase', '--host', '0.0.0.0'], 1, /add --trust-network/],
])('`statehouse %s` ends with %i and one line', async (parameters, code, words) => {
  const command = runCommand(...parameters);
  expect(await command.ended).toBe(code);
  expect(command.output()).toMatch(words);
  expect(command.output().trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  [['--help'], 'Usage: statehouse [options] [command]'],
  [['dev', '--help'], 'Usage: statehouse dev [options]'],
  [['replay', '--help'], 'Usage: statehouse replay [options] <file>'],
  [['import', '--help'], 'Usage: statehouse import [options] <folder>'],
  [['verify', '--help'], 'Usage: statehouse verify [options]'],
])('`statehouse %s` explains itself and ends with 0', async (parameters, usage) => {
  const command = runCommand(...parameters);
  expect(await command.ended).toBe(0);
  expect(command.output()).toContain(usage);
});

test('SIGTERM closes everything and ends with 0', async () => {
  const folder = temporaryFolder();
  const own = await startDev(folder.path);
  const pid = await own.serverPid();
  expect(await own.stop()).toBe(0);
  expect(isAlive(pid)).toBe(false);
  folder.remove();
});

test('when the supervisor is killed its server goes too, and the next start takes the data over', async () => {
  const folder = temporaryFolder();
  const first = await startDev(folder.path);
  const pid = await first.serverPid();
  first.process.child.kill('SIGKILL');
  await first.process.ended;
  await until('the server is gone', async () => (isAlive(pid) ? undefined : true));
  const second = await startDev(folder.path);
  expect(await second.serverPid()).not.toBe(pid);
  expect(await second.stop()).toBe(0);
  folder.remove();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
