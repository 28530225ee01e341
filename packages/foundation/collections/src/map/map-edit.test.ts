import { expect, test } from 'vitest';
import { checkMapTree } from './check-map-tree.ts';
import { treeFromSorted } from './map-build.ts';
import { deleteFromTree, type MapEdit, setInTree } from './map-edit.ts';
import { leafOf } from './map-node.ts';

const key = (index: number) => String(index).padStart(6, '0');

function grown(count: number, keyOf: (index: number) => string): MapEdit<number> {
  const edit: MapEdit<number> = { owner: {}, root: leafOf(undefined, [], []), size: 0 };
  for (let index = 0; index < count; index += 1) setInTree(edit, keyOf(index), index);
  return edit;
}

test('ascending keys fill their nodes to three quarters', () => {
  const edit = grown(20_000, key);
  const { size, nodes } = checkMapTree(edit.root);
  expect(size).toBe(20_000);
  expect(nodes).toBeLessThan(20_000 / 23);
});

test('descending and shuffled keys keep the tree in shape', () => {
  expect(checkMapTree(grown(20_000, (index) => key(99_999 - index)).root).size).toBe(20_000);
  expect(checkMapTree(grown(20_000, (index) => key((index * 7919) % 20_011)).root).size).toBe(20_000);
});

test('deleting everything, from either end or in between, shrinks the tree to one empty leaf', () => {
  const orders = [
    (index: number) => index,
    (index: number) => 4999 - index,
    (index: number) => (index * 1237) % 5000,
  ];
  for (const order of orders) {
    const edit = grown(5000, key);
    let levels = edit.root.level;
    for (let index = 0; index < 5000; index += 1) {
      expect(deleteFromTree(edit, key(order(index)))).toBe(true);
      if (index % 100 === 0) checkMapTree(edit.root);
      expect(edit.root.level).toBeLessThanOrEqual(levels);
      levels = edit.root.level;
    }
    expect(edit).toMatchObject({ size: 0, root: { level: 0, keys: [], values: [] } });
  }
});

test('a tree built from sorted entries is in shape at every size around the limits', () => {
  for (let count = 0; count < 2000; count += 1) {
    const keys = Array.from({ length: count }, (_, index) => key(index));
    expect(checkMapTree(treeFromSorted(keys, keys)).size).toBe(count);
  }
});

test('an owner changes its nodes in place, and nobody else’s', () => {
  const shared = grown(1000, key).root;
  const edit: MapEdit<number> = { owner: {}, root: shared, size: 1000 };
  setInTree(edit, key(1), -1);
  const own = edit.root;
  expect(own).not.toBe(shared);
  setInTree(edit, key(1), -2);
  setInTree(edit, key(999), -2);
  expect(edit.root).toBe(own);
  expect(checkMapTree(shared)).toEqual(checkMapTree(own));
});
