import { placeElements } from '../actions/place-elements.ts';
import { middleOf, type Placement, type Point, unionOf, upright } from '../plane/geometry.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import type { Gesture } from './gesture.ts';
import { inParent, onBoard } from './resize-elements.ts';

/** Degrees to which Shift holds a turn. */
const STEP = 15;

/** Turns what is selected about its middle. */
export function rotateElements(board: Board, start: Point): Gesture {
  const nodes = board.selected;
  const box = unionOf(nodes.map(({ bounds }) => bounds));
  const middle = box === undefined ? start : middleOf(box);
  let places: readonly (readonly [string, Placement])[] = [];

  const clear = () => {
    for (const { id } of nodes) board.ownPlaces.delete(id);
  };

  return {
    move({ board: at, shift }) {
      const turn = angleOf(middle, at) - angleOf(middle, start);
      places = nodes.map((node) => [node.id, turned(node, middle, turn, shift && nodes.length === 1)]);
      for (const [id, placement] of places) board.ownPlaces.set(id, placement);
    },
    end() {
      clear();
      rotateTo(board, nodes, new Map(places));
    },
    cancel: clear,
  };
}

/** Turns what is selected by so many degrees. */
export function rotateBy(board: Board, degrees: number): void {
  const nodes = board.selected;
  const box = unionOf(nodes.map(({ bounds }) => bounds));
  if (box === undefined) return;
  const middle = middleOf(box);
  rotateTo(board, nodes, new Map(nodes.map((node) => [node.id, turned(node, middle, degrees, false)])));
}

function rotateTo(board: Board, nodes: readonly SceneNode[], places: ReadonlyMap<string, Placement>): void {
  const placings = nodes.flatMap(({ id, element }) => {
    const placement = places.get(id);
    return placement === undefined ? [] : [{ id, parent: element.parent, placement }];
  });
  if (placings.length > 0) placeElements(board.document, 'rotate', placings);
}

function turned(node: SceneNode, about: Point, degrees: number, isStepped: boolean): Placement {
  const placement = onBoard(node);
  const wanted = placement.rotation + degrees;
  const rotation = isStepped ? Math.round(wanted / STEP) * STEP : wanted;
  const radians = ((rotation - placement.rotation) * Math.PI) / 180;
  const middle = middleOf(placement);
  const [x, y] = [middle.x - about.x, middle.y - about.y];
  return inParent(node, {
    ...placement,
    x: about.x + x * Math.cos(radians) - y * Math.sin(radians) - placement.width / 2,
    y: about.y + x * Math.sin(radians) + y * Math.cos(radians) - placement.height / 2,
    rotation: upright(rotation),
  });
}

function angleOf(middle: Point, { x, y }: Point): number {
  return (Math.atan2(y - middle.y, x - middle.x) * 180) / Math.PI;
}
