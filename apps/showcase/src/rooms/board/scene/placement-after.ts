import { type Placement, type Point, turnBack } from '../plane/geometry.ts';
import { placementOf } from './element.ts';
import { parentPose, type SceneNode } from './scene-node.ts';

/** Where a node lies in its parent after a way on the board. */
export function placementAfter(node: SceneNode, by: Point): Placement {
  const placement = placementOf(node.element);
  const { x, y } = turnBack(parentPose(node), by);
  return { ...placement, x: placement.x + x, y: placement.y + y };
}
