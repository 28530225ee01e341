import { type Columns, keyAt } from './column.ts';
import { compareRows, type IndexNode } from './index-node.ts';
import type { IndexChange } from './ordered-index.ts';

/**
 * What two trees of one order do not share, in the order of keys. Nodes that both have are left out unread, level by
 * level, wherever they stand; rows are compared only of leaves that one tree has alone, and only as they are asked for.
 * No ids are needed: entries of one key are told apart as numbers, and come removed before added.
 */
export function* diffTrees(
  before: IndexNode,
  after: IndexNode,
  descending: readonly boolean[],
): Generator<IndexChange, void> {
  let [left, right] = unshared([before], [after]);
  for (;;) {
    const level = Math.max(left[0]?.level ?? 0, right[0]?.level ?? 0);
    if (level === 0) break;
    [left, right] = unshared(childrenAt(level, left), childrenAt(level, right));
  }
  yield* diffRows(new RowCursor(left), new RowCursor(right), descending);
}

function childrenAt(level: number, nodes: readonly IndexNode[]): IndexNode[] {
  return nodes.flatMap((node) => (node.level === level ? node.children : [node]));
}

/** What each of two lists of nodes has alone, in its order. */
function unshared(before: readonly IndexNode[], after: readonly IndexNode[]): [IndexNode[], IndexNode[]] {
  const left = displaced(before, after);
  const right = displaced(after, before);
  const lefts = new Set(left);
  const rights = new Set(right);
  return [left.filter((node) => !rights.has(node)), right.filter((node) => !lefts.has(node))];
}

/** The nodes that another list does not have at the same place, counted from the beginning or from the end. */
function displaced(nodes: readonly IndexNode[], others: readonly IndexNode[]): IndexNode[] {
  const shift = others.length - nodes.length;
  return nodes.filter((node, index) => node !== others[index] && node !== others[index + shift]);
}

/** A walk over the rows of some leaves; `leaf` is undefined at the end. */
class RowCursor {
  readonly #leaves: readonly IndexNode[];
  #next = 0;
  leaf: IndexNode | undefined;
  row = 0;

  constructor(leaves: readonly IndexNode[]) {
    this.#leaves = leaves.filter((leaf) => leaf.entries.length > 0);
    this.#enterNext();
  }

  get entry(): number {
    return this.leaf?.entries[this.row] ?? 0;
  }

  advance(): void {
    this.row += 1;
    if (this.row === this.leaf?.entries.length) this.#enterNext();
  }

  /** Compares the row with another; the end is after all rows. */
  compare(columns: Columns, row: number, descending: readonly boolean[]): number {
    return this.leaf === undefined ? 1 : compareRows(this.leaf.columns, this.row, columns, row, descending);
  }

  /** The entries from here on that have a key, which are passed. */
  takeAllOf(key: Columns, descending: readonly boolean[]): Set<number> {
    const entries = new Set<number>();
    for (; this.compare(key, 0, descending) === 0; this.advance()) entries.add(this.entry);
    return entries;
  }

  #enterNext(): void {
    this.leaf = this.#leaves[this.#next];
    this.#next += 1;
    this.row = 0;
  }
}

function* diffRows(
  left: RowCursor,
  right: RowCursor,
  descending: readonly boolean[],
): Generator<IndexChange, void> {
  while (left.leaf !== undefined || right.leaf !== undefined) {
    const order = right.leaf === undefined ? -1 : left.compare(right.leaf.columns, right.row, descending);
    if (order < 0) {
      yield { entry: left.entry, kind: 'removed' };
      left.advance();
    } else if (order > 0) {
      yield { entry: right.entry, kind: 'added' };
      right.advance();
    } else if (left.entry === right.entry) {
      left.advance();
      right.advance();
    } else {
      const key = keyAt(right.leaf?.columns ?? [], right.row);
      const gone = left.takeAllOf(key, descending);
      const come = right.takeAllOf(key, descending);
      for (const entry of gone) if (!come.has(entry)) yield { entry, kind: 'removed' };
      for (const entry of come) if (!gone.has(entry)) yield { entry, kind: 'added' };
    }
  }
}
