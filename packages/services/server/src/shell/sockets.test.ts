import { EventEmitter } from 'node:events';
import { VirtualTime } from '@statehouse/kernel/testing';
import { CloseCode } from '@statehouse/protocol';
import { expect, test } from 'vitest';
import type { SocketEvent } from '../core/index.ts';
import { type ManagedSocket, Sockets } from './sockets.ts';

class FakeSocket extends EventEmitter implements ManagedSocket {
  bufferedAmount = 0;
  readonly sent: string[] = [];
  closedWith: readonly [number, string] | undefined;
  pings = 0;
  terminated = false;

  send(data: Buffer): void {
    this.sent.push(String(data));
  }
  ping(): void {
    this.pings += 1;
  }
  close(code: number, reason: string): void {
    this.closedWith = [code, reason];
  }
  terminate(): void {
    if (this.terminated) return;
    this.terminated = true;
    this.emit('close');
  }
}

const limits = { maxBufferedBytes: 1_000, slowReaderMs: 10_000, silenceMs: 30_000, closeMs: 5_000 };

function oneSocket() {
  const time = new VirtualTime(1_000);
  const events: SocketEvent[] = [];
  const sockets = new Sockets(limits, time, (event) => events.push(event));
  const socket = new FakeSocket();
  sockets.add('k', socket);
  return { time, events, sockets, socket };
}

test('frames become events, whatever pieces they come in', () => {
  const { events, socket } = oneSocket();
  socket.emit('message', Buffer.from('one'), false);
  socket.emit('message', [Buffer.from('t'), Buffer.from('wo')], false);
  socket.emit('message', new TextEncoder().encode('three').buffer, false);
  socket.emit('message', Buffer.from('x'), true);
  expect(events.slice(1)).toEqual([
    { kind: 'frame', connection: 'k', text: 'one' },
    { kind: 'frame', connection: 'k', text: 'two' },
    { kind: 'frame', connection: 'k', text: 'three' },
    { kind: 'binary-frame', connection: 'k' },
  ]);
});

test('a socket that was told to close sends and hears nothing more, and is cut off if it does not answer', () => {
  const { time, events, sockets, socket } = oneSocket();
  sockets.close('k', CloseCode.BadFrame, 'why');
  sockets.close('k', CloseCode.SlowDown, 'again');
  sockets.send(['k', 'unknown'], 'late');
  socket.emit('message', Buffer.from('late'), false);
  expect([socket.closedWith, socket.sent, events.length]).toEqual([[CloseCode.BadFrame, 'why'], [], 1]);
  time.advance(4_999);
  sockets.sweep();
  expect(socket.terminated).toBe(false);
  time.advance(1);
  sockets.sweep();
  expect(events.at(-1)).toEqual({ kind: 'disconnected', connection: 'k' });
  expect(sockets.size).toBe(0);
});

test('who is silent for too long is cut off; a pong or a frame counts as a word', () => {
  const { time, sockets, socket } = oneSocket();
  for (let round = 0; round < 10; round += 1) {
    time.advance(20_000);
    sockets.sweep();
    if (round % 2 === 0) socket.emit('pong');
    else socket.emit('message', Buffer.from('x'), false);
  }
  expect([socket.terminated, socket.pings]).toEqual([false, 10]);
  time.advance(30_000);
  sockets.sweep();
  expect(socket.terminated).toBe(true);
});

test('a slow reader has a while to catch up, and is then let go', () => {
  const { time, events, sockets, socket } = oneSocket();
  socket.bufferedAmount = 1_001;
  sockets.send(['k'], 'a');
  time.advance(9_000);
  socket.bufferedAmount = 900;
  sockets.send(['k'], 'b');
  socket.bufferedAmount = 5_000;
  sockets.send(['k'], 'c');
  time.advance(9_000);
  sockets.sweep();
  socket.emit('pong');
  expect(socket.terminated).toBe(false);
  time.advance(1_000);
  sockets.sweep();
  expect(events.slice(-2)).toEqual([
    { kind: 'overrun', connection: 'k' },
    { kind: 'disconnected', connection: 'k' },
  ]);
});

test('a slow reader that catches up without a new frame is forgiven', () => {
  const { time, sockets, socket } = oneSocket();
  socket.bufferedAmount = 1_001;
  sockets.send(['k'], 'a');
  socket.bufferedAmount = 0;
  time.advance(10_000);
  sockets.sweep();
  expect(socket.terminated).toBe(false);
});

test('an error on the wire ends the socket', () => {
  const { events, socket } = oneSocket();
  socket.emit('error', new Error('reset'));
  expect(events.at(-1)).toEqual({ kind: 'disconnected', connection: 'k' });
});

test('at the end, closes are waited for a moment, and then everybody is cut off', async () => {
  const { time, sockets, socket } = oneSocket();
  const end = sockets.closed(time);
  time.advance(1_000);
  await end;
  expect(socket.terminated).toBe(true);
  await sockets.closed(time);
});
