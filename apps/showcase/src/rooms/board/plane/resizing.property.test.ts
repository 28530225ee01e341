import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBox, anyPlacement, anyPoint, apart } from '../testing/plane-arbitraries.ts';
import {
  applyPose,
  type Box,
  boxAround,
  cornersOf,
  middleOf,
  type Placement,
  poseFromPlacement,
} from './geometry.ts';
import { HANDLES, type Handle, resized, scaled, scalingOf } from './resizing.ts';

const anyHandle = fc.constantFrom(...HANDLES);
const SMALLEST = 8;

/** The point opposite of a handle, on the board. */
function anchorOf(placement: Placement, { across, down }: Handle) {
  const { width, height } = placement;
  return applyPose(poseFromPlacement(placement), {
    x: ((1 - across) / 2) * width,
    y: ((1 - down) / 2) * height,
  });
}

test('what lies opposite of the handle stays where it is, the turn too', () => {
  fc.assert(
    fc.property(anyPlacement, anyHandle, anyPoint, fc.boolean(), (placement, handle, by, keepsRatio) => {
      const after = resized(placement, handle, by, { keepsRatio, smallest: SMALLEST });
      expect(after.rotation).toBe(placement.rotation);
      expect(apart(anchorOf(after, handle), anchorOf(placement, handle))).toBeLessThan(1e-6);
    }),
    cases(800),
  );
});

test('a handle takes its edges along as far as it is dragged, and no side becomes too small', () => {
  fc.assert(
    fc.property(anyPlacement, anyHandle, anyPoint, (placement, handle, by) => {
      const after = resized(placement, handle, by, { keepsRatio: false, smallest: SMALLEST });
      expect(after.width).toBeCloseTo(Math.max(SMALLEST, placement.width + handle.across * by.x), 6);
      expect(after.height).toBeCloseTo(Math.max(SMALLEST, placement.height + handle.down * by.y), 6);
    }),
    cases(500),
  );
});

test('with the ratio kept both sides grow by one factor, unless one is at its smallest', () => {
  fc.assert(
    fc.property(anyPlacement, anyHandle, anyPoint, (placement, handle, by) => {
      const { width, height } = resized(placement, handle, by, { keepsRatio: true, smallest: SMALLEST });
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(SMALLEST);
      if (width > SMALLEST && height > SMALLEST)
        expect(width / placement.width).toBeCloseTo(height / placement.height, 6);
    }),
    cases(500),
  );
});

test('dragging a handle by nothing changes nothing', () => {
  fc.assert(
    fc.property(anyPlacement, anyHandle, fc.boolean(), (placement, handle, keepsRatio) => {
      const after = resized(placement, handle, { x: 0, y: 0 }, { keepsRatio, smallest: SMALLEST });
      expect(apart(after, placement)).toBeLessThan(1e-9);
      expect([after.width, after.height]).toEqual([placement.width, placement.height]);
    }),
    cases(200),
  );
});

test('upright members of a group fill its new box as they filled the old one', () => {
  const options = { keepsRatio: false, smallest: SMALLEST };
  fc.assert(
    fc.property(
      fc.array(anyBox, { minLength: 2, maxLength: 6 }),
      anyHandle,
      anyPoint,
      (members, handle, by) => {
        const box = boxOf(members);
        const scaling = scalingOf(box, handle, by, options);
        const grown = resized({ ...box, rotation: 0 }, handle, by, options);
        const after = members.map((member) => scaled({ ...member, rotation: 0 }, scaling, 0));
        const around = boxOf(after);
        expect(apart(around, grown)).toBeLessThan(1e-5);
        expect(around.width).toBeCloseTo(grown.width, 4);
        expect(around.height).toBeCloseTo(grown.height, 4);
      },
    ),
    cases(500),
  );
});

test('a turned member of a group keeps its proportions and its turn, and its middle goes along', () => {
  fc.assert(
    fc.property(
      anyPlacement,
      anyBox,
      anyHandle,
      anyPoint,
      fc.boolean(),
      (placement, box, handle, by, keepsRatio) => {
        fc.pre(placement.rotation % 180 !== 0);
        const scaling = scalingOf(box, handle, by, { keepsRatio, smallest: SMALLEST });
        const after = scaled(placement, scaling, 0);
        expect(after.rotation).toBe(placement.rotation);
        expect(after.width / after.height).toBeCloseTo(placement.width / placement.height, 6);
        const [was, is] = [middleOf(placement), middleOf(after)];
        expect(is.x - scaling.about.x).toBeCloseTo((was.x - scaling.about.x) * scaling.x, 4);
        expect(is.y - scaling.about.y).toBeCloseTo((was.y - scaling.about.y) * scaling.y, 4);
      },
    ),
    cases(500),
  );
});

test('a group of no width grows along its height only', () => {
  const flat = { x: 5, y: 5, width: 0, height: 100 };
  const scaling = scalingOf(
    flat,
    { across: 1, down: 1 },
    { x: 50, y: 100 },
    { keepsRatio: false, smallest: SMALLEST },
  );
  expect(scaling).toEqual({ about: { x: 5, y: 5 }, x: 1, y: 2 });
});

function boxOf(boxes: readonly Box[]): Box {
  return boxAround(
    boxes.flatMap((box) => cornersOf(poseFromPlacement({ ...box, rotation: 0 }), box.width, box.height)),
  );
}
