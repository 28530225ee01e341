/** Marks the nodes made in one batch, which only that batch may change in place. Compared by identity. */
export type Owner = object | undefined;

/** Children, or in the lowest level entities, that a node has. */
const WIDTH = 32;
const BITS = 5;
const MASK = WIDTH - 1;

/**
 * A node is an array of {@link WIDTH} children, or entities in the lowest level, or undefined where there are none; at
 * the index `WIDTH` stands its owner. One flat array for each level is one load less than an object that holds an
 * array. Nobody changes a node except the batch that owns it, and no node is empty.
 */
type Node = unknown[];

/**
 * A persistent sparse array: a radix tree over slots, as deep as its largest slot asks for. `root` is undefined when
 * it is empty; `shift` is how far a slot is shifted for its place in the root.
 */
export interface SlotVector {
  readonly root: Node | undefined;
  readonly shift: number;
}

/** The vector with nothing in it. */
export const emptyVector: SlotVector = { root: undefined, shift: 0 };

/** What stands in a slot. */
export function itemIn<Item>(root: unknown[] | undefined, shift: number, slot: number): Item | undefined {
  if (slot >>> shift >= WIDTH) return undefined;
  let node = root;
  for (let level = shift; level > 0; level -= BITS) {
    if (node === undefined) return undefined;
    node = nodeAt(node, (slot >>> level) & MASK);
  }
  return node === undefined ? undefined : stored<Item>(node[slot & MASK]);
}

/** The vector with an item in a slot. */
export function withItem(vector: SlotVector, slot: number, item: object, owner: Owner): SlotVector {
  let { root, shift } = vector;
  while (slot >>> shift >= WIDTH) {
    if (root !== undefined) {
      const above = nodeOf(owner);
      above[0] = root;
      root = above;
    }
    shift += BITS;
  }
  const next = put(root, shift, slot, item, owner);
  return next === root && shift === vector.shift ? vector : { root: next, shift };
}

/** The vector without what stands in a slot. */
export function withoutItem(vector: SlotVector, slot: number, owner: Owner): SlotVector {
  const { root, shift } = vector;
  if (root === undefined || slot >>> shift >= WIDTH) return vector;
  const next = take(root, shift, slot, owner);
  return next === root ? vector : next === undefined ? emptyVector : { root: next, shift };
}

/** A vector of the items given, in the slots from 0 on. O(n). */
export function vectorFrom(items: readonly object[]): SlotVector {
  if (items.length === 0) return emptyVector;
  let nodes: readonly unknown[] = items;
  let shift = -BITS;
  do {
    const parents: Node[] = [];
    for (let start = 0; start < nodes.length; start += WIDTH) parents.push(filled(nodes, start));
    nodes = parents;
    shift += BITS;
  } while (nodes.length > 1);
  return { root: stored<Node>(nodes[0]), shift };
}

/** Calls `visit` for what stands in the slots, in their order, until it answers false. @returns whether it never did. */
export function visitItems<Item>(
  { root, shift }: SlotVector,
  visit: (item: Item, slot: number) => unknown,
): boolean {
  return root === undefined || visitNode(root, shift, 0, visit);
}

/** The items in the order of their slots. */
export function* itemsOf<Item>({ root, shift }: SlotVector): Generator<Item, void> {
  if (root === undefined) return;
  if (shift > 0) {
    for (let index = 0; index < WIDTH; index += 1) {
      if (root[index] !== undefined) yield* itemsOf<Item>({ root: nodeAt(root, index), shift: shift - BITS });
    }
    return;
  }
  for (let index = 0; index < WIDTH; index += 1) {
    const item = stored<Item | undefined>(root[index]);
    if (item !== undefined) yield item;
  }
}

/**
 * Calls `visit` for each slot in which two vectors hold different items, in the order of slots. What they share is
 * passed over unread: O(height) for each node that differs. Ends early once `visit` answers false.
 */
export function visitDifferences<Item>(
  before: SlotVector,
  after: SlotVector,
  visit: (slot: number, before: Item | undefined, after: Item | undefined) => boolean,
): void {
  const shift = Math.max(before.shift, after.shift);
  compare(lifted(before, shift), lifted(after, shift), shift, 0, 0, visit);
}

/** Calls `visit` with the first slot of each stretch of 2 ** `bits` slots in which two vectors differ. */
export function visitStretches(
  before: SlotVector,
  after: SlotVector,
  bits: number,
  visit: (slot: number) => void,
): void {
  const shift = Math.max(before.shift, after.shift, bits);
  compare(lifted(before, shift), lifted(after, shift), shift, 0, bits, (slot) => {
    visit(slot);
    return true;
  });
}

