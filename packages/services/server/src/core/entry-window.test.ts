import { expect, test } from 'vitest';
import { EntryWindow, type WindowEntry } from './entry-window.ts';

const entry = (version: number, delivered = 'x'.repeat(10)): WindowEntry => ({
  version,
  origin: { client: 'c', sequence: version },
  effect: [],
  payloadDigest: '',
  delivered,
});

test('an empty window begins behind its version', () => {
  const window = new EntryWindow(7);
  expect([window.first, window.last, window.bytes]).toEqual([8, 7, 0]);
  expect(window.slice(8, 7)).toEqual([]);
});

test('entries follow one another', () => {
  const window = new EntryWindow(7);
  expect(() => window.push(entry(9))).toThrow('entry 9 does not follow 7');
  window.push(entry(8));
  expect(() => window.slice(7, 8)).toThrow('not all held');
  expect(() => window.slice(8, 9)).toThrow('not all held');
});

test('the oldest go when there are too many or too large, but none that is still needed', () => {
  const window = new EntryWindow(0);
  for (let version = 1; version <= 10; version += 1) window.push(entry(version));
  const dropped: number[] = [];
  window.trim(4, 3, 1_000, ({ version }) => dropped.push(version));
  expect([dropped, window.first, window.bytes]).toEqual([[1, 2, 3], 4, 70]);
  window.trim(100, 5, 1_000, ({ version }) => dropped.push(version));
  expect(window.first).toBe(6);
  window.trim(100, 5, 20, ({ version }) => dropped.push(version));
  expect([window.first, window.bytes, dropped.length]).toEqual([9, 20, 8]);
});

test('over a long life it holds what it should, and only that', () => {
  const window = new EntryWindow(0);
  for (let version = 1; version <= 10_000; version += 1) {
    window.push(entry(version));
    window.trim(version, 100, 100_000, () => {});
  }
  expect(window.slice(9_901, 10_000).map(({ version }) => version)).toEqual(
    Array.from({ length: 100 }, (_, index) => 9_901 + index),
  );
  expect([window.first, window.bytes]).toEqual([9_901, 1_000]);
});
