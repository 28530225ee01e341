import { VirtualTime } from '@statehouse/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import { type ServerChild, type ServerPorts, ServerProcess, type ServerState } from './server-process.ts';

class FakeChild implements ServerChild {
  readonly pid: number;
  killed = false;
  drained = false;
  listening: (ports: ServerPorts) => void = () => {};
  exit: (reason: string) => void = () => {};

  constructor(pid: number) {
    this.pid = pid;
  }

  onListening(callback: (ports: ServerPorts) => void): void {
    this.listening = callback;
  }
  onExit(callback: (reason: string) => void): void {
    this.exit = callback;
  }
  kill(): void {
    this.killed = true;
  }
  drain(): void {
    this.drained = true;
  }
}

let time: VirtualTime;
let children: FakeChild[];
let states: ServerState[];
let server: ServerProcess;

beforeEach(() => {
  time = new VirtualTime(1_000);
  children = [];
  states = [];
  server = new ServerProcess({
    clock: time,
    timers: time,
    spawn() {
      const child = new FakeChild(children.length + 1);
      children.push(child);
      return child;
    },
    onState: (state) => states.push(state),
  });
});

function child(index: number): FakeChild {
  const found = children[index];
  if (found === undefined) throw new Error(`child ${index} was never started`);
  return found;
}

test('is running once the child listens', () => {
  server.start();
  expect(server.state.kind).toBe('starting');
  child(0).listening({ port: 5001, metricsPort: 5002 });
  expect(server.state).toEqual({ kind: 'running', port: 5001, metricsPort: 5002, pid: 1 });
});

test('starts a crashed server again, more slowly each time, and never two at once', () => {
  server.start();
  const delaysMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000];
  for (const [index, delayMs] of delaysMs.entries()) {
    child(index).exit('SIGKILL');
    expect(server.state).toEqual({ kind: 'waiting', retryAtMs: time.nowMs() + delayMs, reason: 'SIGKILL' });
    time.advance(delayMs - 1);
    expect(children).toHaveLength(index + 1);
    time.advance(1);
    expect(children).toHaveLength(index + 2);
  }
});

test('a server that lived long is restarted quickly again', () => {
  server.start();
  child(0).exit('crash');
  time.advance(250);
  child(1).exit('crash');
  time.advance(500);
  time.advance(10_000);
  child(2).exit('crash');
  expect(server.state).toMatchObject({ kind: 'waiting', retryAtMs: time.nowMs() + 250 });
});

test('a server killed by a person stays down until they restart it', () => {
  server.start();
  child(0).listening({ port: 5001, metricsPort: 5002 });
  server.kill();
  expect(child(0).killed).toBe(true);
  child(0).exit('SIGKILL');
  time.advance(60_000);
  expect(server.state.kind).toBe('killed');
  expect(children).toHaveLength(1);
  server.restart();
  expect(server.state.kind).toBe('starting');
  child(1).exit('crash');
  expect(server.state.kind).toBe('waiting');
});

test('killing a server that waits for its next start cancels that start', () => {
  server.start();
  child(0).exit('crash');
  server.kill();
  time.advance(60_000);
  expect(children).toHaveLength(1);
  expect(server.state.kind).toBe('killed');
});

test('a restart drains the old server before the new one starts', () => {
  server.start();
  child(0).listening({ port: 5001, metricsPort: 5002 });
  server.restart();
  expect(child(0).drained).toBe(true);
  expect(children).toHaveLength(1);
  child(0).exit('0');
  expect(children).toHaveLength(2);
});

test('closing drains, waits for the exit, and starts nothing more', async () => {
  server.start();
  const closed = server.close();
  expect(child(0).drained).toBe(true);
  child(0).exit('0');
  await closed;
  time.advance(60_000);
  expect(children).toHaveLength(1);
  expect(server.state.kind).toBe('closed');
});

test('closing kills a server that does not drain in time', async () => {
  server.start();
  const closed = server.close();
  time.advance(8_000);
  expect(child(0).killed).toBe(true);
  child(0).exit('SIGKILL');
  await closed;
});

test('what a former child says later changes nothing', () => {
  server.start();
  child(0).exit('crash');
  time.advance(250);
  child(0).listening({ port: 5001, metricsPort: 5002 });
  expect(server.state.kind).toBe('starting');
});
