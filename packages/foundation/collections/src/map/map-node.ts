import { itemAt } from '../item-at.ts';

/** The most entries in a leaf, and the most children in a branch. */
export const MAX_FANOUT = 32;
/** The fewest, except in the root. A quarter, not half, so that a node on the edge does not split and merge in turns. */
export const MIN_FANOUT = 8;

/** Marks the nodes made in one batch, which only that batch may change in place. Compared by identity. */
export type Owner = object | undefined;

/**
 * A node of a B+ tree over strings. All leaves (level 0) are equally deep; keys ascend strictly.
 * A leaf holds `keys[i]` → `values[i]`. A branch holds one key fewer than children: everything under `children[i]`
 * is below `keys[i]`, and everything under `children[i + 1]` is not. Leaves have no children, branches no values:
 * one shape for both keeps property access monomorphic.
 * Nobody changes a node except the batch that owns it. Arrays of keys are never changed, only replaced, so that nodes
 * may share them; the other arrays belong to one node each. All are as long as they need to be and no longer.
 */
export interface MapNode<Value> {
  readonly level: number;
  readonly owner: Owner;
  keys: readonly string[];
  values: Value[];
  children: MapNode<Value>[];
}

const NONE: never[] = [];

/** A leaf over the arrays given, which it takes over. */
export function leafOf<Value>(owner: Owner, keys: readonly string[], values: Value[]): MapNode<Value> {
  return { level: 0, owner, keys, values, children: NONE };
}

/** A branch over the arrays given, which it takes over. */
export function branchOf<Value>(
  owner: Owner,
  level: number,
  keys: readonly string[],
  children: MapNode<Value>[],
): MapNode<Value> {
  return { level, owner, keys, values: NONE, children };
}

/** The number of entries or children. */
export function fanoutOf(node: MapNode<unknown>): number {
  return node.level === 0 ? node.keys.length : node.children.length;
}

/** The node itself where the owner may change it, otherwise a copy that it may. */
export function editable<Value>(node: MapNode<Value>, owner: Owner): MapNode<Value> {
  if (owner !== undefined && node.owner === owner) return node;
  return node.level === 0
    ? leafOf(owner, node.keys, node.values.slice())
    : branchOf(owner, node.level, node.keys, node.children.slice());
}

/** How many keys are below `key`: where it stands, or would stand, in a leaf. */
export function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (itemAt(keys, middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which child of a branch is the one for `key`. */
export function childIndex(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (itemAt(keys, middle) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The leaf in which `key` stands, if it stands anywhere. */
export function leafFor<Value>(root: MapNode<Value>, key: string): MapNode<Value> {
  let node = root;
  while (node.level > 0) node = itemAt(node.children, childIndex(node.keys, key));
  return node;
}

/** The value under `key`. */
export function valueIn<Value>(root: MapNode<Value>, key: string): Value | undefined {
  const leaf = leafFor(root, key);
  const index = lowerBound(leaf.keys, key);
  return leaf.keys[index] === key ? leaf.values[index] : undefined;
}

/** Whether there is an entry under `key`, be its value undefined or not. */
export function holdsKey(root: MapNode<unknown>, key: string): boolean {
  const leaf = leafFor(root, key);
  return leaf.keys[lowerBound(leaf.keys, key)] === key;
}
