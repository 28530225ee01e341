import { placeElements } from '../actions/place-elements.ts';
import {
  IDENTITY,
  type Placement,
  type Point,
  placementIn,
  poseFromPlacement,
  turnBack,
  unionOf,
} from '../plane/geometry.ts';
import { type Handle, resized, scaled, scalingOf } from '../plane/resizing.ts';
import { placementOf, SMALLEST_SIDE } from '../scene/element.ts';
import { parentPose, type SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import type { Gesture, PointerSample } from './gesture.ts';

/**
 * Resizes what is selected by one handle: one element along its own axes, several as one group. Shift keeps the
 * proportions; pictures keep them unless Shift is held.
 */
export function resizeElements(board: Board, start: Point, handle: Handle): Gesture {
  const nodes = board.selected;
  const box = unionOf(nodes.map(({ bounds }) => bounds));
  let places = new Map<string, Placement>();

  const clear = () => {
    for (const { id } of nodes) board.ownPlaces.delete(id);
  };

  const placesFor = ({ board: at, shift }: PointerSample): Map<string, Placement> => {
    const by = { x: at.x - start.x, y: at.y - start.y };
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined) {
      const keepsRatio = shift !== (only.element.kind === 'image');
      const options = { keepsRatio, smallest: SMALLEST_SIDE };
      return new Map([
        [only.id, resized(placementOf(only.element), handle, turnBack(only.pose, by), options)],
      ]);
    }
    if (box === undefined) return new Map();
    const scaling = scalingOf(box, handle, by, { keepsRatio: shift, smallest: SMALLEST_SIDE });
    return new Map(
      nodes.map((node) => [node.id, inParent(node, scaled(onBoard(node), scaling, SMALLEST_SIDE))]),
    );
  };

  return {
    move(pointer) {
      places = placesFor(pointer);
      for (const [id, placement] of places) board.ownPlaces.set(id, placement);
    },
    end() {
      clear();
      if (places.size === 0) return;
      const placings = nodes.flatMap(({ id, element }) => {
        const placement = places.get(id);
        return placement === undefined ? [] : [{ id, parent: element.parent, placement }];
      });
      placeElements(board.document, 'resize', placings);
    },
    cancel: clear,
  };
}

/** A node's placement on the board itself. */
export function onBoard({ pose, element }: SceneNode): Placement {
  return placementIn(IDENTITY, pose, element.width, element.height);
}

/** The placement, in the node's own parent, of what lies so on the board. */
export function inParent(node: SceneNode, placement: Placement): Placement {
  return placementIn(parentPose(node), poseFromPlacement(placement), placement.width, placement.height);
}
