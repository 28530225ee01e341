import type { CarriedElements } from '../painting/peer-figures.ts';
import { type Box, boundsOf, encloses, grown, overlaps } from '../plane/geometry.ts';
import { comparePaint, compareSiblings, type SceneNode, withDescendants } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import { Cell, CellMap } from '../window/cell.ts';
import { shownShape } from '../window/shown-shape.ts';

/** The key of the board itself among parents. */
export const TOP = '';

/** With more elements than this on the screen they are painted on one canvas: a browser lays out no more in a frame. */
const MOST_NODES = 800;
/** The way back, so that the edge is not crossed with every step. */
const FEW_NODES = 600;
/** A crowd is counted anew when so many elements have come or gone. */
const RECOUNT_AFTER = 50;
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
  /** How other people and what they drag are shown: painted apart, when there is a crowd and somebody who paints. */
  readonly peerRendition = new Cell<Rendition>('nodes');
  /** By parent, from bottom to top. */
  readonly children = new CellMap<readonly string[]>();
  /** What is laid out: the screen and a margin around it. Nothing outside of it need be on the page. */
  readonly covered = new Cell<Box | undefined>(undefined);
  /** What is a node only to hold others: its own picture is on the canvas. */
  readonly holders = new CellMap<true>();
  /** What is a node although the rest is painted: it moves, or is written on. */
  lifted: ReadonlySet<SceneNode> = new Set();
  /** What others drag, from bottom to top, as far as it is painted with them. */
  carried: CarriedElements = new Map();
  readonly #board: Board;
  #near: ReadonlySet<SceneNode> = new Set();
  #zoom = 0;
  #countedAt = 0;
  #isStale = true;

  constructor(board: Board) {
    this.#board = board;
  }

  /** The scene or what has to be shown has changed: the next refresh looks again. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** Whether others drag an element near the screen, or away from it. */
  isCarriedNear(id: string): boolean {
    const node = this.#board.scene.node(id);
    const { value: covered } = this.covered;
    if (node === undefined || covered === undefined || this.#board.theirPlaces.get(id) === undefined)
      return false;
    const { pose, width, height } = shownShape(this.#board, node);
    return (
      // What it holds may stick out of it.
      node.children.length > 0 ||
      overlaps(node.bounds, covered) ||
      overlaps(boundsOf(pose, width, height), covered)
    );
  }

  refresh(): void {
    const { view, camera, screen, scene } = this.#board;
    if (screen.value.width === 0) return;
    const isCovered =
      this.covered.value !== undefined &&
      encloses(this.covered.value, view) &&
      sameScale(this.#zoom, camera.value.zoom);
    if (isCovered && !this.#isStale) return;
    this.#isStale = false;
    const isStillCrowded =
      this.rendition.value === 'canvas' && Math.abs(scene.size - this.#countedAt) < RECOUNT_AFTER;
    if (!isCovered || !isStillCrowded) this.#look(view);
    this.#lift();
    this.children.replace(this.#lists(this.rendition.value === 'nodes' ? this.#near : this.lifted));
  }

  /** Looks what is near the screen, and how to show it. Of a crowd that costs milliseconds. */
  #look(view: Box): void {
    const { camera, scene } = this.#board;
    this.#zoom = camera.value.zoom;
    const covered = grown(view, MARGIN * Math.max(view.width, view.height));
    this.covered.set(covered);
    this.#countedAt = scene.size;
    this.#near = scene.within(covered);
    this.#choose(this.#near, view);
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
    const shown = new Set<SceneNode>();
    for (const node of [...near, ...this.#moving()]) {
      for (let at: SceneNode | undefined = node; at !== undefined && !shown.has(at); at = at.parent)
        shown.add(at);
    }
    const byParent = Map.groupBy(shown, ({ parent }) => parent?.id ?? TOP);
    return new Map([...byParent].map(([parent, nodes]) => [parent, this.#list(parent, nodes)]));
  }

  /** What is a node because it is dragged or written on. */
  #moving(): readonly SceneNode[] {
    const { scene, ownPlaces, theirPlaces, editing } = this.#board;
    const ids = [...ownPlaces.keys()];
    if (this.peerRendition.value === 'nodes')
      ids.push(...[...theirPlaces.keys()].filter((id) => this.isCarriedNear(id)));
    if (editing.value !== undefined) ids.push(editing.value);
    return ids.flatMap((id) => scene.node(id) ?? []);
  }

  /** On a canvas, what moves is lifted off it, with all that it holds; what holds it stays painted. */
  #lift(): void {
    const lifted = new Set<SceneNode>();
    if (this.rendition.value === 'canvas')
      for (const node of this.#moving()) for (const one of withDescendants(node)) lifted.add(one);
    this.lifted = lifted;
    this.carried = this.peerRendition.value === 'canvas' ? this.#carry(lifted) : new Map();
    const holders = new Map<string, true>();
    for (const { parent } of lifted)
      for (let at = parent; at !== undefined && !lifted.has(at); at = at.parent) holders.set(at.id, true);
    this.holders.replace(holders);
  }

  /** What others drag with what it holds, but for what goes its own way. */
  #carry(lifted: ReadonlySet<SceneNode>): CarriedElements {
    const { scene, theirPlaces } = this.#board;
    const dragged = [...theirPlaces.keys()].flatMap((id) => scene.node(id) ?? []);
    const roots = new Set(dragged.filter((node) => !lifted.has(node)).sort(comparePaint));
    const goesAlong = (node: SceneNode) => !lifted.has(node) && !roots.has(node);
    return new Map([...roots].map((root) => [root, [...withDescendants(root, goesAlong)]]));
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
