import { joinPoses, type Pose, poseFromPlacement } from '../plane/geometry.ts';
import { parentPose, type SceneNode } from '../scene/scene-node.ts';
import type { Board } from './board.ts';

/** Where a node is shown: dragged or at rest. */
export function shownShape(
  board: Board,
  node: SceneNode,
): { readonly pose: Pose; readonly width: number; readonly height: number } {
  const place = board.ownPlaces.get(node.id) ?? board.theirPlaces.get(node.id);
  if (place === undefined) {
    const { width, height } = node.element;
    return { pose: node.pose, width, height };
  }
  const pose = joinPoses(parentPose(node), poseFromPlacement(place));
  return { pose, width: place.width, height: place.height };
}
