import { expect, test } from 'vitest';
import { gapsWithin } from './shared-gaps.ts';

function gaps(before: readonly string[], after: readonly string[]) {
  return gapsWithin({ before, after, beforeStart: 0, afterStart: 0 });
}

test('equal sequences leave no gap', () => {
  expect(gaps(['aa', 'bb'], ['aa', 'bb'])).toEqual([]);
  expect(gaps([], [])).toEqual([]);
});

test('what both ends share is taken off, repeated items too', () => {
  expect(gaps(['a', 'a', 'x', 'a'], ['a', 'a', 'yy', 'a'])).toEqual([
    { before: ['x'], after: ['yy'], beforeStart: 2, afterStart: 2 },
  ]);
});

test('items that both share in between part the gaps', () => {
  expect(gaps(['a', 'x', 'bb', 'y', 'c'], ['a', 'xx', 'bb', 'c2', 'c'])).toEqual([
    { before: ['x'], after: ['xx'], beforeStart: 1, afterStart: 1 },
    { before: ['y'], after: ['c2'], beforeStart: 4, afterStart: 5 },
  ]);
  expect(gaps(['x', 'b', 'y', 'd', 'z'], ['b', 'n', 'd'])).toEqual([
    { before: ['x'], after: [], beforeStart: 0, afterStart: 0 },
    { before: ['y'], after: ['n'], beforeStart: 2, afterStart: 1 },
    { before: ['z'], after: [], beforeStart: 4, afterStart: 3 },
  ]);
});

test('an item that stands at several places is no landmark', () => {
  expect(gaps(['x', 'b', 'b', 'y'], ['b', 'n', 'b'])).toHaveLength(1);
});

test('an item that changed its place is not shared', () => {
  expect(gaps(['x', 'b', 'cc', 'y'], ['cc', 'b', 'n'])).toEqual([
    { before: ['x', 'b'], after: [], beforeStart: 0, afterStart: 0 },
    { before: ['y'], after: ['b', 'n'], beforeStart: 4, afterStart: 2 },
  ]);
});
