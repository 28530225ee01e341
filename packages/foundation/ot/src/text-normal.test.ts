import { expect, test } from 'vitest';
import { isNormalDelta, LONGEST_TEXT } from './text-normal.ts';

test.each([[[3, 'x']], [['x']], [[-2]], [['x', -2]], [[1, -2, 3, 'y', -1]], [['😀']]])(
  '%j is normal',
  (delta) => {
    expect(isNormalDelta(delta)).toBe(true);
  },
);

test.each([
  ['empty', []],
  ['a keep at the end', ['x', 3]],
  ['only a keep', [3]],
  ['a zero', [0, 'x']],
  ['an empty string', [1, '']],
  ['two keeps', [1, 1, 'x']],
  ['two insertions', ['x', 'y']],
  ['two deletions', [-1, -1]],
  ['an insertion behind a deletion', [-1, 'x']],
  ['a fraction', [1.5, 'x']],
  ['infinity', [Number.POSITIVE_INFINITY, 'x']],
  ['not a number', [Number.NaN, 'x']],
  ['minus zero', [-0, 'x']],
  ['a foreign type', [null]],
  ['a nested list', [['x']]],
  ['half a surrogate pair', ['\ud83d']],
  ['a reach past every text', [LONGEST_TEXT, -1]],
])('%s is not normal', (_, delta) => {
  expect(isNormalDelta(delta)).toBe(false);
});
