import { expect, test } from 'vitest';
import { checkMapTree } from './check-map-tree.ts';
import { diffTrees } from './map-diff.ts';
import type { MapNode } from './map-node.ts';
import type { PersistentMap } from './persistent-map.ts';
import { mapFrom, SortedMap } from './sorted-map.ts';

const size = 100_000;
const key = (index: number) => String(index).padStart(6, '0');
const map = mapFrom(Array.from({ length: size }, (_, index) => [key(index), index] as const));

function rootOf(of: PersistentMap<number>): MapNode<number> {
  if (!(of instanceof SortedMap)) throw new TypeError('not a sorted map');
  return of.root;
}

/** The same tree, in which every node that is opened counts. Nodes that two trees share stay shared. */
function counting(opened: { count: number }): (node: MapNode<number>) => MapNode<number> {
  const wrapped = new Map<MapNode<number>, MapNode<number>>();
  const wrap = (node: MapNode<number>): MapNode<number> => {
    let copy = wrapped.get(node);
    if (copy === undefined) {
      let children: MapNode<number>[] | undefined;
      const { level, owner, values } = node;
      copy = {
        level,
        owner,
        values,
        get keys() {
          if (level === 0) seen.add(node);
          opened.count = seen.size;
          return node.keys;
        },
        get children() {
          seen.add(node);
          opened.count = seen.size;
          children ??= node.children.map(wrap);
          return children;
        },
      };
      wrapped.set(node, copy);
    }
    return copy;
  };
  const seen = new Set<MapNode<number>>();
  return wrap;
}

function measure(after: PersistentMap<number>): { differences: number; opened: number } {
  const opened = { count: 0 };
  const wrap = counting(opened);
  const differences = [...diffTrees(wrap(rootOf(map)), wrap(rootOf(after)))].length;
  return { differences, opened: opened.count };
}

test('a map does not differ from itself, and finding that out opens no node', () => {
  expect(measure(map)).toEqual({ differences: 0, opened: 0 });
});

test('one change among a hundred thousand entries opens two paths', () => {
  const height = rootOf(map).level + 1;
  expect(measure(map.set(key(4711), -1))).toEqual({ differences: 1, opened: 2 * height });
});

test('a hundred changes open far fewer nodes than there are', () => {
  const { nodes } = checkMapTree(rootOf(map));
  const scattered = map.batch((draft) => {
    for (let index = 0; index < 50; index += 1) {
      draft.set(key(index * 2000), -1);
      draft.set(`${key(index * 2000 + 1000)}-new`, 1);
    }
  });
  const { differences, opened } = measure(scattered);
  expect(differences).toBe(100);
  expect(opened).toBeLessThan(nodes / 5);
});

test('nodes that moved to another parent are still skipped', () => {
  const dense = map.batch((draft) => {
    for (let index = 0; index < 2000; index += 1) draft.set(`${key(50_000)}-${key(index)}`, index);
  });
  const { differences, opened } = measure(dense);
  expect(differences).toBe(2000);
  expect(opened).toBeLessThan(400);
  const sparse = map.batch((draft) => {
    for (let index = 0; index < 2000; index += 1) draft.delete(key(50_000 + index));
  });
  const shrunk = measure(sparse);
  expect(shrunk.differences).toBe(2000);
  expect(shrunk.opened).toBeLessThan(400);
});
