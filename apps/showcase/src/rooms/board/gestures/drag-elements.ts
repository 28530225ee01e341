import { draftsOf } from '../actions/draft-elements.ts';
import { insertElements, shifted } from '../actions/insert-elements.ts';
import { type Placing, placeElements } from '../actions/place-elements.ts';
import { type Box, grown, ORIGIN, overlaps, type Point, placementIn, unionOf } from '../plane/geometry.ts';
import { snapped } from '../plane/snapping.ts';
import { placementAfter } from '../scene/placement-after.ts';
import { isInside, type SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import type { Gesture, PointerSample } from './gesture.ts';

/** Screen pixels within which edges and middles attract each other. */
const SNAP_REACH = 6;

/**
 * Moves what is selected. Others see it move; the document hears of it when the pointer is let go. What is dropped on
 * a frame lies in it afterwards, and what is dropped beside its frame no longer does. Shift keeps to one axis, Control
 * snaps to nothing, Alt leaves the originals and moves copies.
 */
export function dragElements(board: Board, start: Point): Gesture {
  const nodes = board.selected;
  const dragged = new Set(nodes);
  const box = unionOf(nodes.map(({ bounds }) => bounds));
  let by: Point = ORIGIN;

  const clear = () => {
    board.guides.set([]);
    board.dropTarget.set(undefined);
    for (const { id } of nodes) board.ownPlaces.delete(id);
  };

  return {
    move(pointer) {
      by = wayFrom(start, pointer);
      if (box !== undefined && !pointer.control) by = snappedWay(board, box, by, dragged, pointer);
      for (const node of nodes) board.ownPlaces.set(node.id, placementAfter(node, by));
      board.dropTarget.set(frameUnder(board, pointer.board, dragged)?.id);
    },
    end(pointer) {
      const target = frameUnder(board, pointer.board, dragged);
      clear();
      if (by.x === 0 && by.y === 0) return;
      if (pointer.alt) {
        const drafts = shifted(draftsOf(board.document.snapshot, nodes), by);
        board.select(insertElements(board.document, 'duplicate', drafts));
      } else {
        placeElements(
          board.document,
          'move',
          nodes.map((node) => placingAfter(node, by, target)),
        );
      }
    },
    cancel: clear,
  };
}

/** The topmost frame at a point that is neither dragged itself nor in something dragged. */
function frameUnder(board: Board, point: Point, dragged: ReadonlySet<SceneNode>): SceneNode | undefined {
  return board.scene
    .at(point)
    .find(
      (node) =>
        node.element.kind === 'frame' &&
        !dragged.has(node) &&
        ![...dragged].some((other) => isInside(node, other)),
    );
}

function placingAfter(node: SceneNode, by: Point, target: SceneNode | undefined): Placing {
  if (target === node.parent)
    return { id: node.id, parent: node.element.parent, placement: placementAfter(node, by) };
  const pose = { ...node.pose, x: node.pose.x + by.x, y: node.pose.y + by.y };
  const { width, height } = node.element;
  const outer = target?.pose ?? { x: 0, y: 0, cos: 1, sin: 0, rotation: 0 };
  return { id: node.id, parent: target?.id ?? null, placement: placementIn(outer, pose, width, height) };
}

function wayFrom(start: Point, { board, shift }: PointerSample): Point {
  const [x, y] = [board.x - start.x, board.y - start.y];
  if (!shift) return { x, y };
  return Math.abs(x) > Math.abs(y) ? { x, y: 0 } : { x: 0, y };
}

function snappedWay(
  board: Board,
  box: Box,
  by: Point,
  dragged: ReadonlySet<SceneNode>,
  { shift }: PointerSample,
): Point {
  const moved = { ...box, x: box.x + by.x, y: box.y + by.y };
  const view = board.view;
  const near = [...board.scene.within(view)].filter(
    (node) =>
      !dragged.has(node) &&
      overlaps(node.bounds, grown(view, 0)) &&
      ![...dragged].some((other) => isInside(node, other)),
  );
  const reach = SNAP_REACH / board.camera.value.zoom;
  const snap = snapped(
    moved,
    near.map(({ bounds }) => bounds),
    reach,
  );
  if (!shift) {
    board.guides.set(snap.guides);
    return { x: by.x + snap.by.x, y: by.y + snap.by.y };
  }
  const axis = by.y === 0 ? 'x' : 'y';
  board.guides.set(snap.guides.filter((guide) => guide.axis === axis));
  return axis === 'x' ? { x: by.x + snap.by.x, y: 0 } : { x: 0, y: by.y + snap.by.y };
}
