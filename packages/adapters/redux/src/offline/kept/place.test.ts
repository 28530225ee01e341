import { expect, test } from 'vitest';
import { isPlace, nextPlace } from './place.ts';

test('places go up, also in one millisecond, when the clock is set back, and past those of other tabs', () => {
  const first = nextPlace(undefined, 1_700_000_000_000, 'a');
  const second = nextPlace(first, 1_700_000_000_000, 'a');
  const third = nextPlace(second, 1_600_000_000_000, 'b');
  const fourth = nextPlace(third, 1_700_000_000_001, 'a');
  const places = [first, second, third, fourth];
  expect([...places].sort()).toEqual(places);
  expect(new Set(places).size).toBe(4);
  expect(places.every(isPlace)).toBe(true);
  expect([isPlace('x'), isPlace('')]).toEqual([false, false]);
});

test('a place is of one length for as long as anybody counts, so that text orders as numbers do', () => {
  let last = nextPlace(undefined, 0, 'a');
  for (const nowMs of [35, 36, 1_295, 1_296, Date.UTC(2026, 0), Date.UTC(4_000, 0)]) {
    const next = nextPlace(last, nowMs, 'a');
    expect(next > last).toBe(true);
    expect(next).toHaveLength(last.length);
    last = next;
  }
});
