import { itemAt } from '../item-at.ts';
import { evenRuns } from '../map-build.ts';
import { type Columns, compacted } from './column.ts';
import { branchOf, type IndexNode, leafOf, sizeOf } from './index-node.ts';
import type { IdOfEntry } from './ordered-index.ts';

/** How full nodes are built: room for a few insertions before the first split. */
const BUILT_FANOUT = 58;

/** A tree over rows in strictly ascending order, from the leaves up. O(n). */
export function treeFromRows(columns: Columns, entries: readonly number[], idOf: IdOfEntry): IndexNode {
  const between = (of: Columns, start: number, end: number) => of.map((column) => column.slice(start, end));
  const runs = evenRuns(entries.length, BUILT_FANOUT);
  let nodes = runs.map(([start, end]) =>
    leafOf(undefined, compacted(between(columns, start, end)), entries.slice(start, end)),
  );
  let leastRows = runs.map(([start]) => start);
  for (let level = 1; nodes.length > 1; level += 1) {
    const children = nodes;
    const rows = leastRows;
    const separators = columns.map((column) => column.slice(0, rows.length));
    separators.forEach((separator, part) => {
      rows.forEach((row, index) => {
        separator[index] = itemAt(itemAt(columns, part), row);
      });
    });
    const parents = evenRuns(children.length, BUILT_FANOUT);
    nodes = parents.map(([start, end]) => {
      const under = children.slice(start, end);
      const ids = rows.slice(start + 1, end).map((row) => idOf(itemAt(entries, row)));
      return branchOf(undefined, level, between(separators, start + 1, end), ids, under, under.map(sizeOf));
    });
    leastRows = parents.map(([start]) => itemAt(rows, start));
  }
  return itemAt(nodes, 0);
}
