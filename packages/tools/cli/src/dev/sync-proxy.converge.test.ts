import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { canonicalSnapshot, counter, defineSchema, table, text } from '@statehouse/db';
import { type Clock, systemClock, systemTimers, type Timers } from '@statehouse/kernel';
import { seededRandom } from '@statehouse/kernel/testing';
import { createSyncClient, DEFAULT_CONNECTION_TIMES, type SyncedDocument } from '@statehouse/sync';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NetworkMode } from './joined-line.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';
import { createSyncProxy, type SyncProxy } from './sync-proxy.ts';

vi.setConfig({ testTimeout: 30_000 });

/** Time passes so many times faster for the network and for the clients: real sockets, and no minutes of waiting. */
const PACE = 20;
const clock: Clock = { nowMs: () => systemClock.nowMs() * PACE };
const timers: Timers = { after: (delayMs, then) => systemTimers.after(delayMs / PACE, then) };

const schema = defineSchema({ version: 1, tables: { pages: table({ body: text(), visits: counter() }) } });

let server: LocalServer;
let proxy: SyncProxy;
let http: Server;
let connections: number;

beforeEach(async () => {
  server = await startLocalServer({ schema });
  const port = Number(new URL(server.url).port);
  proxy = createSyncProxy(() => port, { clock, timers, random: seededRandom(20) });
  connections = 0;
  http = createServer();
  http.on('upgrade', (request, socket, head) => {
    connections += 1;
    proxy.accept(request, socket, head);
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  proxy.close();
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
  await server.close();
});

function join(window: string) {
  const address = http.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return createSyncClient({
    url: `ws://127.0.0.1:${port}/sync?window=${window}`,
    token: () => server.token(window),
    schema,
    times: DEFAULT_CONNECTION_TIMES,
    environment: { clock, timers },
  });
}

interface Course {
  /** Rounds of editing, at least and until `isEnough`. */
  readonly rounds: number;
  isEnough(): boolean;
}

/** Two edit one page over a network of that mode. Answers with how long the last edit took to be confirmed. */
async function edited(mode: NetworkMode, course: Course): Promise<number> {
  proxy.setMode('anna', mode);
  proxy.setMode('ben', mode);
  const clients = [join('anna'), join('ben')];
  const [hers, his] = await Promise.all(clients.map((client) => client.open('page')));
  if (hers === undefined || his === undefined) throw new Error('two were opened');
  hers.transact((tx) => tx.pages.insert({ id: 'page', body: '', visits: 0 }));
  await vi.waitFor(() => expect(his.snapshot.get('pages', 'page')).toBeDefined(), { timeout: 20_000 });
  let rounds = 0;
  while (rounds < course.rounds || !course.isEnough()) {
    rounds += 1;
    write(hers, 'a');
    write(his, 'b');
    await new Promise((done) => timers.after(300, () => done(undefined)));
  }
  await Promise.all([hers.whenSynced(), his.whenSynced()]);
  const startMs = clock.nowMs();
  write(hers, 'a');
  await hers.whenSynced();
  const confirmedMs = clock.nowMs() - startMs;
  await vi.waitFor(() => expect(canonicalSnapshot(his.snapshot)).toBe(canonicalSnapshot(hers.snapshot)), {
    timeout: 20_000,
  });
  const page = hers.snapshot.get('pages', 'page');
  expect(page?.visits).toBe(rounds * 2 + 1);
  const letters = String(page?.body);
  expect([letters.length, letters.split('b').length - 1]).toEqual([rounds * 2 + 1, rounds]);
  await Promise.all(clients.map((client) => client.close()));
  return confirmedMs;
}

function write(document: SyncedDocument<typeof schema>, letter: string): void {
  document.transact((tx) => {
    tx.pages.text('page', 'body').insert(0, letter);
    tx.pages.increment('page', 'visits', 1);
  });
}

test('two windows converge over a slow network, and it is slow', async () => {
  const confirmedMs = await edited('slow', { rounds: 20, isEnough: () => true });
  expect(confirmedMs).toBeGreaterThan(750);
});

test('two windows converge over a network on which connections stall and break', async () => {
  await edited('lossy', { rounds: 60, isEnough: () => connections > 4 });
});
