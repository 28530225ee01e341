import { textFrom } from '@statehouse/collections';
import { expect, test } from 'vitest';
import { applyText, composeText, deltaFits, invertText } from './text-algebra.ts';
import type { TextDelta } from './text-delta.ts';

test.each<{ delta: TextDelta; result: string; removed: string }>([
  { delta: ['x'], result: 'xabcdef', removed: '' },
  { delta: [3, 'x'], result: 'abcxdef', removed: '' },
  { delta: [-2], result: 'cdef', removed: 'ab' },
  { delta: [2, -2], result: 'abef', removed: 'cd' },
  { delta: [2, 'xyz', -2], result: 'abxyzef', removed: 'cd' },
  { delta: [-1, 2, 'x', -1, 1, 'y'], result: 'bcxeyf', removed: 'ad' },
  { delta: [], result: 'abcdef', removed: '' },
])('$delta makes $result of abcdef', ({ delta, result, removed }) => {
  const text = textFrom('abcdef');
  expect(deltaFits(text, delta)).toBe(true);
  const applied = applyText(text, delta);
  expect(applied.text.toString()).toBe(result);
  expect(applied.removed).toBe(removed);
});

test('a delta that reaches past the end does not fit', () => {
  expect(deltaFits(textFrom('ab'), [3, 'x'])).toBe(false);
  expect(deltaFits(textFrom('ab'), [1, -2])).toBe(false);
  expect(deltaFits(textFrom('ab'), [2, 'x'])).toBe(true);
});

test('a delta whose insertion or deletion would split a surrogate pair does not fit', () => {
  const text = textFrom('a😀b');
  expect(deltaFits(text, [2, 'x'])).toBe(false);
  expect(deltaFits(text, [1, -1])).toBe(false);
  expect(deltaFits(text, [2, -1])).toBe(false);
  expect(deltaFits(text, [1, 'x', -2])).toBe(true);
});

test('typing and deleting again composes to nothing', () => {
  expect(composeText([2, 'x'], [2, -1])).toEqual([]);
});

test('typing on composes to one insertion', () => {
  expect(composeText([2, 'x'], [3, 'y'])).toEqual([2, 'xy']);
});

test('an insertion behind a deletion composes to one before it', () => {
  expect(composeText([2, -3], [2, 'y'])).toEqual([2, 'y', -3]);
});

test('the inverse of a replacement puts the old before it takes the new away', () => {
  expect(invertText([2, 'new', -3], 'old')).toEqual([2, 'old', -3]);
});
