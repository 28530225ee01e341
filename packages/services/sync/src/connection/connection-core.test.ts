import type { Random } from '@statehouse/kernel';
import { seededRandom } from '@statehouse/kernel/testing';
import { CloseCode, DEFAULT_LIMITS, encodeServerMessage, type ServerMessage } from '@statehouse/protocol';
import { expect, test } from 'vitest';
import { ConnectionCore, type ConnectionEffect, type ConnectionTimer } from './connection-core.ts';

const times = {
  firstRetryMs: 100,
  maxRetryMs: 3_000,
  handshakeMs: 5_000,
  heartbeatMs: 800,
  silenceMs: 2_000,
};
const LOWEST: Random = { next: () => 0 };
const welcome = encodeServerMessage({
  kind: 'welcome',
  protocol: 2,
  user: 'anna',
  connection: 'k1',
  limits: DEFAULT_LIMITS,
});

function newCore(random: Random = LOWEST): ConnectionCore {
  return new ConnectionCore('c1', random, times);
}

/** From `connecting` to `live`. */
function welcomeAt(core: ConnectionCore, attempt: number): readonly ConnectionEffect[] {
  core.token(attempt, 'secret');
  core.socketOpened(attempt);
  return core.socketReceived(attempt, welcome);
}

function liveCore(random: Random = LOWEST): ConnectionCore {
  const core = newCore(random);
  core.start();
  welcomeAt(core, 1);
  return core;
}

function delayOf(effects: readonly ConnectionEffect[], name: ConnectionTimer): number | undefined {
  for (const effect of effects) if (effect.kind === 'timer' && effect.name === name) return effect.delayMs;
  return undefined;
}

function kinds(effects: readonly ConnectionEffect[]): readonly string[] {
  return effects.map(({ kind }) => kind);
}

function sent(effects: readonly ConnectionEffect[]): readonly unknown[] {
  return effects.flatMap((effect) => (effect.kind === 'transmit' ? [JSON.parse(effect.text)] : []));
}

function frame(message: ServerMessage): string {
  return encodeServerMessage(message);
}

/** The delays of so many failures in a row. */
function failures(core: ConnectionCore, count: number): readonly number[] {
  const delays: number[] = [];
  core.start();
  for (let attempt = 1; attempt <= count; attempt += 1) {
    core.token(attempt, 'secret');
    delays.push(delayOf(core.socketClosed(attempt, 1006, 0), 'retry') ?? -1);
    core.timer('retry', 0);
  }
  return delays;
}

test('a token is asked for, the socket dialled, and the token travels in the first frame', () => {
  const core = newCore();
  expect(core.start()).toEqual([
    { kind: 'connection-status' },
    { kind: 'get-token', attempt: 1 },
    { kind: 'timer', name: 'handshake', delayMs: 5_000 },
  ]);
  expect(core.status.kind).toBe('connecting');
  const dialled = core.token(1, 'secret');
  expect(dialled[0]).toEqual({ kind: 'dial', attempt: 1 });
  expect(delayOf(dialled, 'handshake')).toBe(5_000);
  expect(sent(core.socketOpened(1))).toEqual([{ kind: 'hello', protocol: 2, token: 'secret', client: 'c1' }]);
  expect(core.live).toBe(false);
  expect(kinds(core.socketReceived(1, welcome))).toContain('welcomed');
  expect(core.live).toBe(true);
  expect(core.status).toEqual({ kind: 'live', user: 'anna', lastError: undefined });
});

test('a token that never comes is asked for again, and nothing is made of it if it comes late', () => {
  const core = newCore();
  core.start();
  const gaveUp = core.timer('handshake', 5_000);
  expect(delayOf(gaveUp, 'retry')).toBeGreaterThan(0);
  expect(core.status.kind).toBe('waiting');
  expect(core.status.lastError?.code).toBe('sync/no-answer');
  expect(core.token(1, 'late')).toEqual([]);
  expect(core.timer('retry', 60_000)).toContainEqual({ kind: 'get-token', attempt: 2 });
  expect(core.token(1, 'late')).toEqual([]);
  expect(kinds(core.token(2, 'secret'))).toContain('dial');
});

test('nothing is sent before the welcome and nothing after the loss', () => {
  const core = newCore();
  const leave = { kind: 'leave', document: 'd' } as const;
  core.start();
  expect(core.send(leave)).toEqual([]);
  welcomeAt(core, 1);
  expect(sent(core.send(leave))).toEqual([leave]);
  core.socketClosed(1, 1006, 0);
  expect(core.send(leave)).toEqual([]);
});

