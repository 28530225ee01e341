import { expect, test } from 'vitest';
import { checkIndexTree } from './check-index-tree.ts';
import { diffTrees } from './index-diff.ts';
import type { IndexNode } from './index-node.ts';
import type { OrderedIndex } from './ordered-index.ts';
import { orderedIndexFrom, TreeIndex } from './tree-index.ts';

const size = 100_000;
const entries = Array.from({ length: size }, (_, entry) => entry);
const idOf = (entry: number) => String(entry).padStart(7, '0');
const scoreOf = (entry: number) => Math.floor(entry / 4);
const byScore = orderedIndexFrom({ parts: 1 }, { columns: [entries.map(scoreOf)], entries }, idOf);

function rootOf(index: OrderedIndex): IndexNode {
  if (!(index instanceof TreeIndex)) throw new TypeError('not a tree');
  return index.root;
}

/** The same tree, in which every node whose children or entries are read counts. Nodes that two trees share stay shared. */
function counting(opened: Set<IndexNode>): (node: IndexNode) => IndexNode {
  const wrapped = new Map<IndexNode, IndexNode>();
  const wrap = (node: IndexNode): IndexNode => {
    const known = wrapped.get(node);
    if (known !== undefined) return known;
    const copy: IndexNode = {
      ...node,
      get entries() {
        opened.add(node);
        return node.entries;
      },
      get children() {
        opened.add(node);
        return node.children.map(wrap);
      },
    };
    wrapped.set(node, copy);
    return copy;
  };
  return wrap;
}

function measure(before: OrderedIndex, after: OrderedIndex): { differences: number; opened: number } {
  const opened = new Set<IndexNode>();
  const wrap = counting(opened);
  const differences = [...diffTrees(wrap(rootOf(before)), wrap(rootOf(after)), [false])].length;
  return { differences, opened: opened.size };
}

test('an index does not differ from itself, and finding that out opens no node', () => {
  expect(measure(byScore, byScore)).toEqual({ differences: 0, opened: 0 });
});

test('one entry more among a hundred thousand opens two paths', () => {
  const after = byScore.batch(idOf, (draft) => draft.add([4711], size));
  const height = rootOf(byScore).level + 1;
  expect(measure(byScore, after)).toEqual({ differences: 1, opened: 2 * height });
});

test('entries that move open the leaves that they leave and enter, and what leads there', () => {
  const { nodes } = checkIndexTree(rootOf(byScore), [false], idOf);
  const after = byScore.batch(idOf, (draft) => {
    for (let entry = 0; entry < 50; entry += 1) {
      draft.delete([scoreOf(entry * 2000)], entry * 2000);
      draft.add([scoreOf(entry * 2000 + 1000)], entry * 2000);
    }
  });
  const { differences, opened } = measure(byScore, after);
  expect(differences).toBe(100);
  expect(opened).toBeLessThan(nodes / 5);
});

test('nodes that moved to other parents and places are still skipped', () => {
  const dense = byScore.batch(idOf, (draft) => {
    for (let entry = 0; entry < 2000; entry += 1) draft.add([scoreOf(50_000)], size + entry);
  });
  const grown = measure(byScore, dense);
  expect(grown.differences).toBe(2000);
  expect(grown.opened).toBeLessThan(200);
  const sparse = byScore.batch(idOf, (draft) => {
    for (let entry = 10_000; entry < 50_000; entry += 2000) {
      for (let count = 0; count < 100; count += 1) draft.delete([scoreOf(entry + count)], entry + count);
    }
  });
  const shrunk = measure(byScore, sparse);
  expect(shrunk.differences).toBe(2000);
  expect(shrunk.opened).toBeLessThan(300);
});

test('a difference that is not read to its end costs only what was read', () => {
  const other = orderedIndexFrom({ parts: 1 }, { columns: [entries.map(() => -1)], entries }, idOf);
  let rowsRead = 0;
  const watched = (node: IndexNode): IndexNode => ({
    ...node,
    children: node.children.map(watched),
    columns: node.columns.map(
      (column) =>
        new Proxy(column, {
          get(target, name, receiver) {
            rowsRead += 1;
            return Reflect.get(target, name, receiver);
          },
        }),
    ),
  });
  const [first] = diffTrees(watched(rootOf(byScore)), watched(rootOf(other)), [false]);
  expect(first?.kind).toBe('added');
  expect(rowsRead).toBeLessThan(100);
});
