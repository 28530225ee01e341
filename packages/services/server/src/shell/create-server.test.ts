import { CloseCode } from '@statehouse/protocol';
import { createMemoryLogStore, type LogStore } from '@statehouse/storage';
import { afterEach, describe, expect, test } from 'vitest';
import { createDevAuth } from '../auth/dev-auth.ts';
import { TestClient } from './testing/test-client.ts';
import { addNote, connect, endAll, enter, start, submit, token } from './testing/test-house.ts';

afterEach(endAll);

describe('two clients over real sockets', () => {
  test('what one submits, both see', async () => {
    const server = await start();
    const anna = await enter(server, 'anna');
    const ben = await enter(server, 'ben');
    await anna.open('d');
    await ben.open('d');
    anna.say(submit('d', 1, 0, [addNote('n')]));
    for (const client of [anna, ben]) {
      const { entries } = await client.next('deliver');
      expect(entries[1]).toMatchObject({ kind: 'operation', client: 'anna', sequence: 1, author: 'anna' });
    }
  });

  test('presence goes to the others, and a cut connection is gone', async () => {
    const server = await start();
    const anna = await enter(server, 'anna');
    const ben = await enter(server, 'ben');
    await anna.open('d');
    await ben.open('d');
    anna.say({ kind: 'presence', document: 'd', version: 0, sequence: 0, state: { name: 'Anna', color: 1 } });
    const { changed } = await ben.next('peers');
    expect(changed).toMatchObject([{ client: 'anna', user: 'anna', state: { name: 'Anna' } }]);
    anna.end();
    expect((await ben.next('peers')).gone).toEqual(changed.map(({ connection }) => connection));
  });

  test('a ping is answered', async () => {
    const anna = await enter(await start(), 'anna');
    anna.say({ kind: 'ping', nonce: 42 });
    expect(await anna.next('pong')).toEqual({ kind: 'pong', nonce: 42 });
  });
});

describe('bad input over a real socket is answered with a code, and the document stays as it was', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  test.each([
    ['not JSON', 'hello', 'protocol/not-json', CloseCode.BadFrame],
    ['an unknown message', '{"kind":"deliver"}', 'protocol/unknown-message', CloseCode.BadFrame],
    [
      'an unknown member',
      '{"kind":"leave","document":"d","tenant":"other"}',
      'protocol/unknown-field',
      CloseCode.BadFrame,
    ],
    ['a wrong type', '{"kind":"leave","document":3}', 'protocol/wrong-type', CloseCode.BadFrame],
    ['nesting 10,000 deep', deep(10_000), 'protocol/too-deep', CloseCode.BadFrame],
    [
      'a forbidden key',
      '{"kind":"ping","nonce":1,"__proto__":{}}',
      'protocol/forbidden-key',
      CloseCode.BadFrame,
    ],
    ['NaN', '{"kind":"ping","nonce":NaN}', 'protocol/not-json', CloseCode.BadFrame],
    ['infinity', '{"kind":"ping","nonce":1e999}', 'protocol/number-too-large', CloseCode.BadFrame],
    [
      'half a surrogate pair',
      '{"kind":"leave","document":"\\ud800"}',
      'protocol/lone-surrogate',
      CloseCode.BadFrame,
    ],
    ['a frame above 1 MB', 'x'.repeat(1_100_000), 'protocol/frame-too-large', CloseCode.TooLarge],
    ['a binary frame', Buffer.from('{}'), 'protocol/not-text', CloseCode.BadFrame],
    [
      'a sequence with other content',
      JSON.stringify(submit('d', 1, 0, [addNote('other')])),
      'sync/sequence-reused',
      CloseCode.SequenceReused,
    ],
  ])('%s', async (_, frame, code, closeCode) => {
    const server = await start();
    const ben = await enter(server, 'ben');
    await ben.open('d');
    ben.say(submit('d', 1, 0, [addNote('n')]));
    await ben.next('deliver');
    ben.raw(frame);
    const error = await ben.next('error');
    expect(error.code).toBe(code);
    expect(JSON.stringify(error)).not.toMatch(/\bat \S+:\d+|node_modules|\.ts/);
    expect(await ben.closed).toEqual({ code: closeCode, reason: code });
    const anna = await enter(server, 'anna');
    expect(await anna.open('d', 2)).toMatchObject({ from: 2, to: 2, entries: [] });
  });

  test('a 10 MB frame is not even read: the socket closes with 1009', async () => {
    const server = await start();
    const ben = await enter(server, 'ben');
    ben.raw('x'.repeat(10_485_760));
    expect((await ben.closed).code).toBe(1009);
    expect(await (await enter(server, 'anna')).open('d')).toMatchObject({ to: 0 });
  });

  test.each([
    ['a version from the future', submit('d', 1, 99, [addNote('n')]), 'sync/version-from-future'],
    ['a gap', submit('d', 7, 0, [addNote('n')]), 'sync/unknown-client'],
    [
      'an operation of no known shape',
      { ...submit('d', 1, 0, []), operations: [{ edits: 1 }] },
      'ot/malformed-operation',
    ],
    ['a document that is not open', submit('other', 1, 0, [addNote('n')]), 'server/not-open'],
  ])('%s concerns the document only', async (_, message, code) => {
    const server = await start();
    const ben = await enter(server, 'ben');
    await ben.open('d');
    ben.raw(JSON.stringify(message));
    expect(await ben.next('error')).toMatchObject({ code, document: message.document });
    expect(await ben.open('d')).toMatchObject({ to: 0 });
  });
});

