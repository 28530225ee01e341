/** A point or a vector; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where something lies in the coordinates of what holds it: an upright box, turned about its middle. */
export interface Placement extends Box {
  /** Degrees, clockwise. */
  readonly rotation: number;
}

/** A turn followed by a shift: leads from the coordinates inside something to those outside of it. */
export interface Pose extends Point {
  readonly cos: number;
  readonly sin: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
}

export const ORIGIN: Point = { x: 0, y: 0 };

/** Inside and outside are the same. */
export const IDENTITY: Pose = { x: 0, y: 0, cos: 1, sin: 0, rotation: 0 };

/** The pose of what lies at a placement: its inside begins at its top left corner. */
export function poseFromPlacement({ x, y, width, height, rotation }: Placement): Pose {
  if (rotation === 0) return { x, y, cos: 1, sin: 0, rotation: 0 };
  const radians = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  return {
    x: x + halfWidth - (cos * halfWidth - sin * halfHeight),
    y: y + halfHeight - (sin * halfWidth + cos * halfHeight),
    cos,
    sin,
    rotation,
  };
}

/** From inside `inner`, which lies inside `outer`, to outside of both. */
export function joinPoses(outer: Pose, inner: Pose): Pose {
  return {
    ...applyPose(outer, inner),
    cos: outer.cos * inner.cos - outer.sin * inner.sin,
    sin: outer.sin * inner.cos + outer.cos * inner.sin,
    rotation: outer.rotation + inner.rotation,
  };
}

/** A point inside, in the coordinates outside. */
export function applyPose(pose: Pose, { x, y }: Point): Point {
  return { x: pose.cos * x - pose.sin * y + pose.x, y: pose.sin * x + pose.cos * y + pose.y };
}

/** A point outside, in the coordinates inside. */
export function undoPose(pose: Pose, point: Point): Point {
  return turnBack(pose, { x: point.x - pose.x, y: point.y - pose.y });
}

/** A vector outside, as it points inside. */
export function turnBack({ cos, sin }: Pose, { x, y }: Point): Point {
  return { x: cos * x + sin * y, y: cos * y - sin * x };
}

/** The upright box around something of that size in a pose. */
export function boundsOf(pose: Pose, width: number, height: number): Box {
  if (pose.sin === 0 && pose.cos === 1) return { x: pose.x, y: pose.y, width, height };
  const corners = cornersOf(pose, width, height);
  return boxAround(corners);
}

/** Top left, top right, bottom right, bottom left. */
export function cornersOf(pose: Pose, width: number, height: number): readonly [Point, Point, Point, Point] {
  return [
    applyPose(pose, ORIGIN),
    applyPose(pose, { x: width, y: 0 }),
    applyPose(pose, { x: width, y: height }),
    applyPose(pose, { x: 0, y: height }),
  ];
}

/** The placement inside `parent` of what lies in `pose` outside of it. */
export function placementIn(parent: Pose, pose: Pose, width: number, height: number): Placement {
  const middle = undoPose(parent, applyPose(pose, { x: width / 2, y: height / 2 }));
  return {
    x: middle.x - width / 2,
    y: middle.y - height / 2,
    width,
    height,
    rotation: upright(pose.rotation - parent.rotation),
  };
}

/** An angle between −180 (excluded) and 180 degrees. */
export function upright(rotation: number): number {
  const turned = ((rotation % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

export function boxAround(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box around boxes; undefined if there are none. */
export function unionOf(boxes: Iterable<Box>): Box | undefined {
  let union: Box | undefined;
  for (const box of boxes) union = union === undefined ? box : joinBoxes(union, box);
  return union;
}

export function joinBoxes(one: Box, other: Box): Box {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}

export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}

export function encloses(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export function contains(box: Box, { x, y }: Point): boolean {
  return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
}

export function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

export function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function boxBetween(one: Point, other: Point): Box {
  return boxAround([one, other]);
}

/** Rounds to hundredths, which is what documents hold: a drag leaves no tails of digits. */
export function tidy(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

export function tidyPlacement({ x, y, width, height, rotation }: Placement): Placement {
  return { x: tidy(x), y: tidy(y), width: tidy(width), height: tidy(height), rotation: tidy(rotation) };
}
