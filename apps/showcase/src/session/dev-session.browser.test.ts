import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DevSession, devSessionOf } from './dev-session.ts';

let asked: unknown[];
let answer: unknown;
let session: DevSession;

beforeEach(() => {
  asked = [];
  answer = { token: 'a token', tenant: 'dev', user: 'ada' };
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push([path, JSON.parse(String(init.body))]);
    return new Response(JSON.stringify(answer));
  });
  const page = document.implementation.createHTMLDocument();
  page.head.innerHTML = '<meta name="statehouse-dev" content="made-at-start">';
  const made = devSessionOf(page, 'w1');
  if (made === undefined) throw new Error('the page has a session');
  session = made;
});

afterEach(() => vi.unstubAllGlobals());

test('a page that something else serves has no session', () => {
  expect(devSessionOf(document.implementation.createHTMLDocument(), 'w1')).toBeUndefined();
});

test('who a user is comes with their token, and is asked for only without one', async () => {
  expect(await session.whoami('ada')).toEqual({ tenant: 'dev', user: 'ada' });
  expect(await session.token('ada')).toBe('a token');
  expect(await session.whoami('ada')).toEqual({ tenant: 'dev', user: 'ada' });
  expect(asked).toEqual([
    ['/dev/token', { user: 'ada' }],
    ['/dev/token', { user: 'ada' }],
  ]);
});

test('a token that does not say whose it is, is none', async () => {
  answer = { token: 'a token' };
  await expect(session.token('ada')).rejects.toThrow(/whose it is/);
});

test('the network is in one of four modes', async () => {
  for (const network of ['live', 'slow', 'lossy', 'cut'] as const) {
    answer = { server: { kind: 'starting' }, network };
    expect((await session.setNetwork(network)).network).toBe(network);
    expect(asked.at(-1)).toEqual(['/dev/network', { window: 'w1', mode: network }]);
  }
});
