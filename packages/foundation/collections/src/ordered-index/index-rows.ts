import { itemAt } from '../item-at.ts';
import type { Owner } from '../map/map-node.ts';
import {
  type Column,
  type Columns,
  compacted,
  joinedParts,
  keyAt,
  partAt,
  partsBetween,
  withoutPart,
  withPart,
} from './column.ts';
import { branchOf, fanoutOf, type IndexNode, leafOf, sizeOf } from './index-node.ts';
import type { IdOfEntry } from './ordered-index.ts';

/** The leaf with one more row. */
export function withEntry(
  { columns, entries }: IndexNode,
  owner: Owner,
  row: number,
  key: Columns,
  entry: number,
): IndexNode {
  return leafOf(owner, withKey(columns, entries.length, row, key), entries.toSpliced(row, 0, entry));
}

/** The branch with one more child, bounded by its own first row. */
export function withChild(
  { level, columns, ids, children, counts }: IndexNode,
  owner: Owner,
  row: number,
  child: IndexNode,
  idOf: IdOfEntry,
): IndexNode {
  return branchOf(
    owner,
    level,
    withKey(columns, ids.length, row, keyAt(child.columns, 0)),
    ids.toSpliced(row, 0, child.ids[0] ?? idOf(child.entries[0] ?? 0)),
    children.toSpliced(row, 0, child),
    counts.toSpliced(row, 0, sizeOf(child)),
  );
}

/** The node without one of its rows. */
export function withoutRow(node: IndexNode, owner: Owner, row: number): IndexNode {
  const columns = node.columns.map((column) => withoutPart(column, row));
  return withLists(node, owner, columns, (items) => items.toSpliced(row, 1));
}

/** The rows `start <= row < end` of a node. */
export function rowsBetween(node: IndexNode, owner: Owner, start: number, end: number): IndexNode {
  const columns = node.columns.map((column) => partsBetween(column, start, end));
  // In a branch the first row may be out of order, so that equal ends say nothing of what is between.
  const kept = node.level === 0 ? compacted(columns) : columns;
  return withLists(node, owner, kept, (items) => items.slice(start, end));
}

/** The rows of two neighbours of one level. */
export function joinedRows(a: IndexNode, b: IndexNode, owner: Owner): IndexNode {
  const join = (column: Column, part: number) =>
    joinedParts(column, fanoutOf(a), itemAt(b.columns, part), fanoutOf(b));
  const columns = a.columns.map(join);
  return a.level === 0
    ? leafOf(owner, columns, a.entries.concat(b.entries))
    : branchOf(
        owner,
        a.level,
        columns,
        a.ids.concat(b.ids),
        a.children.concat(b.children),
        a.counts.concat(b.counts),
      );
}

function withKey(columns: Columns, count: number, row: number, key: Columns): Columns {
  return columns.map((column, part) => withPart(column, count, row, partAt(itemAt(key, part), 0)));
}

function withLists(
  { level, entries, ids, children, counts }: IndexNode,
  owner: Owner,
  columns: Columns,
  change: <Item>(items: readonly Item[]) => Item[],
): IndexNode {
  return level === 0
    ? leafOf(owner, columns, change(entries))
    : branchOf(owner, level, columns, change(ids), change(children), change(counts));
}
