import { itemAt } from '../item-at.ts';
import {
  branchOf,
  childIndex,
  editable,
  fanoutOf,
  leafFor,
  leafOf,
  lowerBound,
  MAX_FANOUT,
  type MapNode,
  MIN_FANOUT,
  type Owner,
} from './map-node.ts';

/** A tree under change: its root and size, and whose nodes may be changed in place. */
export interface MapEdit<Value> {
  readonly owner: Owner;
  root: MapNode<Value>;
  size: number;
}

/** The right half of a node that was split, and the least key under it. */
interface Spill<Value> {
  readonly separator: string;
  readonly node: MapNode<Value>;
}

/** Puts a value under a key. The root stays the same object if that value is there already, or if it was changed in place. */
export function setInTree<Value>(edit: MapEdit<Value>, key: string, value: Value): void {
  if (edit.owner !== undefined && setInOwnLeaf(edit, key, value)) return;
  const path: MapNode<Value>[] = [];
  const turns: number[] = [];
  let node = edit.root;
  while (node.level > 0) {
    const turn = childIndex(node.keys, key);
    path.push(node);
    turns.push(turn);
    node = itemAt(node.children, turn);
  }
  const index = lowerBound(node.keys, key);
  const present = node.keys[index] === key;
  if (present && Object.is(node.values[index], value)) return;

  let next = node;
  if (present) {
    next = editable(node, edit.owner);
    next.values[index] = value;
  } else {
    const keys = node.keys.toSpliced(index, 0, key);
    const values = node.values.toSpliced(index, 0, value);
    next = withArrays(node, keys, values, edit.owner);
    edit.size += 1;
  }
  let spill = next.keys.length > MAX_FANOUT ? splitLeaf(next, index, edit.owner) : undefined;
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const parent = itemAt(path, depth);
    const turn = itemAt(turns, depth);
    if (spill === undefined && parent.children[turn] === next) return;
    const copy = editable(parent, edit.owner);
    copy.children[turn] = next;
    if (spill !== undefined) {
      copy.keys = copy.keys.toSpliced(turn, 0, spill.separator);
      copy.children = copy.children.toSpliced(turn + 1, 0, spill.node);
      spill = copy.children.length > MAX_FANOUT ? splitBranch(copy, turn + 1, edit.owner) : undefined;
    }
    next = copy;
  }
  edit.root =
    spill === undefined ? next : branchOf(edit.owner, next.level + 1, [spill.separator], [next, spill.node]);
}

/** Does it where the leaf is the batch's own and has room, so that nothing above it changes. @returns whether it did. */
function setInOwnLeaf<Value>(edit: MapEdit<Value>, key: string, value: Value): boolean {
  const leaf = leafFor(edit.root, key);
  if (leaf.owner !== edit.owner) return false;
  const index = lowerBound(leaf.keys, key);
  if (leaf.keys[index] === key) {
    leaf.values[index] = value;
    return true;
  }
  if (leaf.keys.length === MAX_FANOUT) return false;
  leaf.keys = leaf.keys.toSpliced(index, 0, key);
  leaf.values = leaf.values.toSpliced(index, 0, value);
  edit.size += 1;
  return true;
}

/** Removes a key. @returns whether it was there. */
export function deleteFromTree<Value>(edit: MapEdit<Value>, key: string): boolean {
  const root = removeFrom(edit.root, key, edit.owner);
  if (root === undefined) return false;
  edit.size -= 1;
  edit.root = root.level > 0 && root.children.length === 1 ? itemAt(root.children, 0) : root;
  return true;
}

/** The leaf with other contents: itself where it is the owner's. */
function withArrays<Value>(
  leaf: MapNode<Value>,
  keys: readonly string[],
  values: Value[],
  owner: Owner,
): MapNode<Value> {
  if (owner === undefined || leaf.owner !== owner) return leafOf(owner, keys, values);
  leaf.keys = keys;
  leaf.values = values;
  return leaf;
}

/** Appending leaves the left half nearly full: ascending keys then fill three quarters of each node, not half. */
function splitPoint(count: number, inserted: number): number {
  return inserted === count - 1 ? count - MIN_FANOUT : count >>> 1;
}

/** Cuts a leaf that is the owner's, or still unknown to anyone, in two. */
function splitLeaf<Value>(leaf: MapNode<Value>, inserted: number, owner: Owner): Spill<Value> {
  const at = splitPoint(leaf.keys.length, inserted);
  const node = leafOf(owner, leaf.keys.slice(at), leaf.values.slice(at));
  leaf.keys = leaf.keys.slice(0, at);
  leaf.values = leaf.values.slice(0, at);
  return { separator: itemAt(node.keys, 0), node };
}

function splitBranch<Value>(branch: MapNode<Value>, inserted: number, owner: Owner): Spill<Value> {
  const at = splitPoint(branch.children.length, inserted);
  const node = branchOf(owner, branch.level, branch.keys.slice(at), branch.children.slice(at));
  const separator = itemAt(branch.keys, at - 1);
  branch.keys = branch.keys.slice(0, at - 1);
  branch.children = branch.children.slice(0, at);
  return { separator, node };
}

/** The node without the key, perhaps too small now (the parent sees to that); undefined if the key is not there. */
function removeFrom<Value>(node: MapNode<Value>, key: string, owner: Owner): MapNode<Value> | undefined {
  if (node.level === 0) {
    const index = lowerBound(node.keys, key);
    if (node.keys[index] !== key) return undefined;
    return withArrays(node, node.keys.toSpliced(index, 1), node.values.toSpliced(index, 1), owner);
  }
  const turn = childIndex(node.keys, key);
  const before = itemAt(node.children, turn);
  const child = removeFrom(before, key, owner);
  if (child === undefined) return undefined;
  const small = fanoutOf(child) < MIN_FANOUT;
  if (child === before && !small) return node;
  const branch = editable(node, owner);
  branch.children[turn] = child;
  if (small) refill(branch, turn === 0 ? 0 : turn - 1, owner);
  return branch;
}

/** Joins the children at `left` and `left + 1`, or shares their contents evenly where one node cannot hold them. */
function refill<Value>(branch: MapNode<Value>, left: number, owner: Owner): void {
  const a = itemAt(branch.children, left);
  const b = itemAt(branch.children, left + 1);
  const separator = itemAt(branch.keys, left);
  const total = fanoutOf(a) + fanoutOf(b);
  const joined =
    a.level === 0
      ? leafOf(owner, a.keys.concat(b.keys), a.values.concat(b.values))
      : branchOf(owner, a.level, [...a.keys, separator, ...b.keys], a.children.concat(b.children));
  branch.children[left] = joined;
  if (total <= MAX_FANOUT) {
    branch.keys = branch.keys.toSpliced(left, 1);
    branch.children = branch.children.toSpliced(left + 1, 1);
    return;
  }
  const half = joined.level === 0 ? splitLeaf(joined, 0, owner) : splitBranch(joined, 0, owner);
  branch.keys = branch.keys.with(left, half.separator);
  branch.children[left + 1] = half.node;
}
