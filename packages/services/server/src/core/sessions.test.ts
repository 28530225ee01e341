import { CloseCode, DEFAULT_LIMITS } from '@statehouse/protocol';
import { describe, expect, test } from 'vitest';
import { addNote, CoreDriver } from './testing/core-driver.ts';

const hello = { kind: 'hello', protocol: 2, token: 'token', client: 'c' } as const;

function connected(options: ConstructorParameters<typeof CoreDriver>[0] = {}): CoreDriver {
  const driver = new CoreDriver(options);
  driver.step({ kind: 'connected', connection: 'k' });
  return driver;
}

function endOf(driver: CoreDriver, connection = 'k') {
  const error = driver.received(connection).at(-1);
  return [driver.closed.get(connection)?.code, error?.kind === 'error' && error.code];
}

describe('the hello', () => {
  test('is authenticated, its client id is claimed, and it is welcomed with the limits', () => {
    const driver = connected();
    const effects = driver.step({ kind: 'frame', connection: 'k', text: JSON.stringify(hello) });
    expect(effects).toContainEqual({ kind: 'authenticate', connection: 'k', token: 'token' });
    expect(driver.received('k')).toEqual([]);
    driver.step({
      kind: 'authenticated',
      connection: 'k',
      claims: { user: 'anna', tenant: 'acme', roles: [] },
    });
    expect(driver.received('k')).toEqual([
      { kind: 'welcome', protocol: 2, user: 'anna', connection: 'k', limits: DEFAULT_LIMITS },
    ]);
  });

  test('frames that come right behind it wait for the answer', () => {
    const driver = connected();
    driver.say('k', hello);
    driver.say('k', { kind: 'open', document: 'd', since: 0 });
    driver.say('k', { kind: 'ping', nonce: 1 });
    driver.step({
      kind: 'authenticated',
      connection: 'k',
      claims: { user: 'anna', tenant: 'acme', roles: [] },
    });
    expect(driver.received('k').map(({ kind }) => kind)).toEqual(['welcome', 'pong', 'opened']);
  });

  test('too many of them are too fast', () => {
    const driver = connected();
    driver.say('k', hello);
    for (let nonce = 0; nonce < 70; nonce += 1) driver.say('k', { kind: 'ping', nonce });
    expect(endOf(driver)).toEqual([CloseCode.SlowDown, 'server/slow-down']);
  });

  test.each([
    ['missing', CloseCode.Unauthenticated],
    ['invalid', CloseCode.Unauthenticated],
    ['expired', CloseCode.Unauthenticated],
    ['unavailable', CloseCode.Unavailable],
  ] as const)('a token that is %s is answered, and the connection closes', (reason, code) => {
    const driver = connected();
    driver.say('k', hello);
    driver.step({ kind: 'authentication-failed', connection: 'k', reason });
    expect(endOf(driver)).toEqual([code, `auth/${reason}`]);
  });

  test('no token is missing', () => {
    const driver = connected();
    driver.say('k', { ...hello, token: '' });
    expect(endOf(driver)).toEqual([CloseCode.Unauthenticated, 'auth/missing']);
  });

  test('a token that expires between its check and its use is expired', () => {
    const driver = connected();
    driver.say('k', hello);
    const claims = { user: 'anna', tenant: 'acme', roles: [], expiresAtMs: driver.nowMs };
    driver.step({ kind: 'authenticated', connection: 'k', claims });
    expect(endOf(driver)).toEqual([CloseCode.Unauthenticated, 'auth/expired']);
  });

  test('a client id of another user is not yours; that of another tenant is another', () => {
    const driver = new CoreDriver();
    driver.join({ client: 'c', user: 'anna' }, 'one');
    driver.join({ client: 'c', user: 'eve' }, 'two');
    expect(endOf(driver, 'two')).toEqual([CloseCode.Forbidden, 'sync/client-not-yours']);
    driver.join({ client: 'c', user: 'eve', tenant: 'other' }, 'three');
    expect(driver.last('three', 'welcome').user).toBe('eve');
  });

  test('a client id that cannot be recorded lets nobody in', () => {
    const driver = connected();
    driver.step({ kind: 'claim-failed', connection: 'k', reason: 'disk' });
    expect(endOf(driver)).toEqual([CloseCode.Unavailable, 'server/storage-failed']);
    expect(driver.reports.map(({ code }) => code)).toEqual(['server/claim-failed']);
  });

  test('comes first, and once', () => {
    const early = connected();
    early.say('k', { kind: 'open', document: 'd', since: 0 });
    expect(endOf(early)).toEqual([CloseCode.BadFrame, 'server/hello-first']);
    const twice = new CoreDriver();
    twice.join({ client: 'c' }, 'k');
    twice.say('k', hello);
    expect(endOf(twice)).toEqual([CloseCode.BadFrame, 'server/hello-twice']);
  });

  test.each(['before', 'after'])('takes no longer than the time allowed, %s the token came', (when) => {
    const driver = connected({ settings: { helloTimeoutMs: 3_000 } });
    if (when === 'after') driver.say('k', hello);
    driver.advance(2_900);
    expect(driver.closed.size).toBe(0);
    driver.advance(700);
    expect(endOf(driver)).toEqual([CloseCode.HelloTimeout, 'server/hello-timeout']);
  });

  test('answers of the authentication that come twice or too late mean nothing', () => {
    const driver = new CoreDriver();
    driver.join({ client: 'c' }, 'k');
    driver.step({
      kind: 'authenticated',
      connection: 'k',
      claims: { user: 'eve', tenant: 'evil', roles: [] },
    });
    driver.step({ kind: 'client-claimed', connection: 'k', owner: 'eve' });
    driver.step({ kind: 'disconnected', connection: 'k' });
    driver.step({ kind: 'authentication-failed', connection: 'k', reason: 'invalid' });
    expect(driver.received('k').map(({ kind }) => kind)).toEqual(['welcome']);
    expect(driver.closed.size).toBe(0);
  });
});

