import { itemAt } from '../item-at.ts';
import type { Owner } from '../map-node.ts';
import {
  type Columns,
  compacted,
  joinedParts,
  partAt,
  partsBetween,
  withoutPart,
  withPart,
} from './column.ts';
import {
  branchOf,
  compareRows,
  editable,
  fanoutOf,
  type IndexNode,
  keyAt,
  leafOf,
  MAX_FANOUT,
  MIN_FANOUT,
  type Place,
  rowsBefore,
  sizeOf,
  Tie,
} from './index-node.ts';
import type { IdOfEntry } from './ordered-index.ts';

/** A tree under change: its root and size, and whose nodes may be changed in place. */
export interface IndexEdit {
  readonly owner: Owner;
  readonly descending: readonly boolean[];
  readonly idOf: IdOfEntry;
  root: IndexNode;
  size: number;
}

/** The right half of a node that was split, and the row that separates it from the left. */
interface Spill {
  readonly key: Columns;
  readonly id: string;
  readonly node: IndexNode;
}

/** Puts an entry under a key. @returns whether it was not there before. */
export function addToTree(edit: IndexEdit, key: Columns, entry: number): boolean {
  const { owner, descending } = edit;
  const place: Place = { key, tie: new Tie(entry, edit.idOf) };
  const path: IndexNode[] = [];
  const turns: number[] = [];
  let isOnEdge = true;
  let node = edit.root;
  while (node.level > 0) {
    const turn = rowsBefore(node, place, descending);
    path.push(node);
    turns.push(turn);
    isOnEdge &&= turn === node.ids.length;
    node = itemAt(node.children, turn);
  }
  const row = rowsBefore(node, place, descending);
  if (holds(edit, node, row, key, entry)) return false;

  edit.size += 1;
  let next = editable(node, owner);
  next.columns = withRow(node.columns, node.entries.length, row, key);
  next.entries = node.entries.toSpliced(row, 0, entry);
  let spill = splitIfTooLarge(edit, next, row, isOnEdge);
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const branch = editable(itemAt(path, depth), owner);
    const turn = itemAt(turns, depth);
    branch.children[turn] = next;
    if (spill === undefined) branch.counts[turn] = itemAt(branch.counts, turn) + 1;
    else {
      branch.counts[turn] = sizeOf(next);
      putSpill(branch, turn, spill);
      spill = splitIfTooLarge(edit, branch, turn + 1, isOnEdge);
    }
    next = branch;
  }
  edit.root = spill === undefined ? next : rootOver(owner, next, spill);
  return true;
}

/** Takes an entry from under a key. @returns whether it was there. */
export function deleteFromTree(edit: IndexEdit, key: Columns, entry: number): boolean {
  let root = removeFrom(edit, edit.root, { key, tie: new Tie(entry, edit.idOf) }, entry);
  if (root === undefined) return false;
  edit.size -= 1;
  while (root.level > 0 && root.children.length === 1) root = itemAt(root.children, 0);
  edit.root = root;
  return true;
}

function holds(edit: IndexEdit, leaf: IndexNode, row: number, key: Columns, entry: number): boolean {
  return leaf.entries[row] === entry && compareRows(leaf.columns, row, key, 0, edit.descending) === 0;
}

function withRow(columns: Columns, count: number, row: number, key: Columns): Columns {
  return columns.map((column, part) => withPart(column, count, row, partAt(itemAt(key, part), 0)));
}

/** Puts the right half of a child that was split beside the left one. */
function putSpill(branch: IndexNode, turn: number, { key, id, node }: Spill): void {
  branch.columns = withRow(branch.columns, branch.ids.length, turn, key);
  branch.ids = branch.ids.toSpliced(turn, 0, id);
  branch.children = branch.children.toSpliced(turn + 1, 0, node);
  branch.counts = branch.counts.toSpliced(turn + 1, 0, sizeOf(node));
}

function rootOver(owner: Owner, left: IndexNode, spill: Spill): IndexNode {
  const columns = left.columns.map(() => []);
  const root = branchOf(owner, left.level + 1, columns, [], [left], [sizeOf(left)]);
  putSpill(root, 0, spill);
  return root;
}

