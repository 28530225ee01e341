import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import { seededRandom } from './testing/index.ts';

test('waits grow up to the longest, and chance takes off its part at most', () => {
  const backoff = { initialMs: 100, maxMs: 1_000, factor: 3, jitter: 0.25 };
  const full = [1, 2, 3, 4].map((failures) => backoffMs(failures, backoff, { next: () => 0 }));
  expect(full).toEqual([100, 300, 900, 1_000]);
  const random = seededRandom(1);
  const waits = Array.from({ length: 500 }, () => backoffMs(2, backoff, random));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(225);
  expect(Math.max(...waits)).toBeLessThanOrEqual(300);
  expect(new Set(waits).size).toBeGreaterThan(30);
});