describe('a connection that was let in', () => {
  test('ends when its token expires, and its documents hear of it', () => {
    const driver = new CoreDriver();
    driver.join({ client: 'c', claims: { expiresAtMs: driver.nowMs + 5_000 } }, 'k');
    driver.say('k', { kind: 'open', document: 'd', since: 0 });
    driver.advance(4_900);
    expect(driver.closed.size).toBe(0);
    driver.advance(700);
    expect(endOf(driver)).toEqual([CloseCode.Unauthenticated, 'auth/expired']);
  });

  test('a wall clock that jumps does not stop timers; one that goes back does not make them wait', () => {
    const driver = new CoreDriver();
    driver.enter('anna');
    driver.nowMs -= 10 * 365 * 86_400_000;
    driver.submit('anna', 1, 0, [addNote('n')]);
    driver.advance(50);
    expect(driver.last('anna', 'deliver')).toMatchObject({ to: 2 });
  });

  test.each([
    ['{', CloseCode.BadFrame, 'protocol/not-json'],
    ['{"kind":"odd"}', CloseCode.BadFrame, 'protocol/unknown-message'],
    ['x'.repeat(1_048_577), CloseCode.TooLarge, 'protocol/frame-too-large'],
    ['{"kind":"hello","protocol":3}', CloseCode.UpgradeRequired, 'protocol/unsupported-version'],
  ])('the bad frame %.20s is answered with a code, and closes', (text, code, error) => {
    const driver = new CoreDriver();
    driver.join({ client: 'c' }, 'k');
    driver.step({ kind: 'frame', connection: 'k', text });
    expect(endOf(driver)).toEqual([code, error]);
    driver.say('k', { kind: 'ping', nonce: 1 });
    expect(driver.received('k')).toEqual([]);
  });

  test('a bad operation in a good frame is answered for its document, and the line stays', () => {
    const driver = new CoreDriver();
    driver.enter('anna');
    driver.received('anna');
    const operations = '[{"edits":[]},{"edits":[{"kind":"odd"}]}]';
    const text = `{"kind":"submit","document":"d","base":0,"first":1,"schemaVersion":1,"operations":${operations}}`;
    driver.step({ kind: 'frame', connection: 'anna', text });
    expect(driver.received('anna')).toEqual([
      expect.objectContaining({
        kind: 'error',
        code: 'ot/malformed-operation',
        document: 'd',
        details: expect.objectContaining({ operation: 1 }),
      }),
    ]);
    driver.submit('anna', 1, 0, [addNote('n')]);
    driver.advance(20);
    expect(driver.last('anna', 'deliver')).toMatchObject({ to: 2 });
  });

  test('a binary frame is not text', () => {
    const driver = connected();
    driver.step({ kind: 'binary-frame', connection: 'k' });
    expect(endOf(driver)).toEqual([CloseCode.BadFrame, 'protocol/not-text']);
  });

  test('a reader that is too slow is let go', () => {
    const driver = connected();
    driver.step({ kind: 'overrun', connection: 'k' });
    expect(endOf(driver)).toEqual([CloseCode.SlowDown, 'server/slow-reader']);
  });

  test.each([
    ['frames', { framesPerSecond: 10, frameBurst: 20 }, 'x'],
    ['bytes', { bytesPerSecond: 1_000, byteBurst: 2_000 }, 'x'.repeat(90)],
  ])('more %s than allowed are too fast; time gives room again', (_, settings, document) => {
    const driver = new CoreDriver({ settings });
    driver.join({ client: 'c' }, 'k');
    const say = (times: number) => {
      for (let time = 0; time < times; time += 1) driver.say('k', { kind: 'leave', document });
    };
    say(15);
    driver.advance(1_000);
    say(7);
    expect(driver.closed.size).toBe(0);
    say(30);
    expect(endOf(driver)).toEqual([CloseCode.SlowDown, 'server/slow-down']);
  });

  test('the same client over a new connection ends the old one; the old one’s late close harms nothing', () => {
    const driver = new CoreDriver();
    driver.enter('anna', 'd', 0, 'old');
    driver.enter('anna', 'd', 0, 'new');
    expect(endOf(driver, 'old')).toEqual([CloseCode.Superseded, 'server/superseded']);
    driver.step({ kind: 'disconnected', connection: 'old' });
    driver.submit('new', 1, 0, [addNote('n')]);
    driver.advance(20);
    expect(driver.last('new', 'deliver')).toMatchObject({ to: 2 });
    driver.enter('anna', 'd', 2, 'newer');
    expect(endOf(driver, 'new')).toEqual([CloseCode.Superseded, 'server/superseded']);
  });

  test('two clients of one user, and one client id in two tenants, do not meet', () => {
    const driver = new CoreDriver();
    driver.join({ client: 'a', user: 'anna' }, 'k1');
    driver.join({ client: 'b', user: 'anna' }, 'k2');
    driver.join({ client: 'a', user: 'anna', tenant: 'other' }, 'k3');
    expect(driver.closed.size).toBe(0);
  });
});

