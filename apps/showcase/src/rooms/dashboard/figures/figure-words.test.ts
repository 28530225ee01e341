import { expect, test } from 'vitest';
import { figureWords } from './figure-words.ts';

test.each([
  [12, 'count', '12'],
  [12_400, 'count', '12.4k'],
  [0, 'per-second', '0/s'],
  [0.333, 'per-second', '0.33/s'],
  [21.46, 'per-second', '21.5/s'],
  [0.0123, 'milliseconds', '0.012 ms'],
  [104.26, 'milliseconds', '104.3 ms'],
  [999, 'bytes', '999 B'],
  [1_000, 'bytes', '1 kB'],
  [81_234_567, 'bytes', '81.2 MB'],
  [1_234, 'bytes-per-second', '1.2 kB/s'],
  [null, 'bytes', '–'],
  [undefined, 'count', '–'],
] as const)('%s as %s is written %s', (value, unit, words) => {
  expect(figureWords(value, unit)).toBe(words);
});