/** Cuts a node of the owner's in two if an insertion made it too large. Where rows are appended the left half stays full. */
function splitIfTooLarge(
  edit: IndexEdit,
  node: IndexNode,
  inserted: number,
  isOnEdge: boolean,
): Spill | undefined {
  const count = fanoutOf(node);
  if (count <= MAX_FANOUT) return undefined;
  if (inserted < count - 1) return split(edit, node, count >>> 1);
  return split(edit, node, isOnEdge ? count - 1 : count - MIN_FANOUT);
}

function split(edit: IndexEdit, node: IndexNode, at: number): Spill {
  const { columns, entries, ids, children, counts, level } = node;
  const between = (start: number, end: number) => columns.map((column) => partsBetween(column, start, end));
  if (level === 0) {
    const right = compacted(between(at, entries.length));
    node.columns = compacted(between(0, at));
    node.entries = entries.slice(0, at);
    const tail = entries.slice(at);
    return { key: keyAt(right, 0), id: edit.idOf(itemAt(tail, 0)), node: leafOf(edit.owner, right, tail) };
  }
  node.columns = between(0, at - 1);
  node.ids = ids.slice(0, at - 1);
  node.children = children.slice(0, at);
  node.counts = counts.slice(0, at);
  return {
    key: keyAt(columns, at - 1),
    id: itemAt(ids, at - 1),
    node: branchOf(
      edit.owner,
      level,
      between(at, ids.length),
      ids.slice(at),
      children.slice(at),
      counts.slice(at),
    ),
  };
}

/** The node without the entry, perhaps too small now (the parent sees to that); undefined if the entry is not there. */
function removeFrom(edit: IndexEdit, node: IndexNode, place: Place, entry: number): IndexNode | undefined {
  const row = rowsBefore(node, place, edit.descending);
  if (node.level === 0) {
    if (!holds(edit, node, row, place.key, entry)) return undefined;
    const leaf = editable(node, edit.owner);
    leaf.columns = node.columns.map((column) => withoutPart(column, row));
    leaf.entries = node.entries.toSpliced(row, 1);
    return leaf;
  }
  const child = removeFrom(edit, itemAt(node.children, row), place, entry);
  if (child === undefined) return undefined;
  const branch = editable(node, edit.owner);
  branch.children[row] = child;
  branch.counts[row] = itemAt(branch.counts, row) - 1;
  if (fanoutOf(child) < MIN_FANOUT) refill(edit, branch, Math.max(0, row - 1));
  return branch;
}

/** Joins the children at `left` and `left + 1`, or shares their contents evenly where one node cannot hold them. */
function refill(edit: IndexEdit, branch: IndexNode, left: number): void {
  const a = itemAt(branch.children, left);
  const b = branch.children[left + 1];
  // An only child is on the right edge, where it may be small, but not empty.
  if (b === undefined) {
    if (fanoutOf(a) === 0) branch.children = [];
    return;
  }
  const key = keyAt(branch.columns, left);
  const id = itemAt(branch.ids, left);
  const joined = a.level === 0 ? joinedLeaf(edit.owner, a, b) : joinedBranch(edit.owner, a, b, key, id);
  branch.columns = branch.columns.map((column) => withoutPart(column, left));
  branch.ids = branch.ids.toSpliced(left, 1);
  branch.children = branch.children.toSpliced(left + 1, 1);
  branch.counts = branch.counts.toSpliced(left + 1, 1);
  branch.children[left] = joined;
  const count = fanoutOf(joined);
  const spill = count > MAX_FANOUT ? split(edit, joined, count >>> 1) : undefined;
  branch.counts[left] = sizeOf(joined);
  if (spill !== undefined) putSpill(branch, left, spill);
}

function joinedLeaf(owner: Owner, a: IndexNode, b: IndexNode): IndexNode {
  const columns = a.columns.map((column, part) =>
    joinedParts(column, a.entries.length, itemAt(b.columns, part), b.entries.length),
  );
  return leafOf(owner, columns, a.entries.concat(b.entries));
}

function joinedBranch(owner: Owner, a: IndexNode, b: IndexNode, key: Columns, id: string): IndexNode {
  // A branch that lost its last child only has none to give.
  if (b.children.length === 0) return a;
  const length = a.ids.length;
  const head = withRow(a.columns, length, length, key);
  const columns = head.map((column, part) =>
    joinedParts(column, length + 1, itemAt(b.columns, part), b.ids.length),
  );
  return branchOf(
    owner,
    a.level,
    columns,
    [...a.ids, id, ...b.ids],
    a.children.concat(b.children),
    a.counts.concat(b.counts),
  );
}
