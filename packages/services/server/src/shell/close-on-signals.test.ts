import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { closeOnSignals } from './close-on-signals.ts';

function process() {
  const emitter = new EventEmitter();
  const exited = Promise.withResolvers<number>();
  const source = {
    once: (signal: 'SIGTERM' | 'SIGINT', listener: () => void) => emitter.once(signal, listener),
    exit: exited.resolve,
  };
  return { emitter, source, exited: exited.promise };
}

const server = (close: () => Promise<void>) => ({ host: 'h', port: 1, url: 'u', close });

test('SIGTERM drains once, runs what is to come before the end, and exits with 0', async () => {
  const { emitter, source, exited } = process();
  const done: string[] = [];
  closeOnSignals(
    server(async () => void done.push('close')),
    source,
    async () => void done.push('store'),
  );
  emitter.emit('SIGTERM');
  emitter.emit('SIGINT');
  expect(await exited).toBe(0);
  expect(done).toEqual(['close', 'store']);
});

test('a drain that fails exits with 1', async () => {
  const { emitter, source, exited } = process();
  closeOnSignals(
    server(() => Promise.reject(new Error('no'))),
    source,
  );
  emitter.emit('SIGINT');
  expect(await exited).toBe(1);
});
