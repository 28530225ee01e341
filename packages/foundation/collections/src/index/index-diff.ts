import { itemAt } from '../item-at.ts';
import { compareRow, type IndexNode, keyAt } from './index-node.ts';
import type { IndexChange, IndexKey } from './ordered-index.ts';

/** How far two lists are searched for where they meet again: past a node that was split, joined or refilled. */
const LOOKAHEAD = 4;

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
  const left: IndexNode[] = [];
  const right: IndexNode[] = [];
  let a = 0;
  let b = 0;
  while (a < before.length || b < after.length) {
    if (before[a] === after[b]) {
      a += 1;
      b += 1;
      continue;
    }
    const [aSkipped, bSkipped] = distancesToShared(before, a, after, b);
    left.push(...before.slice(a, a + aSkipped));
    right.push(...after.slice(b, b + bSkipped));
    a += aSkipped;
    b += bSkipped;
  }
  // What was passed over without a meeting point may be shared all the same.
  const lefts = new Set(left);
  const rights = new Set(right);
  return [left.filter((node) => !rights.has(node)), right.filter((node) => !lefts.has(node))];
}

function distancesToShared(
  before: readonly IndexNode[],
  a: number,
  after: readonly IndexNode[],
  b: number,
): [number, number] {
  for (let both = 1; both <= LOOKAHEAD; both += 1) {
    for (let skipped = 0; skipped <= both; skipped += 1) {
      const node = before[a + skipped];
      if (node !== undefined && node === after[b + both - skipped]) return [skipped, both - skipped];
    }
  }
  return [1, 1];
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
    return itemAt(this.leaf?.entries ?? [], this.row);
  }

  get key(): IndexKey {
    return keyAt(this.leaf?.columns ?? [], this.row);
  }

  advance(): void {
    this.row += 1;
    if (this.row === this.leaf?.entries.length) this.#enterNext();
  }

  /** Compares the row with a key; the end is after all keys. */
  compare(key: IndexKey, descending: readonly boolean[]): number {
    return this.leaf === undefined ? 1 : compareRow(this.leaf.columns, this.row, key, descending);
  }

  /** The entries from here on that have a key, which are passed. */
  takeAllOf(key: IndexKey, descending: readonly boolean[]): Set<number> {
    const entries = new Set<number>();
    for (; this.compare(key, descending) === 0; this.advance()) entries.add(this.entry);
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
    const order = right.leaf === undefined ? -1 : left.compare(right.key, descending);
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
      const { key } = right;
      const gone = left.takeAllOf(key, descending);
      const come = right.takeAllOf(key, descending);
      for (const entry of gone) if (!come.has(entry)) yield { entry, kind: 'removed' };
      for (const entry of come) if (!gone.has(entry)) yield { entry, kind: 'added' };
    }
  }
}
