import { expect, test } from 'vitest';
import type { TextDelta } from './text-delta.ts';
import { standsFirst, transformPosition, transformText } from './text-transform.ts';

const cases: readonly {
  readonly name: string;
  readonly delta: TextDelta;
  readonly against: TextDelta;
  readonly first: TextDelta;
  readonly second?: TextDelta;
}[] = [
  { name: 'an insertion before is not moved', delta: [1, 'x'], against: [2, 'y'], first: [1, 'x'] },
  { name: 'an insertion behind is moved', delta: [3, 'x'], against: [2, 'yy'], first: [5, 'x'] },
  { name: 'a tie goes to the first', delta: [2, 'x'], against: [2, 'yy'], first: [2, 'x'], second: [4, 'x'] },
  {
    name: 'an insertion inside a deletion goes to its start',
    delta: [3, 'x'],
    against: [1, -4],
    first: [1, 'x'],
  },
  { name: 'a deletion is split by an insertion', delta: [1, -3], against: [2, 'yy'], first: [1, -1, 2, -2] },
  { name: 'what both delete is deleted once', delta: [1, -3], against: [2, -4], first: [1, -1] },
  { name: 'nothing may be left', delta: [2, -2], against: [1, -4], first: [] },
  {
    name: 'an insertion comes before a deletion at one place',
    delta: [-1, 1, 'x'],
    against: [1, -1],
    first: ['x', -1],
  },
  { name: 'insertions that a deletion joins become one', delta: ['x', 2, 'y'], against: [-2], first: ['xy'] },
  {
    name: 'an insertion that a deletion brings behind two others is put before the deletion',
    delta: ['x', -1, 1, 'y'],
    against: [1, -1],
    first: ['xy', -1],
  },
];

test.each(cases)('$name', ({ delta, against, first, second }) => {
  expect(transformText(delta, against, true)).toEqual(first);
  expect(transformText(delta, against, false)).toEqual(second ?? first);
});

test('a delta that ends before the other begins is the same object', () => {
  const delta: TextDelta = [2, 'x', -1];
  expect(transformText(delta, [4, 'y'], false)).toBe(delta);
});

test('over a composition an insertion lands elsewhere than over its parts, so nothing is composed for it', () => {
  const one = transformText(transformText([4, 'x'], [2, -3], true), [2, 'y'], true);
  expect(one).toEqual([2, 'x']);
  expect(transformText([4, 'x'], [2, 'y', -3], true)).toEqual([3, 'x']);
});

test('ties go by client id as strings compare, and of one client by sequence', () => {
  expect(standsFirst({ client: 'a', sequence: 9 }, { client: 'b', sequence: 1 })).toBe(true);
  expect(standsFirst({ client: 'b', sequence: 1 }, { client: 'a', sequence: 9 })).toBe(false);
  expect(standsFirst({ client: 'Z', sequence: 1 }, { client: 'a', sequence: 1 })).toBe(true);
  expect(standsFirst({ client: 'a', sequence: 2 }, { client: 'a', sequence: 10 })).toBe(true);
  expect(standsFirst({ client: 'a', sequence: 10 }, { client: 'a', sequence: 2 })).toBe(false);
});

test('a position stays before or goes after what is inserted exactly at it', () => {
  expect(transformPosition(2, [2, 'xyz'], 'before')).toBe(2);
  expect(transformPosition(2, [2, 'xyz'], 'after')).toBe(5);
  expect(transformPosition(2, [1, 'xyz'], 'before')).toBe(5);
  expect(transformPosition(2, [3, 'xyz'], 'after')).toBe(2);
});

test('a position inside a deletion goes to where the deletion began', () => {
  expect(transformPosition(4, [2, -5], 'after')).toBe(2);
  expect(transformPosition(4, [2, 'x', -5], 'before')).toBe(3);
});
