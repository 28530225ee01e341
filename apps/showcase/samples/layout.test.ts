import { expect, test } from 'vitest';
import { draftOf } from '../src/rooms/board/actions/insert-elements.ts';
import { applyPose, poseFromPlacement } from '../src/rooms/board/plane/geometry.ts';
import { at, bar, cell, holding, ring, tilted } from './layout.ts';
import { pick, seeded } from './seeded.ts';

test('cells go from left to right, then down', () => {
  const grid = { x: 10, y: 20, columns: 2, width: 30, height: 40, gap: 5 };
  expect([0, 1, 2].map((index) => cell(grid, index))).toEqual([
    at(10, 20, 30, 40),
    at(45, 20, 30, 40),
    at(10, 65, 30, 40),
  ]);
});

test('a bar begins at its hinge, however it is turned', () => {
  for (const degrees of [0, 45, 90, -62, 118]) {
    const placement = bar({ x: 100, y: 50 }, 80, 10, degrees);
    const start = applyPose(poseFromPlacement(placement), { x: 0, y: 5 });
    expect(start.x).toBeCloseTo(100);
    expect(start.y).toBeCloseTo(50);
  }
});

test('a ring begins at the top and goes clockwise', () => {
  const [top, right] = ring(4, { x: 0, y: 0 }, { x: 10, y: 20 });
  expect(top?.x).toBeCloseTo(0);
  expect(top?.y).toBeCloseTo(-20);
  expect(right?.x).toBeCloseTo(10);
  expect(right?.y).toBeCloseTo(0);
});

test('a tilt stays within its limit, and a seed repeats it', () => {
  const note = draftOf('note', at(0, 0, 100, 100), 'amber');
  const turns = (seed: number) => {
    const chance = seeded(seed);
    return Array.from({ length: 200 }, () => tilted(note, chance, 2).placement.rotation);
  };
  expect(turns(5)).toEqual(turns(5));
  expect(turns(5)).not.toEqual(turns(6));
  expect(Math.max(...turns(5).map(Math.abs))).toBeLessThanOrEqual(2);
});

test('what is held comes after what was held before', () => {
  const [one, two] = [
    draftOf('text', at(0, 0, 10, 10), 'slate', 'one'),
    draftOf('note', at(0, 0, 9, 9), 'teal'),
  ];
  const frame = holding(draftOf('frame', at(0, 0, 100, 100), 'slate'), [one]);
  expect(holding(frame, [two]).children).toEqual([one, two]);
});

test('each item is picked about as often as the others', () => {
  const chance = seeded(1);
  const counts = { a: 0, b: 0, c: 0 };
  for (let index = 0; index < 3_000; index += 1) counts[pick(chance, ['a', 'b', 'c'] as const)] += 1;
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(900);
});
