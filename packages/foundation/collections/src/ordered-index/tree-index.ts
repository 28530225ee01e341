import { assert } from '@statehouse/kernel';
import { itemAt } from '../item-at.ts';
import { type Columns, columnsOf, partAt } from './column.ts';
import { treeFromRows } from './index-build.ts';
import { diffTrees } from './index-diff.ts';
import { addToTree, deleteFromTree, type IndexEdit } from './index-edit.ts';
import { type IndexNode, rankOf, spotAt, Tie } from './index-node.ts';
import { sortedRows } from './index-sort.ts';
import { entriesBetween } from './index-walk.ts';
import type {
  IdOfEntry,
  IndexChange,
  IndexDraft,
  IndexKey,
  IndexRange,
  IndexRows,
  IndexShape,
  KeyPart,
  OrderedIndex,
} from './ordered-index.ts';

/** An ordered index over a B+ tree. Neither the object nor any node reachable from it ever changes. */
export class TreeIndex implements OrderedIndex {
  readonly root: IndexNode;
  readonly size: number;
  readonly parts: number;
  readonly descending: readonly boolean[];

  constructor(root: IndexNode, size: number, descending: readonly boolean[]) {
    this.root = root;
    this.size = size;
    this.parts = descending.length;
    this.descending = descending;
  }

  batch(idOf: IdOfEntry, edit: (draft: IndexDraft) => void): OrderedIndex {
    const { root, size, descending } = this;
    const tree: IndexEdit = { owner: {}, root, size, descending, idOf };
    let isOpen = true;
    const keyOf = (key: IndexKey) => {
      // From then on its nodes are shared.
      assert(isOpen, () => 'an index draft was changed after its batch had ended');
      return soundKey(key, descending.length);
    };
    try {
      edit({
        get size() {
          return tree.size;
        },
        add: (key, entry) => addToTree(tree, keyOf(key), entry),
        delete: (key, entry) => deleteFromTree(tree, keyOf(key), entry),
      });
    } finally {
      isOpen = false;
    }
    return tree.root === root ? this : new TreeIndex(tree.root, tree.size, descending);
  }

  range(range: IndexRange = {}): Iterable<number> {
    const [start, end] = this.#ranksOf(range);
    return entriesBetween(this.root, start, end, range.reverse === true);
  }

  count(range: IndexRange = {}): number {
    const [start, end] = this.#ranksOf(range);
    return Math.max(0, end - start);
  }

  nth(place: number): number | undefined {
    if (place < 0 || place >= this.size) return undefined;
    const { leaf, row } = spotAt(this.root, place);
    return leaf.entries[row];
  }

  rank(key: IndexKey, entry: number, idOf: IdOfEntry): number {
    return rankOf(this.root, { key: soundKey(key, this.parts), tie: new Tie(entry, idOf) }, this.descending);
  }

  *firstParts(): Generator<KeyPart, void> {
    for (let rank = 0; rank < this.size; ) {
      const { leaf, row } = spotAt(this.root, rank);
      const part = partAt(itemAt(leaf.columns, 0), row);
      // Adding 0 leaves numbers as they are, except −0, which is 0 in this order.
      yield typeof part === 'number' ? part + 0 : part;
      rank = rankOf(this.root, { key: columnsOf([part]), isPast: true }, this.descending);
    }
  }

  /** The ranks at which a range begins and ends, its offset passed. The end may come first. */
  #ranksOf({ from, to, isFromExclusive, isToExclusive, reverse, offset = 0 }: IndexRange): [number, number] {
    const { root, descending } = this;
    const rankAt = (key: IndexKey, isPast: boolean) =>
      rankOf(root, { key: columnsOf(key), isPast }, descending);
    const start = from === undefined ? 0 : rankAt(from, isFromExclusive === true);
    const end = to === undefined ? this.size : rankAt(to, isToExclusive !== true);
    return reverse === true ? [start, end - offset] : [start + offset, end];
  }
}

/** An index without entries. */
export function emptyIndex(shape: IndexShape): OrderedIndex {
  return orderedIndexFrom(
    shape,
    { columns: Array.from({ length: shape.parts }, () => []), entries: [] },
    String,
  );
}

/**
 * An index of the rows given; one that occurs twice counts once. O(n) if they are in order. Otherwise they are sorted
 * by columns: O(n) for each part, after its distinct values, and the ids under one key, were sorted.
 */
export function orderedIndexFrom(shape: IndexShape, rows: IndexRows, idOf: IdOfEntry): OrderedIndex {
  const { parts, descending = new Array<boolean>(parts).fill(false) } = shape;
  assert(parts > 0 && descending.length === parts, () => `${descending.length} directions of ${parts} parts`);
  assertRows(rows, parts);
  const sorted = sortedRows(rows, descending, idOf);
  return new TreeIndex(treeFromRows(sorted, idOf), sorted.entries.length, descending);
}

/**
 * What only one of two indexes has, in the order of keys, computed as it is read. What they share is skipped unread:
 * the cost is proportional to the difference.
 */
export function diffIndexes(before: OrderedIndex, after: OrderedIndex): Iterable<IndexChange> {
  assert(before instanceof TreeIndex && after instanceof TreeIndex, () => 'an index of another make');
  const { descending } = before;
  assert(String(descending) === String(after.descending), () => 'indexes of different orders');
  const from = before.root;
  const to = after.root;
  return { [Symbol.iterator]: () => diffTrees(from, to, descending) };
}

function assertRows({ columns, entries }: IndexRows, parts: number): void {
  assert(columns.length === parts, () => `${columns.length} columns for ${parts} parts`);
  for (const column of columns) {
    assert(column.length === entries.length, () => `${column.length} values of ${entries.length} entries`);
    assert(!column.some(Number.isNaN), () => 'NaN in an index');
  }
}

function soundKey(key: IndexKey, parts: number): Columns {
  assert(key.length === parts, () => `a key of ${key.length} parts for ${parts}`);
  assert(!key.some(Number.isNaN), () => 'NaN in an index');
  return columnsOf(key);
}
