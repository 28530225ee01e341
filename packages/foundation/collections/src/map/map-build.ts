import { itemAt } from '../item-at.ts';
import { branchOf, leafOf, type MapNode } from './map-node.ts';

/** How full nodes are built: room for a few insertions before the first split. */
const BUILT_FANOUT = 28;

/** A tree over strictly ascending keys, from the leaves up. O(n). */
export function treeFromSorted<Value>(keys: readonly string[], values: readonly Value[]): MapNode<Value> {
  let nodes: MapNode<Value>[] = [];
  let leastKeys: string[] = [];
  for (const [start, end] of evenRuns(keys.length, BUILT_FANOUT)) {
    nodes.push(leafOf(undefined, keys.slice(start, end), values.slice(start, end)));
    leastKeys.push(keys[start] ?? '');
  }
  for (let level = 1; nodes.length > 1; level += 1) {
    const parents: MapNode<Value>[] = [];
    const parentKeys: string[] = [];
    for (const [start, end] of evenRuns(nodes.length, BUILT_FANOUT)) {
      parents.push(branchOf(undefined, level, leastKeys.slice(start + 1, end), nodes.slice(start, end)));
      parentKeys.push(itemAt(leastKeys, start));
    }
    nodes = parents;
    leastKeys = parentKeys;
  }
  return itemAt(nodes, 0);
}

/** Cuts `count` items into runs of nearly equal length, none longer than `most`; one empty run for none. */
export function evenRuns(count: number, most: number): [start: number, end: number][] {
  const runs = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: runs }, (_, run) => [
    Math.floor((run * count) / runs),
    Math.floor(((run + 1) * count) / runs),
  ]);
}
