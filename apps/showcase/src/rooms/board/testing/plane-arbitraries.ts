import fc from 'fast-check';
import type { Camera } from '../plane/camera.ts';
import { LARGEST_ZOOM, SMALLEST_ZOOM } from '../plane/camera.ts';
import type { Box, Placement, Point } from '../plane/geometry.ts';

const coordinate = fc.double({ min: -5_000, max: 5_000, noNaN: true });
const side = fc.double({ min: 8, max: 2_000, noNaN: true });
const degrees = fc.oneof(
  fc.constantFrom(0, 90, -90, 180, 45),
  fc.double({ min: -720, max: 720, noNaN: true }),
);

export const anyPoint: fc.Arbitrary<Point> = fc.record({ x: coordinate, y: coordinate });
export const anyBox: fc.Arbitrary<Box> = fc.record({
  x: coordinate,
  y: coordinate,
  width: side,
  height: side,
});
export const anyPlacement: fc.Arbitrary<Placement> = fc.record({
  x: coordinate,
  y: coordinate,
  width: side,
  height: side,
  rotation: degrees,
});
export const anyCamera: fc.Arbitrary<Camera> = fc.record({
  x: coordinate,
  y: coordinate,
  zoom: fc.double({ min: SMALLEST_ZOOM, max: LARGEST_ZOOM, noNaN: true }),
});

/** How far two points are apart. */
export function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