test('the pause between attempts doubles up to its bound, and never falls below half of it', () => {
  expect(failures(newCore(LOWEST), 8)).toEqual([50, 100, 200, 400, 800, 1_500, 1_500, 1_500]);
  const drawn = failures(newCore(seededRandom(7)), 200);
  const upper = drawn.map((_, index) => Math.min(3_000, 100 * 2 ** index));
  for (const [index, delayMs] of drawn.entries()) {
    expect(delayMs).toBeGreaterThanOrEqual((upper[index] ?? 0) / 2);
    expect(delayMs).toBeLessThanOrEqual(upper[index] ?? 0);
  }
  expect(new Set(drawn.slice(20)).size).toBeGreaterThan(100);
});

test('the time of the next attempt is told', () => {
  const core = newCore();
  core.start();
  core.token(1, 'secret');
  core.socketClosed(1, 1006, 70_000);
  expect(core.status).toEqual({ kind: 'waiting', retryAtMs: 70_050, lastError: undefined });
});

test('a connection that held for a while starts the backoff anew, one that broke at once does not', () => {
  const core = newCore();
  failures(core, 5);
  expect(delayOf(welcomeAt(core, 6), 'stable')).toBeGreaterThan(0);
  expect(delayOf(core.socketClosed(6, 1006, 0), 'retry')).toBe(1_500);
  core.timer('retry', 0);
  welcomeAt(core, 7);
  core.timer('stable', 0);
  expect(delayOf(core.socketClosed(7, 1006, 0), 'retry')).toBe(50);
});

test('reconnecting dials now instead of at the end of the backoff, and only if nothing is under way', () => {
  const core = newCore();
  core.start();
  expect(core.start()).toEqual([]);
  core.token(1, 'secret');
  core.socketClosed(1, 1006, 0);
  expect(kinds(core.start())).toContain('get-token');
  expect(core.timer('retry', 60_000)).toEqual([]);
  welcomeAt(core, 2);
  expect(core.start()).toEqual([]);
});

test.each([
  ['Forbidden', CloseCode.Forbidden],
  ['SequenceReused', CloseCode.SequenceReused],
  ['Superseded', CloseCode.Superseded],
  ['UpgradeRequired', CloseCode.UpgradeRequired],
])('after a close for %s nobody dials until told to', (_, code) => {
  const core = liveCore();
  const effects = core.socketClosed(1, code, 0);
  expect(kinds(effects)).toEqual(['lost', 'connection-status']);
  expect(core.status.kind).toBe('stopped');
  expect(core.timer('retry', 0)).toEqual([]);
  expect(kinds(core.start())).toContain('get-token');
});

test.each([
  ['Unauthenticated', CloseCode.Unauthenticated],
  ['Unavailable', CloseCode.Unavailable],
  ['SlowDown', CloseCode.SlowDown],
])('after a close for %s the client dials again, with another token', (_, code) => {
  const core = liveCore();
  expect(delayOf(core.socketClosed(1, code, 0), 'retry')).toBe(50);
  expect(core.timer('retry', 50)).toContainEqual({ kind: 'get-token', attempt: 2 });
});

test('what the server said of the connection is kept as its last error', () => {
  const core = newCore();
  core.start();
  core.token(1, 'forged');
  core.socketOpened(1);
  core.socketReceived(1, frame({ kind: 'error', code: 'server/unauthenticated', message: 'No.' }));
  core.socketClosed(1, CloseCode.Unauthenticated, 0);
  expect(core.status.lastError).toEqual({ code: 'server/unauthenticated', message: 'No.' });
});

test('the line is kept alive by pings, and given up when nothing comes back', () => {
  const core = newCore();
  core.start();
  const welcomed = welcomeAt(core, 1);
  expect(delayOf(welcomed, 'heartbeat')).toBe(800);
  expect(delayOf(welcomed, 'silence')).toBe(2_000);
  const beat = core.timer('heartbeat', 800);
  expect(sent(beat)).toEqual([{ kind: 'ping', nonce: 1 }]);
  expect(delayOf(beat, 'heartbeat')).toBe(800);
  expect(sent(core.timer('heartbeat', 1_600))).toEqual([{ kind: 'ping', nonce: 2 }]);
  const effects = core.timer('silence', 2_000);
  expect(kinds(effects)).toEqual(['lost', 'hang-up', 'connection-status', 'timer']);
  expect(core.status).toMatchObject({ kind: 'waiting', lastError: { code: 'sync/no-answer' } });
  expect(core.timer('heartbeat', 2_400)).toEqual([]);
});

