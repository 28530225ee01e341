import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Socket } from './socket.ts';
import { webSocketConnect } from './web-socket-transport.ts';

/** The platform's WebSocket as far as the transport uses it. */
class StandIn extends EventTarget {
  static readonly OPEN = 1;
  static last: StandIn | undefined;
  readonly url: string;
  readonly sent: string[] = [];
  closedWith: number | undefined;
  readyState = 0;

  constructor(url: string) {
    super();
    if (url === '') throw new SyntaxError('not an address');
    this.url = url;
    StandIn.last = this;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(code: number): void {
    this.readyState = 2;
    this.closedWith = code;
  }

  open(): void {
    this.readyState = StandIn.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  end(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

const heard: (string | number)[] = [];

function dial(): { socket: Socket; platform: StandIn } {
  const socket = webSocketConnect('ws://server/sync', {
    opened: () => heard.push('opened'),
    received: (text) => heard.push(text),
    closed: (code) => heard.push(code),
  });
  if (StandIn.last === undefined) throw new RangeError('nothing was dialled');
  return { socket, platform: StandIn.last };
}

beforeEach(() => {
  heard.length = 0;
  vi.stubGlobal('WebSocket', StandIn);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a socket tells of its opening, its frames and its close', () => {
  const { platform } = dial();
  expect(platform.url).toBe('ws://server/sync');
  platform.open();
  platform.receive('one');
  platform.receive('two');
  platform.end(4403);
  expect(heard).toEqual(['opened', 'one', 'two', 4403]);
});

test('frames that are no text are passed over', () => {
  const { platform } = dial();
  platform.open();
  platform.receive(new ArrayBuffer(2));
  expect(heard).toEqual(['opened']);
});

test('a close without a code is a line that was cut', () => {
  const { platform } = dial();
  platform.end(1005);
  expect(heard).toEqual([1006]);
});

test('nothing is sent into a socket that is not open', () => {
  const { socket, platform } = dial();
  socket.send('too early');
  platform.open();
  socket.send('in time');
  platform.end(1006);
  socket.send('too late');
  expect(platform.sent).toEqual(['in time']);
});

test('who hangs up is told soon, once, and hears nothing more, however long the line takes to close', async () => {
  const { socket, platform } = dial();
  platform.open();
  socket.close(1000);
  expect(platform.closedWith).toBe(1000);
  expect(heard).toEqual(['opened']);
  await Promise.resolve();
  expect(heard).toEqual(['opened', 1000]);
  platform.receive('late');
  platform.open();
  platform.end(1006);
  expect(heard).toEqual(['opened', 1000]);
});
