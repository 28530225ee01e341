import { expect, test } from 'vitest';
import { scaleTop } from './scale-top.ts';

test.each([
  [3, 4],
  [4, 6],
  [9.9, 20],
  [9.7, 10],
  [10, 20],
  [37, 40],
  [120, 200],
  [0.03, 0.2],
  [0, 0.2],
  [null, 0.2],
])('above %s the scale ends at %s', (highest, top) => {
  expect(scaleTop(highest, 'per-second')).toBeCloseTo(top, 10);
});

test('counts have whole numbers in the middle of their scale', () => {
  for (const highest of [0, 1, 2, 3, 7, 19, 180]) expect(scaleTop(highest, 'count') % 2).toBe(0);
});
