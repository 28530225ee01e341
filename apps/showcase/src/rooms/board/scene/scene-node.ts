import {
  type Box,
  boundsOf,
  IDENTITY,
  joinPoses,
  type Point,
  type Pose,
  poseFromPlacement,
  undoPose,
} from '../plane/geometry.ts';
import { type Element, placementOf } from './element.ts';

/** An element where it lies on the board. The scene alone changes it. */
export interface SceneNode {
  readonly id: string;
  readonly element: Element;
  /** Undefined: it lies on the board itself. */
  readonly parent: SceneNode | undefined;
  /** From bottom to top. */
  readonly children: readonly SceneNode[];
  /** From inside the element to the board. */
  readonly pose: Pose;
  /** The upright box around it on the board, without its children. */
  readonly bounds: Box;
}

/** Where an element lies on the board, given where what holds it lies. */
export function poseUnder(parent: Pose | undefined, element: Element): Pose {
  const own = poseFromPlacement(placementOf(element));
  return parent === undefined ? own : joinPoses(parent, own);
}

export function boundsIn(pose: Pose, { width, height }: Element): Box {
  return boundsOf(pose, width, height);
}

/** The coordinates in which an element's placement is given. */
export function parentPose({ parent }: SceneNode): Pose {
  return parent?.pose ?? IDENTITY;
}

/** Whether a point of the board lies in the element itself, its shape considered. */
export function containsPoint({ pose, element }: SceneNode, point: Point): boolean {
  const { width, height, kind } = element;
  const { x, y } = undoPose(pose, point);
  if (x < 0 || y < 0 || x > width || y > height) return false;
  const [across, down] = [(2 * x) / width - 1, (2 * y) / height - 1];
  if (kind === 'ellipse') return across * across + down * down <= 1;
  if (kind === 'diamond') return Math.abs(across) + Math.abs(down) <= 1;
  return true;
}

/** Below 0: the one lies under the other; parents lie under their children. */
export function comparePaint(one: SceneNode, other: SceneNode): number {
  if (one === other) return 0;
  if (one.parent === other.parent) return compareSiblings(one.element, other.element);
  const [path, otherPath] = [pathOf(one), pathOf(other)];
  const shared = Math.min(path.length, otherPath.length);
  for (let depth = 0; depth < shared; depth += 1) {
    const [mine, theirs] = [path[depth], otherPath[depth]];
    if (mine !== undefined && theirs !== undefined && mine !== theirs)
      return compareSiblings(mine.element, theirs.element);
  }
  return path.length - otherPath.length;
}

/** The documents' order of siblings: by position, then by id. */
export function compareSiblings(one: Element, other: Element): number {
  if (one.position !== other.position) return one.position < other.position ? -1 : 1;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}

/** The node and everything in it, each before what it holds; what does not belong is left out with what it holds. */
export function* withDescendants(
  node: SceneNode,
  belongs: (descendant: SceneNode) => boolean = () => true,
): Iterable<SceneNode> {
  yield node;
  for (const child of node.children) if (belongs(child)) yield* withDescendants(child, belongs);
}

export function isInside(node: SceneNode, ancestor: SceneNode): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

function pathOf(node: SceneNode): SceneNode[] {
  const path: SceneNode[] = [];
  for (let at: SceneNode | undefined = node; at !== undefined; at = at.parent) path.push(at);
  return path.reverse();
}
