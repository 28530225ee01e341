import type { DocumentEvent, Snapshot } from '@statehouse/db';
import type { ShowcaseSchema } from '../../../../schema.ts';
import type { Box, Point, Pose } from '../plane/geometry.ts';
import type { Element } from './element.ts';
import { GridIndex } from './grid-index.ts';
import {
  boundsIn,
  comparePaint,
  compareSiblings,
  containsPoint,
  poseUnder,
  type SceneNode,
} from './scene-node.ts';

/** What one event changed in a scene. */
export interface SceneChange {
  /** Elements that are another object now, lie elsewhere, came or went. */
  readonly touched: ReadonlySet<string>;
  /** Parents (null: the board) whose children, or their order, are others now. */
  readonly parents: ReadonlySet<string | null>;
  /** Where something looks different: boxes of the board, before and after. */
  readonly boxes: readonly Box[];
}

interface Node extends SceneNode {
  element: Element;
  parent: Node | undefined;
  readonly children: Node[];
  pose: Pose;
  bounds: Box;
}

/**
 * The elements of a board as they lie on it: nesting, order, places and an index of the plane, kept from the
 * document's events so that an event costs what it changes.
 *
 * Invariant: equal to a scene made anew from the snapshot of the last event.
 */
export class Scene {
  readonly #nodes = new Map<string, Node>();
  readonly #roots: Node[] = [];
  readonly #grid = new GridIndex<Node>();

  constructor(snapshot: Snapshot<ShowcaseSchema>) {
    const change = new Changing();
    const { ids } = this.#put(snapshot, snapshot.table('elements').ids(), change);
    for (const id of ids) this.#link(id, change);
    for (const root of this.#roots) this.#place(root, change);
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** What lies on the board itself, from bottom to top. */
  get roots(): readonly SceneNode[] {
    return this.#roots;
  }

  node(id: string): SceneNode | undefined {
    return this.#nodes.get(id);
  }

  childrenOf(parent: string | null): readonly SceneNode[] {
    return parent === null ? this.#roots : (this.#nodes.get(parent)?.children ?? []);
  }

  /** Every element, in no order. */
  all(): Iterable<SceneNode> {
    return this.#nodes.values();
  }

  /** Everything whose own box touches a box of the board, in no order. */
  within(box: Box): ReadonlySet<SceneNode> {
    return this.#grid.query(box);
  }

  /** The elements at a point of the board, the topmost first. */
  at(point: Point): readonly SceneNode[] {
    const here = [...this.#grid.query({ ...point, width: 0, height: 0 })];
    return here.filter((node) => containsPoint(node, point)).sort((one, other) => comparePaint(other, one));
  }

  /** Takes what an event of the document changed. */
  take(event: Pick<DocumentEvent<ShowcaseSchema>, 'effect' | 'after'>): SceneChange {
    const change = new Changing();
    const touched = event.effect.filter(({ table }) => table === 'elements').map(({ id }) => id);
    const { ids, moved } = this.#put(event.after, touched, change);
    for (const id of moved) this.#link(id, change);
    for (const id of ids) {
      const node = this.#nodes.get(id);
      if (node !== undefined) this.#place(node, change);
    }
    return change;
  }

  /** Takes rows over; answers with the ids that are there, and those that have another place among siblings. */
  #put(
    snapshot: Snapshot<ShowcaseSchema>,
    ids: Iterable<string>,
    change: Changing,
  ): { readonly ids: readonly string[]; readonly moved: readonly string[] } {
    const rows = snapshot.table('elements');
    const [present, moved]: [string[], string[]] = [[], []];
    for (const id of ids) {
      change.touched.add(id);
      const element = rows.get(id);
      const known = this.#nodes.get(id);
      if (element === undefined) {
        if (known !== undefined) this.#remove(known, change);
        continue;
      }
      present.push(id);
      if (known === undefined) {
        const pose = poseUnder(undefined, element);
        const bounds = boundsIn(pose, element);
        this.#nodes.set(id, { id, element, parent: undefined, children: [], pose, bounds });
        moved.push(id);
        continue;
      }
      const stays = known.element.parent === element.parent && known.element.position === element.position;
      if (!stays) {
        this.#unlink(known, change);
        moved.push(id);
      }
      known.element = element;
    }
    return { ids: present, moved };
  }

  /** Puts a node among the children of its parent. */
  #link(id: string, change: Changing): void {
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    const { parent: parentId } = node.element;
    node.parent = parentId === null ? undefined : this.#nodes.get(parentId);
    const siblings = node.parent?.children ?? this.#roots;
    siblings.splice(placeAmong(siblings, node), 0, node);
    change.parents.add(node.parent?.id ?? null);
  }

  #unlink(node: Node, change: Changing): void {
    const siblings = node.parent?.children ?? this.#roots;
    const at = siblings.indexOf(node);
    if (at === -1) return;
    siblings.splice(at, 1);
    change.parents.add(node.parent?.id ?? null);
  }

  #remove(node: Node, change: Changing): void {
    this.#unlink(node, change);
    this.#nodes.delete(node.id);
    this.#grid.delete(node);
    change.boxes.push(node.bounds);
  }

  /** Places a node and all that it holds. */
  #place(node: Node, change: Changing): void {
    const known = this.#grid.boxOf(node);
    if (known !== undefined) change.boxes.push(known);
    node.pose = poseUnder(node.parent?.pose, node.element);
    node.bounds = boundsIn(node.pose, node.element);
    this.#grid.put(node, node.bounds);
    change.boxes.push(node.bounds);
    change.touched.add(node.id);
    for (const child of node.children) this.#place(child, change);
  }
}

class Changing implements SceneChange {
  readonly touched = new Set<string>();
  readonly parents = new Set<string | null>();
  readonly boxes: Box[] = [];
}

/** Where a node goes among its siblings; most are put at the end. */
function placeAmong(siblings: readonly Node[], node: Node): number {
  let [low, high] = [0, siblings.length];
  const last = siblings.at(-1);
  if (last === undefined || compareSiblings(last.element, node.element) < 0) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const sibling = siblings[middle];
    if (sibling !== undefined && compareSiblings(sibling.element, node.element) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
