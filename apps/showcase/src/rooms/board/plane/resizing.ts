import { applyPose, type Box, middleOf, type Placement, type Point, poseFromPlacement } from './geometry.ts';

/** Which edges a handle takes along: −1 left or top, 1 right or bottom, 0 neither. */
export interface Handle {
  readonly across: -1 | 0 | 1;
  readonly down: -1 | 0 | 1;
}

/** The eight handles, clockwise from the top left. */
export const HANDLES: readonly Handle[] = [
  { across: -1, down: -1 },
  { across: 0, down: -1 },
  { across: 1, down: -1 },
  { across: 1, down: 0 },
  { across: 1, down: 1 },
  { across: 0, down: 1 },
  { across: -1, down: 1 },
  { across: -1, down: 0 },
];

export interface ResizeOptions {
  /** Width and height stay in proportion. */
  readonly keepsRatio: boolean;
  readonly smallest: number;
}

/**
 * A placement whose handle was dragged by `by` (in the placement's own, turned axes). What lies opposite of the
 * handle stays where it is.
 */
export function resized(
  placement: Placement,
  handle: Handle,
  by: Point,
  { keepsRatio, smallest }: ResizeOptions,
): Placement {
  let width = Math.max(smallest, placement.width + handle.across * by.x);
  let height = Math.max(smallest, placement.height + handle.down * by.y);
  if (keepsRatio) {
    const scale = ratioScale(handle, width / placement.width, height / placement.height);
    width = Math.max(smallest, placement.width * scale);
    height = Math.max(smallest, placement.height * scale);
  }
  return anchored(placement, handle, width, height);
}

/** The factor by which both sides grow: a corner follows the side that was dragged further. */
function ratioScale({ across, down }: Handle, byWidth: number, byHeight: number): number {
  if (across === 0) return byHeight;
  if (down === 0) return byWidth;
  return Math.abs(byWidth - 1) > Math.abs(byHeight - 1) ? byWidth : byHeight;
}

/** The placement of another size whose point opposite of the handle is where it was. */
function anchored(placement: Placement, { across, down }: Handle, width: number, height: number): Placement {
  const opposite = { x: ((1 - across) / 2) * placement.width, y: ((1 - down) / 2) * placement.height };
  const fixed = applyPose(poseFromPlacement(placement), opposite);
  const moved = { ...placement, width, height };
  const now = applyPose(poseFromPlacement(moved), {
    x: ((1 - across) / 2) * width,
    y: ((1 - down) / 2) * height,
  });
  return { ...moved, x: placement.x + fixed.x - now.x, y: placement.y + fixed.y - now.y };
}

/** How a whole group grows: factors along both axes, about a point that stays. */
export interface Scaling {
  readonly about: Point;
  readonly x: number;
  readonly y: number;
}

/** What a handle of the group's box, dragged by `by`, does to the group. */
export function scalingOf(box: Box, handle: Handle, by: Point, options: ResizeOptions): Scaling {
  const grown = resized({ ...box, rotation: 0 }, handle, by, options);
  const middle = middleOf(box);
  return {
    about: {
      x: handle.across === 0 ? middle.x : handle.across === 1 ? box.x : box.x + box.width,
      y: handle.down === 0 ? middle.y : handle.down === 1 ? box.y : box.y + box.height,
    },
    x: box.width === 0 ? 1 : grown.width / box.width,
    y: box.height === 0 ? 1 : grown.height / box.height,
  };
}

/** A member of a group that grows. What is turned keeps its proportions. */
export function scaled(placement: Placement, { about, x, y }: Scaling, smallest: number): Placement {
  const middle = middleOf(placement);
  const even = Math.sqrt(x * y);
  const isTurned = placement.rotation % 180 !== 0;
  const width = Math.max(smallest, placement.width * (isTurned ? even : x));
  const height = Math.max(smallest, placement.height * (isTurned ? even : y));
  return {
    x: about.x + (middle.x - about.x) * x - width / 2,
    y: about.y + (middle.y - about.y) * y - height / 2,
    width,
    height,
    rotation: placement.rotation,
  };
}
