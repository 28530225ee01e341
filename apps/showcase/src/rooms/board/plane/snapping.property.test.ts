import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBox } from '../testing/plane-arbitraries.ts';
import type { Box } from './geometry.ts';
import { snapped } from './snapping.ts';

/** Boxes on a coarse grid, so that some are nearly in line. */
const nearBox: fc.Arbitrary<Box> = fc.record({
  x: fc.integer({ min: -50, max: 50 }).map((value) => value * 7),
  y: fc.integer({ min: -50, max: 50 }).map((value) => value * 7),
  width: fc.integer({ min: 1, max: 20 }).map((value) => value * 10),
  height: fc.integer({ min: 1, max: 20 }).map((value) => value * 10),
});
const REACH = 6;

const linesOf = (box: Box, axis: 'x' | 'y') => {
  const length = axis === 'x' ? box.width : box.height;
  return [box[axis], box[axis] + length / 2, box[axis] + length];
};

/** The shortest way into line along an axis, tried out. */
function shortest(box: Box, others: readonly Box[], axis: 'x' | 'y'): number {
  return Math.min(
    Infinity,
    ...others.flatMap((other) =>
      linesOf(other, axis).flatMap((line) => linesOf(box, axis).map((own) => Math.abs(line - own))),
    ),
  );
}

test('a box comes into line by the shortest way, or stays where it is', () => {
  fc.assert(
    fc.property(nearBox, fc.array(nearBox, { maxLength: 12 }), (box, others) => {
      const { by } = snapped(box, others, REACH);
      for (const axis of ['x', 'y'] as const) {
        const way = shortest(box, others, axis);
        expect(Math.abs(by[axis])).toBeCloseTo(way <= REACH ? way : 0, 9);
      }
    }),
    cases(800),
  );
});

test('each guide lies on a line of the snapped box and of another, and reaches over both', () => {
  fc.assert(
    fc.property(nearBox, fc.array(nearBox, { maxLength: 12 }), (box, others) => {
      const { by, guides } = snapped(box, others, REACH);
      const moved = { ...box, x: box.x + by.x, y: box.y + by.y };
      for (const { axis, at, from, to } of guides) {
        expect(linesOf(moved, axis).some((line) => Math.abs(line - at) < 0.01)).toBe(true);
        const along = axis === 'x' ? 'y' : 'x';
        const inLine = others.filter((other) =>
          linesOf(other, axis).some((line) => Math.abs(line - at) < 0.01),
        );
        expect(inLine.length).toBeGreaterThan(0);
        for (const other of [...inLine, moved]) {
          const [start, , end] = linesOf(other, along);
          expect(from).toBeLessThanOrEqual((start ?? 0) + 1e-9);
          expect(to).toBeGreaterThanOrEqual((end ?? 0) - 1e-9);
        }
      }
      for (const axis of ['x', 'y'] as const) {
        const isNear = shortest(box, others, axis) <= REACH;
        expect(guides.some((guide) => guide.axis === axis)).toBe(isNear);
      }
    }),
    cases(500),
  );
});

test('what has come into line stays there', () => {
  fc.assert(
    fc.property(nearBox, fc.array(nearBox, { maxLength: 12 }), (box, others) => {
      const { by } = snapped(box, others, REACH);
      const again = snapped({ ...box, x: box.x + by.x, y: box.y + by.y }, others, REACH);
      expect(Math.abs(again.by.x) + Math.abs(again.by.y)).toBeLessThan(1e-9);
    }),
    cases(300),
  );
});

test('without neighbours nothing attracts, and of very many the nearest ones do', () => {
  fc.assert(
    fc.property(anyBox, (any) => {
      const box = { ...any, width: any.width + 100 };
      expect(snapped(box, [], REACH)).toEqual({ by: { x: 0, y: 0 }, guides: [] });
      const near = { ...box, x: box.x + 3, y: box.y + box.height + 2_000 };
      const far = Array.from({ length: 1_000 }, (_, index) => ({
        x: box.x + 40_000 + index * 1_000,
        y: box.y + 40_000 + index * 1_000,
        width: 10,
        height: 10,
      }));
      expect(snapped(box, [...far, near], REACH).by.x).toBeCloseTo(3, 6);
    }),
    cases(50),
  );
});
