import { itemAt } from '../item-at.ts';
import type { Owner } from '../map/map-node.ts';
import type { Columns } from './column.ts';
import {
  branchOf,
  compareRows,
  fanoutOf,
  type IndexNode,
  MAX_FANOUT,
  MIN_FANOUT,
  type Place,
  sizeOf,
  Tie,
  turnTo,
} from './index-node.ts';
import { joinedRows, rowsBetween, withChild, withEntry, withoutRow } from './index-rows.ts';
import type { IdOfEntry } from './ordered-index.ts';

/** A tree under change: its root and size, and who may write into its nodes. */
export interface IndexEdit {
  readonly owner: Owner;
  readonly descending: readonly boolean[];
  readonly idOf: IdOfEntry;
  root: IndexNode;
  size: number;
}

/** A node, or what it was split into. */
type Halves = readonly [left: IndexNode, right?: IndexNode];

/** Puts an entry under a key. @returns whether it was not there before. */
export function addToTree(edit: IndexEdit, key: Columns, entry: number): boolean {
  const { owner, descending, idOf } = edit;
  const place: Place = { key, tie: new Tie(entry, idOf) };
  const path: IndexNode[] = [];
  const turns: number[] = [];
  let isOnEdge = true;
  let node = edit.root;
  while (node.level > 0) {
    const turn = turnTo(node, place, descending);
    path.push(node);
    turns.push(turn);
    isOnEdge &&= turn === node.children.length - 1;
    node = itemAt(node.children, turn);
  }
  const row = turnTo(node, place, descending);
  if (holds(edit, node, row, key, entry)) return false;

  edit.size += 1;
  let halves = halvesOf(edit, withEntry(node, owner, row, key, entry), row, isOnEdge);
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const turn = turns[depth] ?? 0;
    const branch = withHalves(edit, editable(itemAt(path, depth), owner), turn, halves);
    halves = halvesOf(edit, branch, turn + 1, isOnEdge);
  }
  const [left, right] = halves;
  edit.root = right === undefined ? left : branchOver(edit, [left, right]);
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

/** A branch over some nodes of one level. */
export function branchOver(
  { owner, idOf }: Pick<IndexEdit, 'owner' | 'idOf'>,
  children: readonly IndexNode[],
): IndexNode {
  const { level, columns } = itemAt(children, 0);
  const none = branchOf(
    owner,
    level + 1,
    columns.map(() => []),
    [],
    [],
    [],
  );
  return children.reduce((branch, child, row) => withChild(branch, owner, row, child, idOf), none);
}

function holds(edit: IndexEdit, leaf: IndexNode, row: number, key: Columns, entry: number): boolean {
  return leaf.entries[row] === entry && compareRows(leaf.columns, row, key, 0, edit.descending) === 0;
}

/** The branch itself where the owner may write into it, otherwise a copy. */
function editable(branch: IndexNode, owner: Owner): IndexNode {
  const { level, columns, ids, children, counts } = branch;
  return branch.owner === owner
    ? branch
    : branchOf(owner, level, columns, ids, children.slice(), counts.slice());
}

/** Puts a child that was changed, and perhaps split, in the place of what it was, in a branch of the owner's. */
function withHalves(edit: IndexEdit, branch: IndexNode, turn: number, [left, right]: Halves): IndexNode {
  branch.children[turn] = left;
  branch.counts[turn] = sizeOf(left);
  return right === undefined ? branch : withChild(branch, edit.owner, turn + 1, right, edit.idOf);
}

/** A node with one row more, cut in two if it is too large now. Where rows are appended the left half stays full. */
function halvesOf(edit: IndexEdit, node: IndexNode, inserted: number, isOnEdge: boolean): Halves {
  const count = fanoutOf(node);
  const atEnd = isOnEdge ? count - 1 : count - MIN_FANOUT;
  return cutIfTooLarge(edit, node, inserted < count - 1 ? count >>> 1 : atEnd);
}

function cutIfTooLarge({ owner }: IndexEdit, node: IndexNode, at: number): Halves {
  const count = fanoutOf(node);
  if (count <= MAX_FANOUT) return [node];
  return [rowsBetween(node, owner, 0, at), rowsBetween(node, owner, at, count)];
}

/** The node without the entry, perhaps too small now (the parent sees to that); undefined if the entry is not there. */
function removeFrom(edit: IndexEdit, node: IndexNode, place: Place, entry: number): IndexNode | undefined {
  const turn = turnTo(node, place, edit.descending);
  if (node.level === 0) {
    return holds(edit, node, turn, place.key, entry) ? withoutRow(node, edit.owner, turn) : undefined;
  }
  const child = removeFrom(edit, itemAt(node.children, turn), place, entry);
  if (child === undefined) return undefined;
  const branch = withHalves(edit, editable(node, edit.owner), turn, [child]);
  return fanoutOf(child) < MIN_FANOUT ? refilled(edit, branch, Math.max(0, turn - 1)) : branch;
}

/** Joins the children at `left` and `left + 1`, or shares their rows evenly where one node cannot hold them. */
function refilled(edit: IndexEdit, branch: IndexNode, left: number): IndexNode {
  const a = itemAt(branch.children, left);
  const b = branch.children[left + 1];
  if (b === undefined) {
    // An only child stands on the right edge, where it may be small, but not empty.
    return fanoutOf(a) === 0 ? withoutRow(branch, edit.owner, left) : branch;
  }
  const joined = joinedRows(a, b, edit.owner);
  const halves = cutIfTooLarge(edit, joined, fanoutOf(joined) >>> 1);
  return withHalves(edit, withoutRow(branch, edit.owner, left + 1), left, halves);
}
