import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBox, anyPlacement, anyPoint, apart } from '../testing/plane-arbitraries.ts';
import {
  applyPose,
  boundsOf,
  boxAround,
  cornersOf,
  encloses,
  grown,
  IDENTITY,
  joinBoxes,
  joinPoses,
  middleOf,
  ORIGIN,
  overlaps,
  placementIn,
  poseFromPlacement,
  tidy,
  tidyPlacement,
  turnBack,
  undoPose,
  unionOf,
  upright,
} from './geometry.ts';

/** Sums of numbers of this size are no more exact. */
const CLOSE = 1e-6;

test('what a pose leads outside its inverse leads back, and the other way round', () => {
  fc.assert(
    fc.property(anyPlacement, anyPlacement, anyPoint, (outer, inner, point) => {
      const pose = joinPoses(poseFromPlacement(outer), poseFromPlacement(inner));
      expect(apart(undoPose(pose, applyPose(pose, point)), point)).toBeLessThan(CLOSE);
      expect(apart(applyPose(pose, undoPose(pose, point)), point)).toBeLessThan(CLOSE);
    }),
    cases(500),
  );
});

test('poses join like the ways that they stand for', () => {
  fc.assert(
    fc.property(anyPlacement, anyPlacement, anyPoint, (outer, inner, point) => {
      const [far, near] = [poseFromPlacement(outer), poseFromPlacement(inner)];
      expect(
        apart(applyPose(joinPoses(far, near), point), applyPose(far, applyPose(near, point))),
      ).toBeLessThan(CLOSE);
      expect(apart(applyPose(joinPoses(IDENTITY, near), point), applyPose(near, point))).toBe(0);
    }),
    cases(500),
  );
});

test('a thing is turned about its middle', () => {
  fc.assert(
    fc.property(anyPlacement, (placement) => {
      const { width, height } = placement;
      const middle = applyPose(poseFromPlacement(placement), { x: width / 2, y: height / 2 });
      expect(apart(middle, middleOf(placement))).toBeLessThan(CLOSE);
    }),
    cases(500),
  );
});

test('a placement in a parent leads to where it was read from', () => {
  fc.assert(
    fc.property(anyPlacement, anyPlacement, (parent, placement) => {
      const outer = poseFromPlacement(parent);
      const { width, height } = placement;
      const pose = joinPoses(outer, poseFromPlacement(placement));
      const back = placementIn(outer, pose, width, height);
      expect(apart(back, placement)).toBeLessThan(CLOSE);
      expect(Math.abs(upright(back.rotation - placement.rotation))).toBeLessThan(CLOSE);
      const again = joinPoses(outer, poseFromPlacement(back));
      cornersOf(again, width, height).forEach((corner, index) => {
        expect(apart(corner, cornersOf(pose, width, height)[index] ?? ORIGIN)).toBeLessThan(CLOSE);
      });
    }),
    cases(500),
  );
});

test('a way outside, seen from inside, leads from point to point', () => {
  fc.assert(
    fc.property(anyPlacement, anyPoint, anyPoint, (placement, from, to) => {
      const pose = poseFromPlacement(placement);
      const way = turnBack(pose, { x: to.x - from.x, y: to.y - from.y });
      const [start, end] = [undoPose(pose, from), undoPose(pose, to)];
      expect(apart({ x: start.x + way.x, y: start.y + way.y }, end)).toBeLessThan(CLOSE);
      expect(Math.hypot(way.x, way.y)).toBeCloseTo(apart(from, to), 6);
    }),
    cases(500),
  );
});

test('bounds enclose the corners and touch each of their sides', () => {
  fc.assert(
    fc.property(anyPlacement, (placement) => {
      const { width, height } = placement;
      const pose = poseFromPlacement(placement);
      const [bounds, around] = [boundsOf(pose, width, height), boxAround(cornersOf(pose, width, height))];
      expect(apart(bounds, around)).toBeLessThan(CLOSE);
      expect(bounds.width).toBeCloseTo(around.width, 6);
      expect(bounds.height).toBeCloseTo(around.height, 6);
    }),
    cases(500),
  );
});

test('an angle keeps its direction and lies between −180 and 180 degrees', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (degrees) => {
      const turned = upright(degrees);
      expect(turned).toBeGreaterThan(-180);
      expect(turned).toBeLessThanOrEqual(180);
      const full = Math.abs((degrees - turned) / 360);
      expect(Math.abs(full - Math.round(full))).toBeLessThan(CLOSE);
    }),
    cases(500),
  );
});

test('boxes join to the smallest that encloses them, overlap both ways, and enclose what grew less', () => {
  fc.assert(
    fc.property(
      anyBox,
      anyBox,
      anyBox,
      fc.double({ min: 0, max: 100, noNaN: true }),
      (one, other, third, by) => {
        const joined = joinBoxes(one, other);
        for (const box of [one, other]) expect(encloses(grown(joined, CLOSE), box)).toBe(true);
        expect(joined).toEqual(boxAroundBoxes(one, other));
        expect(unionOf([one, other, third])).toEqual(joinBoxes(joinBoxes(one, other), third));
        expect(overlaps(one, other)).toBe(overlaps(other, one));
        if (encloses(one, other)) expect(overlaps(one, other)).toBe(true);
        expect(encloses(grown(one, by + CLOSE), one)).toBe(true);
      },
    ),
    cases(500),
  );
  expect(unionOf([])).toBeUndefined();
});

function boxAroundBoxes(...boxes: readonly { x: number; y: number; width: number; height: number }[]) {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

test('tidying rounds to hundredths, changes what is tidy no more, and knows no negative zero', () => {
  fc.assert(
    fc.property(anyPlacement, (placement) => {
      const tidied = tidyPlacement(placement);
      expect(tidyPlacement(tidied)).toEqual(tidied);
      expect(apart(tidied, placement)).toBeLessThan(0.01);
    }),
    cases(500),
  );
  expect(Object.is(tidy(-0.001), 0)).toBe(true);
});