describe('who may connect', () => {
  const other = createDevAuth({ secret: 'another secret that is long enough too' });
  test.each([
    ['no token', async () => '', 'auth/missing'],
    ['a forged one', () => other.issue({ user: 'anna' }), 'auth/invalid'],
    ['an expired one', () => token('anna', { lifetimeMs: -5_000 }), 'auth/expired'],
    ['something else', async () => 'abc', 'auth/invalid'],
  ])('nobody with %s', async (_, issue, code) => {
    const client = await connect(await start());
    client.say({ kind: 'hello', protocol: 2, token: await issue(), client: 'c' });
    expect((await client.next('error')).code).toBe(code);
    expect(await client.closed).toEqual({ code: CloseCode.Unauthenticated, reason: code });
  });

  test('a token that expires in mid-connection ends it', async () => {
    const server = await start({ settings: { sweepMs: 20 } });
    const client = await connect(server);
    client.say({
      kind: 'hello',
      protocol: 2,
      token: await token('anna', { lifetimeMs: 1_500 }),
      client: 'c',
    });
    await client.next('welcome');
    expect(await client.closed).toEqual({ code: CloseCode.Unauthenticated, reason: 'auth/expired' });
  });

  test('a client id that another user has used is not yours', async () => {
    const server = await start();
    (await enter(server, 'c', 'anna')).end();
    const eve = await connect(server);
    eve.say({ kind: 'hello', protocol: 2, token: await token('eve'), client: 'c' });
    expect(await eve.closed).toEqual({ code: CloseCode.Forbidden, reason: 'sync/client-not-yours' });
  });

  test('an authenticator that fails says nothing about the token', async () => {
    const failing = { developmentOnly: false, verify: () => Promise.reject(new Error('no network')) };
    const client = await connect(await start({ auth: failing }));
    client.say({ kind: 'hello', protocol: 2, token: 'abc', client: 'c' });
    expect(await client.closed).toEqual({ code: CloseCode.Unavailable, reason: 'auth/unavailable' });
  });

  test('a store that cannot claim a client sends it away', async () => {
    const store: LogStore = {
      ...createMemoryLogStore(),
      claimClient: () => Promise.reject(new Error('no disk')),
    };
    const client = await connect(await start({ store }));
    client.say({ kind: 'hello', protocol: 2, token: await token(), client: 'c' });
    expect(await client.closed).toEqual({ code: CloseCode.Unavailable, reason: 'server/storage-failed' });
  });

  test('who says nothing is sent away', async () => {
    const client = await connect(await start({ settings: { helloTimeoutMs: 30, sweepMs: 10 } }));
    expect(await client.closed).toEqual({ code: CloseCode.HelloTimeout, reason: 'server/hello-timeout' });
  });

  test('the tenant comes from the token: a document of another one is another document', async () => {
    const server = await start();
    const anna = await enter(server, 'anna');
    await anna.open('d');
    anna.say(submit('d', 1, 0, [addNote('n')]));
    await anna.next('deliver');
    const eve = await TestClient.join(server.url, await token('eve', { tenant: 'other' }), 'eve');
    expect(await eve.open('d')).toMatchObject({ to: 0 });
    eve.end();
  });

  test('development tokens are for loopback, unless somebody says otherwise', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'server/dev-auth-not-loopback' });
    const server = await start({ host: '0.0.0.0', allowRemoteDev: true });
    expect(server.port).toBeGreaterThan(0);
    const v6 = await start({ host: '::1' });
    expect(v6.url).toMatch(/^ws:\/\/\[::1\]:\d+\/sync$/);
  });

  test('a page of another origin may not, one of the same host or a named one may', async () => {
    const server = await start({ allowedOrigins: ['https://app.example'] });
    await expect(connect(server, { origin: 'https://evil.example' })).rejects.toThrow('HTTP 403');
    await expect(connect(server, { origin: 'null' })).rejects.toThrow('HTTP 403');
    await connect(server, { origin: 'https://app.example' });
    await connect(server, { origin: `http://${server.host}:${server.port}` });
  });

  test('nobody at another path, and nobody when the house is full', async () => {
    const server = await start({ maxConnections: 1 });
    await expect(TestClient.connect(server.url.replace('/sync', '/other'))).rejects.toThrow('HTTP 404');
    await connect(server);
    await expect(connect(server)).rejects.toThrow('HTTP 503');
  });
});
