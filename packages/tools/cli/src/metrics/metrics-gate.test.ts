import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { systemClock } from '@statehouse/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMetricsFront } from './metrics-front.ts';
import { answerMetrics } from './metrics-gate.ts';
import { createServerMetrics, type ServerMetrics } from './server-metrics.ts';

const KEY = 'the key';
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** An address of this machine by which others reach it, if it has one. */
const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

let metrics: ServerMetrics;
let front: Server;
let gate: Server;
let isOpen: boolean;
let isAway: boolean;

beforeEach(async () => {
  [isOpen, isAway] = [false, false];
  metrics = createServerMetrics(systemClock);
  front = createMetricsFront({ metrics, key: KEY, log });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  gate = createServer((asked, response) => {
    const target = () => (isAway ? undefined : portOf(front));
    answerMetrics({ target, key: KEY, origins: new Set(['http://localhost:4400']), isOpen }, asked, response);
  });
  await once(gate.listen(0, '0.0.0.0'), 'listening');
});

afterEach(async () => {
  metrics.stop();
  for (const each of [gate, front]) {
    each.closeAllConnections();
    await new Promise((done) => each.close(done));
  }
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

interface Asked {
  readonly address?: string | undefined;
  readonly host?: string;
  readonly method?: string;
}

/** `fetch` does not let one choose the Host. */
async function ask({ address = '127.0.0.1', host, method = 'GET' }: Asked = {}) {
  const asking = request({
    host: address,
    port: portOf(gate),
    path: '/metrics',
    method,
    ...(host === undefined ? {} : { headers: { host } }),
  });
  asking.end();
  const [response] = await once(asking, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: Number(response.statusCode), text, type: String(response.headers['content-type']) };
}

test('who is on the same machine reads what was reported, and what Node says of itself', async () => {
  metrics.port.count('server_submissions', 3);
  metrics.port.observe('server_commit_ms', 2);
  const { status, text, type } = await ask();
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = text.split('\n');
  expect(lines).toContain('server_submissions 3');
  expect(lines).toContain('server_commit_ms_bucket{le="4"} 1');
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('a name that leads here without being ours reads nothing', async () => {
  expect((await ask({ host: 'localhost:4400' })).status).toBe(200);
  const { status, text } = await ask({ host: 'evil.example:4400' });
  expect([status, JSON.parse(text).code]).toEqual([403, 'cli/metrics-remote']);
  isOpen = true;
  expect((await ask({ host: 'house.example:4400' })).status).toBe(200);
});

test.skipIf(outside === undefined)('who comes from elsewhere reads nothing unless it is opened', async () => {
  expect((await ask({ address: outside })).status).toBe(403);
  isOpen = true;
  expect((await ask({ address: outside })).status).toBe(200);
});

test('metrics are only read, and are away with the server', async () => {
  expect((await ask({ method: 'POST' })).status).toBe(405);
  isAway = true;
  expect(JSON.parse((await ask()).text).code).toBe('cli/server-away');
});

test('the port behind the gate answers nobody who does not come through it', async () => {
  const response = await fetch(`http://127.0.0.1:${portOf(front)}/`);
  expect([response.status, Object(await response.json()).code]).toEqual([403, 'cli/metrics-remote']);
});

test('a reader of the process sees memory and the lag of the event loop', () => {
  const reader = metrics.readMetrics();
  const { gauges } = reader.snapshot();
  expect(gauges.process_heap_used_bytes).toBeGreaterThan(1_000_000);
  expect(gauges.process_resident_bytes).toBeGreaterThan(gauges.process_heap_used_bytes ?? 0);
  reader.close();
});
