import { itemAt } from '../item-at.ts';
import type { Owner } from '../map-node.ts';
import { type Columns, partAt } from './column.ts';
import { compareKeyParts } from './key-part.ts';
import type { IdOfEntry } from './ordered-index.ts';

/** The most entries in a leaf, and the most children in a branch. */
export const MAX_FANOUT = 64;
/** The fewest, except in the root and along the right edge, so that what is appended leaves full nodes behind. */
export const MIN_FANOUT = 16;

/**
 * A node of a B+ tree over rows: a key, as many parts as there are `columns`, and an entry. All leaves (level 0) are
 * equally deep; rows ascend strictly in the index's order.
 * A leaf has `entries`. A branch has one row fewer than children, with an id instead of an entry: everything under
 * `children[i]` is before row `i`, and nothing under `children[i + 1]` is. Such a row need not exist in any leaf, which is
 * why it has its own id: its entry may be gone. `counts[i]` is the number of entries under `children[i]`.
 * Nobody changes a node except the batch that owns it. Columns and ids are never changed, only replaced, so that nodes
 * may share them; the other arrays belong to one node each.
 */
export interface IndexNode {
  readonly level: number;
  readonly owner: Owner;
  columns: Columns;
  entries: readonly number[];
  ids: readonly string[];
  children: IndexNode[];
  counts: number[];
}

const NONE: never[] = [];

/** A leaf over the arrays given, which it takes over. */
export function leafOf(owner: Owner, columns: Columns, entries: readonly number[]): IndexNode {
  return { level: 0, owner, columns, entries, ids: NONE, children: NONE, counts: NONE };
}

/** A branch over the arrays given, which it takes over. */
export function branchOf(
  owner: Owner,
  level: number,
  columns: Columns,
  ids: readonly string[],
  children: IndexNode[],
  counts: number[],
): IndexNode {
  return { level, owner, columns, entries: NONE, ids, children, counts };
}

/** The number of entries or children. */
export function fanoutOf(node: IndexNode): number {
  return node.level === 0 ? node.entries.length : node.children.length;
}

/** The number of entries under a node. */
export function sizeOf(node: IndexNode): number {
  return node.level === 0 ? node.entries.length : sumOf(node.counts, node.counts.length);
}

/** The sum of the first `length` counts. */
export function sumOf(counts: readonly number[], length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += itemAt(counts, index);
  return sum;
}

/** The node itself where the owner may change it, otherwise a copy that it may. */
export function editable(node: IndexNode, owner: Owner): IndexNode {
  if (node.owner === owner) return node;
  return node.level === 0
    ? leafOf(owner, node.columns, node.entries)
    : branchOf(owner, node.level, node.columns, node.ids, node.children.slice(), node.counts.slice());
}

/** The key in a row, as columns. */
export function keyAt(columns: Columns, row: number): Columns {
  return columns.map((column) => [partAt(column, row)]);
}

/**
 * A place in the order: just before all that a key (or its beginning) covers, just after it if `isPast`, or with a `tie`
 * just before one entry among them.
 */
export interface Place {
  readonly key: Columns;
  readonly isPast?: boolean;
  readonly tie?: Tie;
}

/** Where an entry stands among those of the same key. Asks for its id when that matters first, and once. */
export class Tie {
  readonly entry: number;
  readonly #idOf: IdOfEntry;
  #id: string | undefined;

  constructor(entry: number, idOf: IdOfEntry) {
    this.entry = entry;
    this.#idOf = idOf;
  }

  get id(): string {
    this.#id ??= this.#idOf(this.entry);
    return this.#id;
  }

  isAfter(entry: number): boolean {
    return entry !== this.entry && this.#idOf(entry) < this.id;
  }
}

/** How many rows of a node stand before a place; in a branch, which child is the one for it. */
export function rowsBefore(node: IndexNode, place: Place, descending: readonly boolean[]): number {
  let low = 0;
  let high = node.level === 0 ? node.entries.length : node.ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(node, middle, place, descending)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(node: IndexNode, row: number, place: Place, descending: readonly boolean[]): boolean {
  const { key, tie, isPast } = place;
  const order = compareRows(node.columns, row, key, 0, descending);
  if (order !== 0) return order < 0;
  if (tie === undefined) return isPast === true;
  return node.level === 0 ? tie.isAfter(itemAt(node.entries, row)) : itemAt(node.ids, row) <= tie.id;
}

/** Compares two rows, or a row with the beginning of one: as many parts as the second has. */
export function compareRows(
  a: Columns,
  aRow: number,
  b: Columns,
  bRow: number,
  descending: readonly boolean[],
): number {
  for (let part = 0; part < b.length; part += 1) {
    const order = compareKeyParts(partAt(itemAt(a, part), aRow), partAt(itemAt(b, part), bRow));
    if (order !== 0) return descending[part] === true ? -order : order;
  }
  return 0;
}

/** How many entries of a tree stand before a place. */
export function rankOf(root: IndexNode, place: Place, descending: readonly boolean[]): number {
  let rank = 0;
  let node = root;
  while (node.level > 0) {
    const turn = rowsBefore(node, place, descending);
    rank += sumOf(node.counts, turn);
    node = itemAt(node.children, turn);
  }
  return rank + rowsBefore(node, place, descending);
}

/** A leaf, and a row in it. */
export interface Spot {
  readonly leaf: IndexNode;
  readonly row: number;
}

/** The spot of the entry at a rank that the tree has. */
export function spotAt(root: IndexNode, rank: number): Spot {
  let node = root;
  let row = rank;
  while (node.level > 0) {
    let turn = 0;
    for (let count = itemAt(node.counts, 0); row >= count; count = itemAt(node.counts, turn)) {
      row -= count;
      turn += 1;
    }
    node = itemAt(node.children, turn);
  }
  return { leaf: node, row };
}
