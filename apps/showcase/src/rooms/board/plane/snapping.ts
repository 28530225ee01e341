import { type Box, joinBoxes, type Point } from './geometry.ts';

/** A line that shows with what something is in line: on the board, from one end to the other. */
export interface Guide {
  readonly axis: 'x' | 'y';
  /** Where it crosses that axis. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  /** What to add to the place for it to be in line. */
  readonly by: Point;
  readonly guides: readonly Guide[];
}

/** More neighbours than these are not compared: the nearest ones are what people align with. */
const MOST_NEIGHBOURS = 200;

/**
 * Brings a box in line with the edges and middles of others, if they are no further than `reach` (board units) away.
 */
export function snapped(box: Box, others: readonly Box[], reach: number): Snap {
  const near = nearest(box, others);
  const x = bestShift(box, near, 'x', reach);
  const y = bestShift(box, near, 'y', reach);
  const by = { x: x ?? 0, y: y ?? 0 };
  const moved = { ...box, x: box.x + by.x, y: box.y + by.y };
  return {
    by,
    guides: [
      ...(x === undefined ? [] : guidesOf(moved, near, 'x')),
      ...(y === undefined ? [] : guidesOf(moved, near, 'y')),
    ],
  };
}

function bestShift(box: Box, others: readonly Box[], axis: 'x' | 'y', reach: number): number | undefined {
  let best: number | undefined;
  const own = linesOf(box, axis);
  for (const other of others) {
    for (const line of linesOf(other, axis)) {
      for (const mine of own) {
        const shift = line - mine;
        if (Math.abs(shift) <= reach && (best === undefined || Math.abs(shift) < Math.abs(best)))
          best = shift;
      }
    }
  }
  return best;
}

/** One guide for each line on which the box now lies with others. */
function guidesOf(box: Box, others: readonly Box[], axis: 'x' | 'y'): Guide[] {
  const guides: Guide[] = [];
  for (const at of linesOf(box, axis)) {
    const inLine = others.filter((other) => linesOf(other, axis).some((line) => Math.abs(line - at) < 0.01));
    const [first, ...rest] = inLine;
    if (first === undefined) continue;
    const extent = rest.reduce(joinBoxes, joinBoxes(box, first));
    guides.push(
      axis === 'x'
        ? { axis, at, from: extent.y, to: extent.y + extent.height }
        : { axis, at, from: extent.x, to: extent.x + extent.width },
    );
  }
  return guides;
}

function linesOf(box: Box, axis: 'x' | 'y'): readonly [number, number, number] {
  return axis === 'x'
    ? [box.x, box.x + box.width / 2, box.x + box.width]
    : [box.y, box.y + box.height / 2, box.y + box.height];
}

function nearest(box: Box, others: readonly Box[]): readonly Box[] {
  if (others.length <= MOST_NEIGHBOURS) return others;
  return [...others]
    .sort((one, other) => distance(box, one) - distance(box, other))
    .slice(0, MOST_NEIGHBOURS);
}

function distance(one: Box, other: Box): number {
  return (
    Math.abs(one.x + one.width / 2 - other.x - other.width / 2) +
    Math.abs(one.y + one.height / 2 - other.y - other.height / 2)
  );
}
