import { expect, test } from 'vitest';
import { type Box, nearestInDirection } from './nearest.ts';

const box = (left: number, top: number): Box => ({ left, top, width: 100, height: 20 });

const HERE = box(200, 200);
const ABOVE = box(200, 100);
const BELOW = box(210, 300);
const RIGHT = box(600, 205);
const RIGHT_BELOW = box(320, 400);
const ALL = [ABOVE, BELOW, RIGHT, RIGHT_BELOW];

test('an arrow leads to the nearest place in its direction', () => {
  expect(nearestInDirection(HERE, ALL, 'up')).toBe(0);
  expect(nearestInDirection(HERE, ALL, 'down')).toBe(1);
  expect(nearestInDirection(HERE, ALL, 'right')).toBe(2);
});

test('where nothing lies, an arrow leads nowhere', () => {
  expect(nearestInDirection(HERE, ALL, 'left')).toBeUndefined();
  expect(nearestInDirection(HERE, [HERE], 'right')).toBeUndefined();
});