describe('tenants', () => {
  test('a document of one tenant is not that of another, whatever the names', () => {
    const driver = new CoreDriver();
    driver.join({ client: 'anna', tenant: 'a' }, 'k1');
    driver.join({ client: 'ben', tenant: 'a/d' }, 'k2');
    driver.say('k1', { kind: 'open', document: 'd/x', since: 0 });
    driver.say('k2', { kind: 'open', document: 'x', since: 0 });
    driver.received('k2');
    driver.submit('k1', 1, 0, [addNote('n')], 'd/x');
    driver.say('k1', {
      kind: 'presence',
      document: 'd/x',
      version: 0,
      sequence: 0,
      state: { name: 'A', color: 1 },
    });
    driver.advance(100);
    expect(driver.received('k2')).toEqual([]);
    expect(driver.log.of('a/d', 'x').records).toEqual([]);
  });

  test('what one tenant does changes no byte that another receives', () => {
    const bytesOfA = (noise: number) => {
      const driver = new CoreDriver();
      driver.join({ client: 'anna', tenant: 'a' }, 'k1');
      driver.join({ client: 'ben', tenant: 'b' }, 'k2');
      for (const connection of ['k1', 'k2'])
        driver.say(connection, { kind: 'open', document: 'd', since: 0 });
      for (let index = 1; index <= noise; index += 1) driver.submit('k2', index, 0, [addNote(`n${index}`)]);
      driver.submit('k1', 1, 0, [addNote('n')]);
      driver.advance(100);
      return driver.sends.filter(({ connections }) => connections.includes('k1')).map(({ frame }) => frame);
    };
    expect(bytesOfA(20)).toEqual(bytesOfA(0));
  });
});
