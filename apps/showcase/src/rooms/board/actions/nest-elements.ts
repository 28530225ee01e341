import { grown, IDENTITY, placementIn, tidyPlacement, unionOf } from '../plane/geometry.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import { draftOf, insertDraft } from './insert-elements.ts';
import { type Placing, placeElements } from './place-elements.ts';

/** Room between a new frame and what it holds, in board units. */
const FRAME_MARGIN = 32;

/** Puts a new frame around what is selected, and that into it, in one step. */
export function frameSelected(board: Board): void {
  const nodes = board.selected;
  const box = unionOf(nodes.map(({ bounds }) => bounds));
  if (box === undefined) return;
  const placement = { ...grown(box, FRAME_MARGIN), rotation: 0 };
  const frame = board.document.transact(
    (tx) => {
      const id = insertDraft(tx, draftOf('frame', placement, 'slate', 'Frame'), null);
      const pose = { ...IDENTITY, x: placement.x, y: placement.y };
      for (const node of nodes) {
        if (!tx.elements.has(node.id)) continue;
        tx.elements.move(node.id, { parent: id });
        const { width, height } = node.element;
        tx.elements.modify(node.id, tidyPlacement(placementIn(pose, node.pose, width, height)));
      }
      return id;
    },
    { name: 'frame', split: true },
  ).value;
  board.select([frame]);
}

/** Takes what is selected out of the frame in which it lies, into whatever holds that; it stays where it is seen. */
export function unframeSelected(board: Board): void {
  const placings = board.selected.flatMap((node): Placing[] => {
    if (node.parent === undefined) return [];
    return [placingUnder(node, node.parent.parent)];
  });
  if (placings.length === 0) board.say('It does not lie in a frame.');
  else placeElements(board.document, 'take out', placings);
}

/** Puts what is selected into the topmost frame behind its middle. */
export function nestSelected(board: Board): void {
  const nodes = board.selected;
  const moving = new Set(nodes);
  const placings = nodes.flatMap((node): Placing[] => {
    const middle = { x: node.bounds.x + node.bounds.width / 2, y: node.bounds.y + node.bounds.height / 2 };
    const frame = board.scene
      .at(middle)
      .find((other) => other.element.kind === 'frame' && !isHeldBy(other, moving));
    return frame === undefined || frame === node.parent ? [] : [placingUnder(node, frame)];
  });
  if (placings.length === 0)
    board.say('There is no frame behind it: drag it onto one, or press G for a new one.');
  else placeElements(board.document, 'put in', placings);
}

function placingUnder(node: SceneNode, parent: SceneNode | undefined): Placing {
  const { width, height } = node.element;
  return {
    id: node.id,
    parent: parent?.id ?? null,
    placement: placementIn(parent?.pose ?? IDENTITY, node.pose, width, height),
  };
}

function isHeldBy(node: SceneNode, others: ReadonlySet<SceneNode>): boolean {
  for (let at: SceneNode | undefined = node; at !== undefined; at = at.parent)
    if (others.has(at)) return true;
  return false;
}
