import { itemAt } from '../item-at.ts';
import type { Owner } from '../map/map-node.ts';
import { type Columns, partAt } from './column.ts';
import { compareKeyParts } from './key-part.ts';
import type { IdOfEntry } from './ordered-index.ts';

/** The most entries in a leaf, and the most children in a branch. */
export const MAX_FANOUT = 64;
/** The fewest, except in the root and along the right edge, so that what is appended leaves full nodes behind. */
export const MIN_FANOUT = 16;

/**
 * A node of a B+ tree over rows. All leaves (level 0) are equally deep; rows ascend strictly in the index's order.
 * A row of a leaf is a key, in as many `columns` as it has parts, and an entry. A row of a branch is a key, an id, a child
 * and the count of the entries under it: nothing under the child is before that key and id, and everything under the
 * children to its left is. The first row of the first branch of a level bounds nothing, and may be
 * out of order: what comes in before it leaves it as it is.
 * What a row of a branch names need not exist in any leaf; that is why it has an id of its own, whose entry may be gone.
 * Nobody changes a node, except the batch that owns it: that one writes into its `children` and `counts`.
 */
export interface IndexNode {
  readonly level: number;
  readonly owner: Owner;
  readonly columns: Columns;
  readonly entries: readonly number[];
  readonly ids: readonly string[];
  readonly children: IndexNode[];
  readonly counts: number[];
}

const NONE: never[] = [];

/** A leaf over the arrays given. */
export function leafOf(owner: Owner, columns: Columns, entries: readonly number[]): IndexNode {
  return { level: 0, owner, columns, entries, ids: NONE, children: NONE, counts: NONE };
}

/** A branch over the arrays given, the last two of which it takes over. */
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

/** The number of rows. */
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
  for (let index = 0; index < length; index += 1) sum += counts[index] ?? 0;
  return sum;
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

/** How many rows of a leaf stand before a place; in a branch, which child is the one for it. */
export function turnTo(node: IndexNode, place: Place, descending: readonly boolean[]): number {
  const first = node.level === 0 ? 0 : 1;
  let low = first;
  let high = fanoutOf(node);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(node, middle, place, descending)) low = middle + 1;
    else high = middle;
  }
  return low - first;
}

function isBefore(node: IndexNode, row: number, place: Place, descending: readonly boolean[]): boolean {
  const { key, tie, isPast } = place;
  const order = compareRows(node.columns, row, key, 0, descending);
  if (order !== 0) return order < 0;
  if (tie === undefined) return isPast === true;
  return node.level === 0 ? tie.isAfter(node.entries[row] ?? tie.entry) : itemAt(node.ids, row) <= tie.id;
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
    const turn = turnTo(node, place, descending);
    rank += sumOf(node.counts, turn);
    node = itemAt(node.children, turn);
  }
  return rank + turnTo(node, place, descending);
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
    for (let count = node.counts[0] ?? 0; row >= count; count = node.counts[turn] ?? 0) {
      row -= count;
      turn += 1;
    }
    node = itemAt(node.children, turn);
  }
  return { leaf: node, row };
}
