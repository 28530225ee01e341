import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metrics } from '@statehouse/kernel';
import { CloseCode } from '@statehouse/protocol';
import { createMemoryLogStore, type LogStore } from '@statehouse/storage';
import { createSqliteLogStore } from '@statehouse/storage/sqlite';
import { afterEach, expect, test } from 'vitest';
import type { SyncServer } from './create-server.ts';
import { addNote, endAll, enter, type Line, logInto, start, submit, token } from './testing/test-house.ts';

const httpOf = (server: SyncServer, path: string) => fetch(`http://${server.host}:${server.port}${path}`);

afterEach(endAll);

test('the operator sees health and readiness', async () => {
  const server = await start();
  const health = await httpOf(server, '/healthz');
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  expect((await httpOf(server, '/readyz')).status).toBe(200);
  expect((await httpOf(server, '/')).status).toBe(404);
});

test('the operator is told how long commits take, how many documents are open, and what goes over the wire', async () => {
  const counted = new Map<string, number>();
  const gauges = new Map<string, number>();
  const commits: number[] = [];
  const metrics: Metrics = {
    count: (name, amount = 1) => void counted.set(name, (counted.get(name) ?? 0) + amount),
    gauge: (name, value) => void gauges.set(name, value),
    observe: (name, value) => {
      if (name === 'server_commit_ms') commits.push(value);
    },
  };
  const server = await start({ metrics });
  const anna = await enter(server, 'anna');
  await anna.open('d');
  await anna.open('e');
  const before = {
    sent: counted.get('server_sent_bytes') ?? 0,
    got: counted.get('server_received_bytes') ?? 0,
  };
  const message = submit('d', 1, 0, [addNote('n')]);
  anna.say(message);
  await anna.next('deliver');
  expect(commits).toHaveLength(1);
  expect(commits[0]).toBeGreaterThan(0);
  expect(gauges.get('server_documents_open')).toBe(2);
  expect((counted.get('server_received_bytes') ?? 0) - before.got).toBe(JSON.stringify(message).length);
  expect(counted.get('server_sent_bytes')).toBeGreaterThan(before.sent + 100);
});

test('the operator closes: what was admitted is delivered and durable, and a new server goes on', async () => {
  const store = createMemoryLogStore();
  const slow: LogStore = {
    ...store,
    append: async (...call) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return store.append(...call);
    },
  };
  const lines: Line[] = [];
  const server = await start({ store: slow, log: logInto(lines) });
  const anna = await enter(server, 'anna');
  await anna.open('d');
  anna.say(submit('d', 1, 0, [addNote('n')]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const closing = server.close();
  expect((await anna.next('deliver')).to).toBe(2);
  expect(await anna.closed).toEqual({ code: CloseCode.Unavailable, reason: 'server/draining' });
  await closing;
  await server.close();
  expect(lines.map(({ message }) => message)).toEqual(['listening', 'draining', 'closed']);
  expect((await store.load({ tenant: 'dev', document: 'd' })).snapshot?.version).toBe(2);
  const again = await start({ store });
  expect(await (await enter(again, 'anna')).open('d', 2)).toMatchObject({ to: 2, lastSequence: 1 });
});

test('the operator finds everything again after a restart on the same SQLite files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'statehouse-server-'));
  const first = await createSqliteLogStore({ folder });
  const server = await start({ store: first });
  const anna = await enter(server, 'anna');
  await anna.open('d');
  anna.say(submit('d', 1, 0, [addNote('n'), addNote('m')]));
  await anna.next('deliver');
  await server.close();
  await first.close();
  const second = await createSqliteLogStore({ folder });
  const again = await start({ store: second });
  const back = await enter(again, 'anna');
  expect(await back.open('d')).toMatchObject({ from: 3, to: 3, lastSequence: 2 });
  expect((await back.next('snapshot-part')).rows.map(([, id]) => id)).toEqual(['m', 'n']);
  back.say(submit('d', 1, 0, [addNote('n'), addNote('m')]));
  back.say(submit('d', 3, 3, [addNote('o')]));
  expect(await back.next('deliver')).toMatchObject({ from: 3, to: 4 });
  await again.close();
  await second.close();
  await rm(folder, { recursive: true });
});

test('the operator is not kept waiting by a disk that never answers', async () => {
  const store: LogStore = { ...createMemoryLogStore(), append: () => new Promise(() => {}) };
  const server = await start({ store, drainTimeoutMs: 30 });
  const anna = await enter(server, 'anna');
  await anna.open('d');
  anna.say(submit('d', 1, 0, [addNote('n')]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await server.close();
  expect((await anna.closed).code).toBe(1006);
});

test('the operator finds no token and no content in the log', async () => {
  const lines: Line[] = [];
  const store: LogStore = {
    ...createMemoryLogStore(),
    append: () => Promise.reject(new Error('disk full')),
  };
  const server = await start({ store, log: logInto(lines) });
  const anna = await enter(server, 'anna');
  await anna.open('d');
  anna.say(submit('d', 1, 0, [addNote('n', 'secret-content')]));
  expect(await anna.closed).toEqual({ code: CloseCode.Unavailable, reason: 'server/storage-failed' });
  const text = JSON.stringify(lines);
  expect(text).toContain('server/storage-failed');
  expect(text).toContain('disk full');
  expect(text).not.toContain('secret-content');
  expect(text).not.toContain(await token());
});
