import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_PORT } from './dev-options.ts';
import { listenOnPort } from './listen.ts';

const servers: Server[] = [];

function server(): Server {
  const made = createServer();
  servers.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((each) => new Promise((done) => each.close(done))));
});

test('without a port the next free one is taken, and each taken one is named', async () => {
  const first = await listenOnPort(server(), '127.0.0.1', undefined, () => {});
  const taken: number[] = [];
  const second = await listenOnPort(server(), '127.0.0.1', undefined, (port) => taken.push(port));
  expect(first).toBeGreaterThanOrEqual(DEFAULT_PORT);
  expect(second).toBeGreaterThan(first);
  expect(taken).toContain(first);
});

test('a port asked for by name is that port or an error', async () => {
  const port = await listenOnPort(server(), '127.0.0.1', 0, () => {});
  expect(port).toBeGreaterThan(0);
  const again = listenOnPort(server(), '127.0.0.1', port, () => {});
  await expect(again).rejects.toMatchObject({ code: 'cli/port-taken', details: { port } });
});

test('an address that this machine does not have is named in one line', async () => {
  const elsewhere = listenOnPort(server(), '203.0.113.1', 0, () => {});
  await expect(elsewhere).rejects.toMatchObject({ code: 'cli/port-forbidden' });
});
