import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyBox, anyCamera, anyPoint, apart } from '../testing/plane-arbitraries.ts';
import {
  fitted,
  LARGEST_ZOOM,
  panned,
  SMALLEST_ZOOM,
  showing,
  toBoard,
  toScreen,
  viewOf,
  zoomedAt,
} from './camera.ts';
import { encloses, grown, middleOf } from './geometry.ts';

const anyScreen = fc.record({
  width: fc.integer({ min: 200, max: 4_000 }),
  height: fc.integer({ min: 200, max: 3_000 }),
});
const factor = fc.double({ min: 0.001, max: 1_000, noNaN: true });

test('screen and board lead to each other', () => {
  fc.assert(
    fc.property(anyCamera, anyPoint, (camera, point) => {
      expect(apart(toScreen(camera, toBoard(camera, point)), point)).toBeLessThan(1e-6);
    }),
    cases(500),
  );
});

test('zooming keeps the point under the pointer, and stays within its bounds', () => {
  fc.assert(
    fc.property(anyCamera, anyPoint, factor, (camera, at, by) => {
      const zoomed = zoomedAt(camera, at, by);
      expect(zoomed.zoom).toBeGreaterThanOrEqual(SMALLEST_ZOOM);
      expect(zoomed.zoom).toBeLessThanOrEqual(LARGEST_ZOOM);
      const [before, after] = [toBoard(camera, at), toBoard(zoomed, at)];
      // A camera that would leave the range where numbers have fractions stops at its edge.
      if (Math.max(Math.abs(zoomed.x), Math.abs(zoomed.y)) < 1e7)
        expect(apart(before, after)).toBeLessThan(1e-4);
    }),
    cases(500),
  );
});

test('no camera holds anything but numbers, however it is zoomed and panned', () => {
  const step = fc.oneof(
    fc.record({ at: anyPoint, by: fc.double({ min: 0, max: 1e9, noNaN: true }) }),
    fc.record({ dx: fc.double({ noNaN: true }), dy: fc.double({ noNaN: true }) }),
  );
  fc.assert(
    fc.property(anyCamera, fc.array(step, { maxLength: 20 }), (start, steps) => {
      let camera = start;
      for (const one of steps)
        camera = 'at' in one ? zoomedAt(camera, one.at, one.by) : panned(camera, one.dx, one.dy);
      for (const value of Object.values(camera)) expect(Number.isFinite(value)).toBe(true);
    }),
    cases(500),
  );
});

test('a fitted box is seen whole, in the middle, and never larger than it is', () => {
  fc.assert(
    fc.property(anyBox, anyScreen, (box, screen) => {
      const camera = fitted(box, screen);
      expect(camera.zoom).toBeLessThanOrEqual(1);
      const view = viewOf(camera, screen);
      expect(apart(middleOf(view), middleOf(box))).toBeLessThan(1e-6);
      const fits = Math.max(box.width / screen.width, box.height / screen.height) * SMALLEST_ZOOM < 1;
      if (fits && camera.zoom > SMALLEST_ZOOM) expect(encloses(grown(view, 1e-6), box)).toBe(true);
    }),
    cases(500),
  );
});

test('a camera moves to show a box, and no further than needed', () => {
  fc.assert(
    fc.property(anyCamera, anyBox, anyScreen, (camera, box, screen) => {
      const shown = showing(camera, box, screen);
      expect(shown.zoom).toBe(camera.zoom);
      const [width, height] = [box.width * camera.zoom, box.height * camera.zoom];
      const { x, y } = toScreen(shown, box);
      if (Math.max(Math.abs(shown.x), Math.abs(shown.y)) >= 1e7) return;
      if (width <= screen.width - 48) {
        expect(x).toBeGreaterThanOrEqual(24 - 1e-6);
        expect(x + width).toBeLessThanOrEqual(screen.width - 24 + 1e-6);
      } else expect(x).toBeCloseTo(24, 6);
      if (height <= screen.height - 48) expect(y + height).toBeLessThanOrEqual(screen.height - 24 + 1e-6);
      const again = showing(shown, box, screen);
      expect(apart(again, shown)).toBeLessThan(1e-6);
    }),
    cases(500),
  );
});
