import { expect, test } from 'vitest';
import { deepEqual } from './equality.ts';
import { KeptReading } from './kept-reading.ts';

/** A value with a counter of how often it was built, and of who listens. */
function counted() {
  const listeners = new Set<() => void>();
  const state = { value: 1, built: 0 };
  const reading = new KeptReading({
    build: () => {
      state.built += 1;
      return { value: state.value };
    },
    listen: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    keep: (before, now) => (deepEqual(before, now) ? before : now),
  });
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return { state, reading, listeners, tell };
}

test('a value that says the same is the same object, whether anybody listens or not', () => {
  const { state, reading, tell } = counted();
  const first = reading.read();
  expect(reading.read()).toBe(first);
  const stop = reading.subscribe(() => {});
  tell();
  expect(reading.read()).toBe(first);
  state.value = 2;
  tell();
  expect(reading.read()).toEqual({ value: 2 });
  stop();
  state.value = 3;
  expect(reading.read()).toEqual({ value: 3 });
});

test('while somebody listens it is built once for each change, however many read', () => {
  const { state, reading, tell } = counted();
  const stops = Array.from({ length: 100 }, () => reading.subscribe(() => reading.read()));
  tell();
  tell();
  expect(state.built).toBe(2);
  for (const stop of stops) stop();
});

test('what changed between the first reading and the first listener is seen', () => {
  const { state, reading } = counted();
  reading.read();
  state.value = 2;
  reading.subscribe(() => {});
  expect(reading.read()).toEqual({ value: 2 });
});

test('it listens while somebody does, and no longer', () => {
  const { reading, listeners } = counted();
  const same = () => {};
  const stops = [reading.subscribe(same), reading.subscribe(same)];
  expect(listeners.size).toBe(1);
  stops[0]?.();
  stops[0]?.();
  expect(listeners.size).toBe(1);
  stops[1]?.();
  expect(listeners.size).toBe(0);
});
