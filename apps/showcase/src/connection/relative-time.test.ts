import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

test.each([
  [-5_000, 'just now'],
  [9_999, 'just now'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [3_599_999, '59 min ago'],
  [3_600_000, '1 h ago'],
  [49 * 3_600_000, '2 d ago'],
])('%i ms ago is said in few words', (ageMs, words) => {
  expect(relativeTime(1_000_000_000, 1_000_000_000 + ageMs)).toBe(words);
});
