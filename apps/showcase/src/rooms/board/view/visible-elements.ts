import { type Box, encloses, grown } from '../plane/geometry.ts';
import { compareSiblings, type SceneNode } from '../scene/scene-node.ts';
import type { Board } from './board.ts';
import { Cell, CellMap } from './cell.ts';

/** The key of the board itself among parents. */
export const TOP = '';

/** With more elements than this on the screen they are painted on one canvas: a browser lays out no more in a frame. */
const MOST_NODES = 800;
/** The way back, so that the edge is not crossed with every step. */
const FEW_NODES = 600;
/** How much more than the screen is laid out, by its larger side, so that panning finds something there. */
const MARGIN = 0.3;

/** How resting elements are shown: as nodes of the page, or painted on one canvas. */
export type Rendition = 'nodes' | 'canvas';

/**
 * Which elements are laid out as nodes: those near the screen, and what holds them.
 *
 * Invariant: after `refresh`, every element that touches the screen is in the list of its parent, or the rendition is
 * `canvas`; lists that did not change are the same objects.
 */
export class VisibleElements {
  readonly rendition = new Cell<Rendition>('nodes');
  /** By parent, from bottom to top. */
  readonly children = new CellMap<readonly string[]>();
  readonly #board: Board;
  #covered: Box | undefined;
  #zoom = 0;

  constructor(board: Board) {
    this.#board = board;
  }

  /** The scene or what has to be shown has changed: the next refresh looks again. */
  invalidate(): void {
    this.#covered = undefined;
  }

  refresh(): void {
    const { view, camera, screen } = this.#board;
    if (screen.value.width === 0) return;
    const isCovered = this.#covered !== undefined && encloses(this.#covered, view);
    if (isCovered && sameScale(this.#zoom, camera.value.zoom)) return;
    this.#zoom = camera.value.zoom;
    const covered = grown(view, MARGIN * Math.max(view.width, view.height));
    this.#covered = covered;
    const near = this.#board.scene.within(covered);
    this.#choose(near, view);
    this.children.replace(this.#lists(near));
  }

  #choose(near: ReadonlySet<SceneNode>, view: Box): void {
    const { rendition } = this;
    if (near.size < FEW_NODES) {
      rendition.set('nodes');
      return;
    }
    const seen = this.#board.scene.within(view).size;
    if (seen > MOST_NODES) rendition.set('canvas');
    else if (seen < FEW_NODES) rendition.set('nodes');
  }

  #lists(near: ReadonlySet<SceneNode>): ReadonlyMap<string, readonly string[]> {
    const { scene, ownPlaces, theirPlaces, editing } = this.#board;
    const shown = new Set<SceneNode>();
    const show = (node: SceneNode | undefined) => {
      for (let at = node; at !== undefined && !shown.has(at); at = at.parent) shown.add(at);
    };
    if (editing.value !== undefined) show(scene.node(editing.value));
    if (this.rendition.value === 'nodes') {
      for (const node of near) show(node);
      // What is dragged may rest far from here.
      for (const places of [ownPlaces, theirPlaces]) for (const id of places.keys()) show(scene.node(id));
    }
    const byParent = new Map<string, SceneNode[]>();
    for (const node of shown) {
      const parent = node.parent?.id ?? TOP;
      const list = byParent.get(parent);
      if (list === undefined) byParent.set(parent, [node]);
      else list.push(node);
    }
    return new Map([...byParent].map(([parent, nodes]) => [parent, this.#list(parent, nodes)]));
  }

  /** The list that is there, if it says the same. */
  #list(parent: string, nodes: SceneNode[]): readonly string[] {
    nodes.sort((one, other) => compareSiblings(one.element, other.element));
    const known = this.children.get(parent);
    const isSame = known?.length === nodes.length && nodes.every(({ id }, index) => known[index] === id);
    return isSame && known !== undefined ? known : nodes.map(({ id }) => id);
  }
}

/** Zooming out by a third brings in more than the margin; zooming in leaves too much. */
function sameScale(one: number, other: number): boolean {
  return other > one * 0.67 && other < one * 1.5;
}