test('whatever the server says puts the silence off; a pong goes no further', () => {
  const core = liveCore();
  expect(core.socketReceived(1, frame({ kind: 'pong', nonce: 1 }))).toEqual([]);
  expect(core.timer('silence', 2_000)).toEqual([{ kind: 'timer', name: 'silence', delayMs: 2_000 }]);
  expect(core.live).toBe(true);
  expect(kinds(core.timer('silence', 4_000))).toContain('hang-up');
});

test('an address that cannot be dialled is told and tried again later', () => {
  const core = newCore();
  core.start();
  expect(core.dialFailed(1, 'too early', 0)).toEqual([]);
  core.token(1, 'secret');
  expect(delayOf(core.dialFailed(1, 'not an address', 10), 'retry')).toBe(50);
  expect(core.status).toMatchObject({ kind: 'waiting', lastError: { code: 'sync/no-answer' } });
  expect(core.status.lastError?.message).toContain('not an address');
});

test('a handshake without an answer is given up and tried again', () => {
  const core = newCore();
  core.start();
  core.token(1, 'secret');
  core.socketOpened(1);
  const effects = core.timer('handshake', 5_000);
  expect(effects).toContainEqual({ kind: 'hang-up', attempt: 1, code: 1000 });
  expect(delayOf(effects, 'retry')).toBe(50);
  expect(core.socketClosed(1, 1000, 5_001)).toEqual([]);
  expect(core.status).toMatchObject({ kind: 'waiting', lastError: { code: 'sync/no-answer' } });
});

test('the timer of a handshake that succeeded does nothing', () => {
  const core = liveCore();
  expect(core.timer('handshake', 5_000)).toEqual([]);
  expect(core.live).toBe(true);
});

test('an older socket that closes or speaks after the new one opened is not heard', () => {
  const core = liveCore();
  core.timer('silence', 2_000);
  core.timer('retry', 2_050);
  welcomeAt(core, 2);
  expect(core.socketClosed(1, 1006, 2_100)).toEqual([]);
  expect(core.socketReceived(1, frame({ kind: 'pong', nonce: 9 }))).toEqual([]);
  expect(core.socketOpened(1)).toEqual([]);
  expect(core.live).toBe(true);
});

test('a token for an older attempt is not used', () => {
  const core = newCore();
  core.start();
  core.stop();
  core.start();
  expect(core.token(1, 'old')).toEqual([]);
  expect(core.tokenFailed(1, 'old', 0)).toEqual([]);
  expect(kinds(core.token(2, 'new'))).toContain('dial');
});

test('a frame that cannot be read ends the connection, says why, and is dialled anew', () => {
  const core = liveCore();
  const effects = core.socketReceived(1, '{"kind":');
  expect(effects).toEqual([{ kind: 'hang-up', attempt: 1, code: CloseCode.BadFrame }]);
  expect(core.status.lastError?.code).toMatch(/^protocol\//);
  expect(delayOf(core.socketClosed(1, CloseCode.BadFrame, 0), 'retry')).toBe(50);
});

test('messages before the welcome are passed over', () => {
  const core = newCore();
  core.start();
  core.token(1, 'secret');
  core.socketOpened(1);
  const deliver = frame({ kind: 'deliver', document: 'd', from: 0, to: 1, entries: [schemaEntry] });
  expect(core.socketReceived(1, deliver)).toEqual([]);
  core.socketReceived(1, welcome);
  expect(kinds(core.socketReceived(1, deliver))).toEqual(['received']);
});

test('a token that cannot be had is told and tried again later', () => {
  const core = newCore();
  core.start();
  const effects = core.tokenFailed(1, 'the login is down', 10);
  expect(delayOf(effects, 'retry')).toBe(50);
  expect(core.status).toMatchObject({ kind: 'waiting', retryAtMs: 60 });
  expect(core.status.lastError).toMatchObject({ code: 'sync/token-failed' });
  expect(core.status.lastError?.message).toContain('the login is down');
});

test('stopping hangs up, tells the loss, and leaves nothing that dials', () => {
  const core = liveCore();
  expect(kinds(core.stop())).toEqual(['lost', 'hang-up', 'connection-status']);
  expect(core.socketClosed(1, 1000, 0)).toEqual([]);
  for (const name of ['retry', 'handshake', 'heartbeat', 'silence', 'stable'] as const)
    expect(core.timer(name, 1)).toEqual([]);
  expect(core.status.kind).toBe('stopped');
});

const schemaEntry = { kind: 'schema', version: 1, schemaVersion: 1 } as const;
