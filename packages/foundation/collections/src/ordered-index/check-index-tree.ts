import { AssertionError } from '@statehouse/kernel';
import { columnsOf, partAt } from './column.ts';
import { compareRows, fanoutOf, type IndexNode, MAX_FANOUT, MIN_FANOUT, sizeOf } from './index-node.ts';
import type { IdOfEntry, IndexKey } from './ordered-index.ts';

/** What the tree says of itself, once everything that {@link IndexNode} promises was found to hold. */
export interface IndexTreeFacts {
  readonly size: number;
  readonly nodes: number;
  readonly leaves: number;
}

interface Row {
  readonly key: IndexKey;
  readonly id: string;
}

/** Checks levels, fanouts, counts, lengths of columns, and the order of rows and separators. */
export function checkIndexTree(
  root: IndexNode,
  descending: readonly boolean[],
  idOf: IdOfEntry,
): IndexTreeFacts {
  const facts = { size: 0, nodes: 0, leaves: 0 };
  /** Whether a row comes strictly before another. */
  const precedes = (a: Row, b: Row): boolean => {
    const order = compareRows(columnsOf(a.key), 0, columnsOf(b.key), 0, descending);
    return order < 0 || (order === 0 && a.id < b.id);
  };
  const visit = (node: IndexNode, isOnEdge: boolean, from: Row | undefined, to: Row | undefined): void => {
    facts.nodes += 1;
    const fanout = fanoutOf(node);
    hold(fanout <= MAX_FANOUT, `a node of ${fanout}`);
    if (node === root) hold(fanout >= (node.level > 0 ? 2 : 0), `a root of ${fanout}`);
    else hold(fanout >= (isOnEdge ? 1 : MIN_FANOUT), `a node of only ${fanout}`);
    const isLeaf = node.level === 0;
    hold(node.columns.length === descending.length, 'a part without column');
    for (const column of node.columns) {
      hold(column.length === fanout || column.length === 1, 'a malformed column');
    }
    const rows = Array.from({ length: fanout }, (_, row): Row => {
      const key = node.columns.map((column) => partAt(column, row));
      return { key, id: isLeaf ? idOf(node.entries[row] ?? -1) : (node.ids[row] ?? '') };
    });
    rows.forEach((row, index) => {
      // The first row of the first branch of a level bounds nothing.
      if (!isLeaf && index === 0 && from === undefined) return;
      const previous = rows[index - 1];
      const boundsNothing = !isLeaf && index === 1 && from === undefined;
      hold(
        boundsNothing || previous === undefined || precedes(previous, row),
        `${row.key} after ${previous?.key}`,
      );
      hold(from === undefined || !precedes(row, from), `${row.key} astray after ${from?.key}`);
      hold(to === undefined || precedes(row, to), `${row.key} astray before ${to?.key}`);
    });
    if (isLeaf) {
      hold(node.children.length + node.counts.length + node.ids.length === 0, 'a malformed leaf');
      facts.size += fanout;
      facts.leaves += 1;
      return;
    }
    hold(node.ids.length === fanout && node.counts.length === fanout, 'a malformed branch');
    hold(node.entries.length === 0, 'a branch with entries');
    node.children.forEach((child, index) => {
      hold(child.level === node.level - 1, `level ${child.level} under ${node.level}`);
      hold(node.counts[index] === sizeOf(child), `a count of ${node.counts[index]} for ${sizeOf(child)}`);
      visit(child, isOnEdge && index === fanout - 1, index === 0 ? from : rows[index], rows[index + 1] ?? to);
    });
  };
  visit(root, true, undefined, undefined);
  return facts;
}

function hold(condition: boolean, complaint: string): void {
  if (!condition) throw new AssertionError(complaint);
}
