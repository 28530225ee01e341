import { itemAt } from '../item-at.ts';
import { evenRuns } from '../map/map-build.ts';
import { branchOver } from './index-edit.ts';
import type { IndexNode } from './index-node.ts';
import { leafOf } from './index-node.ts';
import { rowsBetween } from './index-rows.ts';
import type { IdOfEntry, IndexRows } from './ordered-index.ts';

/** How full nodes are built: room for a few insertions before the first split. */
const BUILT_FANOUT = 58;

/** A tree over rows in strictly ascending order, from the leaves up. O(n). */
export function treeFromRows({ columns, entries }: IndexRows, idOf: IdOfEntry): IndexNode {
  const all = leafOf(undefined, columns, entries);
  let nodes = evenRuns(entries.length, BUILT_FANOUT).map(([start, end]) =>
    rowsBetween(all, undefined, start, end),
  );
  while (nodes.length > 1) {
    const children = nodes;
    nodes = evenRuns(children.length, BUILT_FANOUT).map(([start, end]) =>
      branchOver({ owner: undefined, idOf }, children.slice(start, end)),
    );
  }
  return itemAt(nodes, 0);
}
