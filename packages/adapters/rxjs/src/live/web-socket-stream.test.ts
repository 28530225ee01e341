import type { ConnectionStatus } from '@statehouse/kernel/live';
import { expect, test } from 'vitest';
import { FakeSocket } from '../testing/fake-socket.ts';
import { never, VirtualClock } from '../testing/virtual-clock.ts';
import { type WebSocketOptions, webSocketStream } from './web-socket-stream.ts';

function numberFrom(data: unknown): number {
  const value: unknown = JSON.parse(String(data));
  if (typeof value !== 'number') throw new TypeError('not a number');
  return value;
}

function socketStream(options: Partial<WebSocketOptions<number>> = {}) {
  const clock = new VirtualClock();
  const sockets: FakeSocket[] = [];
  const stream = webSocketStream({
    url: 'ws://server/prices',
    createSocket() {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    parse: numberFrom,
    initialMs: 100,
    maxMs: 1_000,
    scheduler: clock.scheduler,
    random: never,
    ...options,
  });
  const seen = { statuses: [] as ConnectionStatus[], messages: [] as number[], ends: [] as unknown[] };
  stream.status$.subscribe((status) => seen.statuses.push(status));
  const listen = () =>
    stream.messages$.subscribe({
      next: (message) => seen.messages.push(message),
      error: (error: unknown) => seen.ends.push(error),
      complete: () => seen.ends.push('complete'),
    });
  const last = () => sockets.at(-1) ?? new FakeSocket();
  const words = () =>
    seen.statuses.map((status) => (status.kind === 'waiting' ? `waiting ${status.delayMs}` : status.kind));
  return { clock, sockets, stream, seen, listen, last, words };
}

test('is connected while somebody listens, once for all of them', () => {
  const { sockets, seen, listen, last, words } = socketStream();
  expect(sockets).toHaveLength(0);
  const [first, second] = [listen(), listen()];
  last().accept();
  last().say('3');
  expect([sockets.length, seen.messages]).toEqual([1, [3, 3]]);
  first.unsubscribe();
  expect(last().isClosed).toBe(false);
  second.unsubscribe();
  expect(last().isClosed).toBe(true);
  expect(words()).toEqual(['idle', 'connecting', 'open', 'idle']);
  // What a closing socket says yet is nobody's business.
  last().cut();
  expect(words().at(-1)).toBe('idle');
});

test('what a socket says while it closes is nobody’s business, not even that it is closed', () => {
  const { seen, listen, last, words } = socketStream({ reopens: () => false });
  listen().unsubscribe();
  last().accept();
  last().say('3');
  last().cut(1000);
  expect([words(), seen.messages]).toEqual([['idle', 'connecting', 'idle'], []]);
});

test('a lost connection is opened again after waits that get longer, and its listeners hear nothing of it', () => {
  const { clock, sockets, seen, listen, last, words } = socketStream();
  listen();
  last().accept();
  last().say('1');
  for (const waitMs of [100, 200, 400]) {
    last().cut();
    expect(last().isClosed).toBe(true);
    clock.advance(waitMs - 1);
    const before = sockets.length;
    clock.advance(1);
    expect(sockets).toHaveLength(before + 1);
  }
  last().accept();
  last().say('2');
  expect([seen.messages, seen.ends]).toEqual([[1, 2], []]);
  expect(words()).toEqual(
    'idle, connecting, open, waiting 100, connecting, waiting 200, connecting, waiting 400, connecting, open'.split(
      ', ',
    ),
  );
});

test('only a connection that stood for a while begins the waits anew', () => {
  const { clock, listen, last, words } = socketStream({ stableMs: 50 });
  listen();
  last().cut();
  clock.advance(100);
  last().accept();
  clock.advance(49);
  last().cut();
  expect(words().at(-1)).toBe('waiting 200');
  clock.advance(200);
  last().accept();
  clock.advance(50);
  last().cut();
  expect(words().at(-1)).toBe('waiting 100');
});

test('chance takes something off the wait', () => {
  const { listen, last, words } = socketStream({ random: { next: () => 0.5 }, jitter: 0.4 });
  listen();
  last().cut();
  expect(words().at(-1)).toBe('waiting 80');
});

test('who leaves while it waits is not connected again, and who comes back begins anew', () => {
  const { clock, sockets, listen, last, words } = socketStream();
  const listening = listen();
  last().cut();
  listening.unsubscribe();
  clock.advance(10_000);
  expect([sockets.length, words().at(-1)]).toEqual([1, 'idle']);
  listen();
  last().cut();
  expect(words().at(-1)).toBe('waiting 100');
});

test('a message that cannot be read is told and left out', () => {
  const problems: unknown[] = [];
  const { seen, listen, last } = socketStream({ onBadMessage: (error) => problems.push(error) });
  listen();
  last().accept();
  for (const data of ['{', '"two"', '3']) last().say(data);
  expect(seen).toMatchObject({ messages: [3], ends: [] });
  const bad = expect.objectContaining({
    code: 'rxjs/bad-message',
    details: { address: 'ws://server/prices' },
  });
  expect(problems).toEqual([bad, bad]);
});

test('a code after which nothing is to be opened ends the stream: in order, or with an error', () => {
  const reopens = (code: number) => code !== 1000 && code !== 4401;
  const inOrder = socketStream({ reopens });
  inOrder.listen();
  inOrder.last().cut(1000);
  expect([inOrder.seen.ends, inOrder.words().at(-1)]).toEqual([['complete'], 'closed']);
  const refused = socketStream({ reopens });
  refused.listen();
  refused.last().cut(4401, 'who are you?');
  expect(refused.seen.ends).toEqual([expect.objectContaining({ code: 'rxjs/connection-closed' })]);
  expect(refused.seen.statuses.at(-1)).toEqual({ kind: 'closed', reason: 'code 4401: who are you?' });
  refused.clock.advance(10_000);
  expect(refused.sockets).toHaveLength(1);
  refused.listen();
  expect(refused.words().at(-1)).toBe('connecting');
});

test('sends while it is open, and says when it is not', () => {
  const { clock, stream, listen, last } = socketStream();
  expect(stream.send('a')).toBe(false);
  listen();
  expect(stream.send('b')).toBe(false);
  last().accept();
  expect(stream.send('c')).toBe(true);
  expect(last().sent).toEqual(['c']);
  last().cut();
  expect(stream.send('d')).toBe(false);
  clock.advance(100);
  last().accept();
  expect(stream.send('e')).toBe(true);
  expect(last().sent).toEqual(['e']);
});

test('a socket that cannot be made is an error at once', () => {
  const { seen, listen, words } = socketStream({
    createSocket() {
      throw new SyntaxError('no address');
    },
  });
  listen();
  expect([seen.ends, words().at(-1)]).toEqual([[new SyntaxError('no address')], 'idle']);
});
