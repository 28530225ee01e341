import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DevServer, startDev, temporaryFolder, until } from './dev-process.ts';

let dev: DevServer;
const data = temporaryFolder();

beforeAll(async () => {
  dev = await startDev(data.path, '--app', 'tests/browser/parts-app');
});

afterAll(async () => {
  await dev.stop();
  data.remove();
});

async function ask(
  path: string,
  init: RequestInit = {},
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await fetch(new URL(path, dev.url), init);
  return { status: response.status, answer: await response.json() };
}

/** Parts start behind the server. */
async function askStarted(path: string, init: RequestInit = {}): ReturnType<typeof ask> {
  return until('the part runs', async () => {
    const answered = await ask(path, init);
    return answered.status === 503 ? undefined : answered;
  });
}

test('a part answers, writes to documents, and knows who asks', async () => {
  expect(await askStarted('/app/visits/')).toEqual({ status: 200, answer: { value: 1, visitor: null } });
  const { origin } = new URL(dev.url);
  const body = JSON.stringify({ user: 'ada', tenant: 'acme' });
  const headers = { origin, 'content-type': 'application/json' };
  const signedIn = await fetch(new URL('/dev/token', dev.url), { method: 'POST', headers, body });
  const { token, ...identity } = Object(await signedIn.json());
  expect(identity).toEqual({ tenant: 'acme', user: 'ada' });
  const asked = await ask('/app/visits/', { headers: { authorization: `Bearer ${token}` } });
  expect(asked.answer).toEqual({ value: 2, visitor: { tenant: 'acme', user: 'ada' } });
});

test('a part that does not start is one line in the terminal, and the others go on', async () => {
  const line = await until(
    'it is said',
    async () => /^statehouse: The part broken.*$/m.exec(dev.process.output())?.[0],
  );
  expect(line).toBe(
    'statehouse: The part broken did not start (its key is missing): the server goes on without it.',
  );
  expect(dev.process.output()).not.toContain('this line is not shown');
  expect(await ask('/app/broken/')).toMatchObject({ status: 404, answer: { code: 'cli/part-unknown' } });
  expect(await ask('/app/endless/')).toMatchObject({ status: 503, answer: { code: 'cli/part-starting' } });
  expect((await fetch(new URL('/readyz', dev.url))).status).toBe(200);
});

test('a part that fails in a request answers 500, and goes on', async () => {
  expect(await askStarted('/app/visits/fail')).toMatchObject({
    status: 500,
    answer: { code: 'cli/part-failed' },
  });
  expect((await ask('/app/visits/')).status).toBe(200);
});

test('a page of another origin changes nothing', async () => {
  const foreign = { method: 'POST', headers: { origin: 'http://evil.example' } };
  expect(await ask('/app/visits/', foreign)).toMatchObject({
    status: 403,
    answer: { code: 'cli/app-foreign' },
  });
  const { origin } = new URL(dev.url);
  expect((await ask('/app/visits/', { method: 'POST', headers: { origin } })).status).toBe(200);
});

test('a stream ends well when the server is drained, and parts are back after a restart', async () => {
  await askStarted('/app/visits/');
  const response = await fetch(new URL('/app/visits/events', dev.url));
  const text = response.text();
  const pid = await dev.serverPid();
  await dev.control('/dev/restart');
  expect(await text).toBe('data: begin\n\ndata: end\n\n');
  await until('another server runs', async () => ((await dev.serverPid()) === pid ? undefined : true));
  expect((await askStarted('/app/visits/')).status).toBe(200);
});

test('while the server is away, its parts are', async () => {
  await dev.control('/dev/kill');
  await until('it is down', async () => {
    const { status } = await fetch(new URL('/readyz', dev.url));
    return status === 503 ? true : undefined;
  });
  expect(await ask('/app/visits/')).toMatchObject({ status: 503, answer: { code: 'cli/server-away' } });
  await dev.control('/dev/restart');
  expect((await askStarted('/app/visits/')).status).toBe(200);
});
