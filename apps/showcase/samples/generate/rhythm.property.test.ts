import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeWhen, writtenBefore } from './rhythm.ts';

const times = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('times and what was written before them go up together, and lead to each other', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 1_000_000_000 }), (timeMs, laterMs) => {
      expect(Math.abs(timeWhen(writtenBefore(timeMs)) - timeMs)).toBeLessThanOrEqual(1);
      expect(writtenBefore(timeMs + laterMs)).toBeGreaterThan(writtenBefore(timeMs));
    }),
    cases(500),
  );
});

test('nights are quiet, and Sundays are not', () => {
  const hour = (day: number, at: number) => {
    const from = Date.UTC(2026, 0, day, at);
    return writtenBefore(from + 3_600_000) - writtenBefore(from);
  };
  const [friday, sunday] = [9, 11];
  expect(new Date(Date.UTC(2026, 0, sunday)).getUTCDay()).toBe(0);
  expect(hour(friday, 20)).toBeGreaterThan(10 * hour(friday, 3));
  expect(hour(sunday, 20)).toBeGreaterThan(1.4 * hour(friday, 20));
});