/** What stands in the 2 ** `bits` slots around one, unless that is less than `least`. */
export function stretchOf<Item>(
  vector: SlotVector,
  slot: number,
  bits: number,
  least: number,
): (Item | undefined)[] | undefined {
  let node: Node | undefined = lifted(vector, bits);
  for (let level = Math.max(vector.shift, bits); level >= bits; level -= BITS) {
    if (node === undefined) return undefined;
    node = nodeAt(node, (slot >>> level) & MASK);
  }
  if (node === undefined) return undefined;
  let count = 0;
  visitNode<Item>(node, bits - BITS, 0, () => {
    count += 1;
  });
  if (count < least) return undefined;
  const items: (Item | undefined)[] = new Array(2 ** bits).fill(undefined);
  visitNode<Item>(node, bits - BITS, 0, (item, index) => {
    items[index] = item;
  });
  return items;
}

function compare<Item>(
  before: Node | undefined,
  after: Node | undefined,
  shift: number,
  base: number,
  lowest: number,
  visit: (slot: number, before: Item | undefined, after: Item | undefined) => boolean,
): boolean {
  for (let index = 0; index < WIDTH; index += 1) {
    const one = before?.[index];
    const other = after?.[index];
    if (one === other) continue;
    const slot = base + index * 2 ** shift;
    const below = shift - BITS;
    const goesOn =
      shift === lowest
        ? visit(slot, stored<Item | undefined>(one), stored<Item | undefined>(other))
        : compare(stored<Node | undefined>(one), stored<Node | undefined>(other), below, slot, lowest, visit);
    if (!goesOn) return false;
  }
  return true;
}

/** The root as it would be in a tree of that depth. */
function lifted({ root, shift }: SlotVector, target: number): Node | undefined {
  let node = root;
  if (node === undefined) return node;
  for (let level = shift; level < target; level += BITS) {
    const above = nodeOf(undefined);
    above[0] = node;
    node = above;
  }
  return node;
}

function visitNode<Item>(
  node: Node,
  shift: number,
  base: number,
  visit: (item: Item, slot: number) => unknown,
): boolean {
  for (let index = 0; index < WIDTH; index += 1) {
    const child = node[index];
    if (child === undefined) continue;
    const slot = base + index * 2 ** shift;
    if (shift > 0) {
      if (!visitNode(stored<Node>(child), shift - BITS, slot, visit)) return false;
    } else if (visit(stored<Item>(child), slot) === false) return false;
  }
  return true;
}

function put(node: Node | undefined, shift: number, slot: number, item: object, owner: Owner): Node {
  const index = (slot >>> shift) & MASK;
  const before = node?.[index];
  const after = shift === 0 ? item : put(stored<Node | undefined>(before), shift - BITS, slot, item, owner);
  if (node !== undefined && before === after) return node;
  const copy = node === undefined ? nodeOf(owner) : editable(node, owner);
  copy[index] = after;
  return copy;
}

function take(node: Node, shift: number, slot: number, owner: Owner): Node | undefined {
  const index = (slot >>> shift) & MASK;
  const before = node[index];
  if (before === undefined) return node;
  const after = shift === 0 ? undefined : take(stored<Node>(before), shift - BITS, slot, owner);
  if (after === before) return node;
  if (after === undefined && isAlone(node, index)) return undefined;
  const copy = editable(node, owner);
  copy[index] = after;
  return copy;
}

function isAlone(node: Node, index: number): boolean {
  for (let other = 0; other < WIDTH; other += 1) {
    if (other !== index && node[other] !== undefined) return false;
  }
  return true;
}

/** Copied to make a node: of exactly that length, and without holes. */
const BLANK: Node = Array.from({ length: WIDTH + 1 }, () => undefined);

function nodeOf(owner: Owner): Node {
  const node = BLANK.slice();
  node[WIDTH] = owner;
  return node;
}

function filled(items: readonly unknown[], start: number): Node {
  const node = nodeOf(undefined);
  const end = Math.min(WIDTH, items.length - start);
  for (let index = 0; index < end; index += 1) node[index] = items[start + index];
  return node;
}

/** The node itself where the owner may change it, otherwise a copy that it may. */
function editable(node: Node, owner: Owner): Node {
  if (owner !== undefined && node[WIDTH] === owner) return node;
  const copy = node.slice();
  copy[WIDTH] = owner;
  return copy;
}

function nodeAt(node: Node, index: number): Node | undefined {
  return stored<Node | undefined>(node[index]);
}

/** The level at which something is read says what it is: nodes above, items in the lowest. */
function stored<Item>(item: unknown): Item {
  return item as Item;
}
