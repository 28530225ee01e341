import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedTree, eachRanked, type RankTree, rankOf } from './rank-tree.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 100),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

interface Item {
  readonly key: number;
}

const byKey = (a: Item, b: Item) => a.key - b.key;
/** As some write it: it never calls two equal, and contradicts itself where they are. */
const neverEqual = (a: Item, b: Item) => (a.key > b.key ? 1 : -1);

function itemsIn(tree: RankTree<Item>): Item[] {
  const items: Item[] = [];
  eachRanked(tree, (item) => {
    items.push(item);
  });
  return items;
}

const keysOf = (items: readonly Item[]) => items.map(({ key }) => key).join(' ');

/** Height of a tree; infinite if a size in it is wrong or a side of it too heavy. */
function heightOf(tree: RankTree<Item>): number {
  if (tree === undefined) return 0;
  const left = tree.left?.size ?? 0;
  const right = tree.right?.size ?? 0;
  const isWhole = tree.size === left + right + 1;
  const isBalanced = left + 1 <= 3 * (right + 1) && right + 1 <= 3 * (left + 1);
  const height = 1 + Math.max(heightOf(tree.left), heightOf(tree.right));
  return isWhole && isBalanced ? height : Number.POSITIVE_INFINITY;
}

function drawChange(random: Random, items: readonly Item[], most: number) {
  const left = new Set<Item>();
  const replaced = new Map<Item, Item>();
  for (let count = Math.min(items.length, drawInt(random, most)); count > 0; count -= 1) {
    const item = drawOne(random, items);
    if (left.has(item) || replaced.has(item)) continue;
    if (drawInt(random, 3) === 0) replaced.set(item, { ...item });
    else left.add(item);
  }
  const come = Array.from({ length: drawInt(random, most) }, () => ({ key: drawInt(random, 30) }));
  return { left, come, replaced };
}

test('a tree holds what a sorted array holds, stays balanced, and old trees stay as they were', () => {
  fc.assert(
    fc.property(fc.integer(), (drawn) => {
      const random = seededRandom(drawn);
      let tree: RankTree<Item>;
      let expected: Item[] = [];
      const most = drawOne(random, [3, 12, 60]);
      for (let step = 0; step < 60; step += 1) {
        const change = drawChange(random, expected, most);
        const before = [tree, expected] as const;
        tree = changedTree(tree, change, byKey);
        const stayed = expected.filter((item) => !change.left.has(item));
        expected = [...stayed.map((item) => change.replaced.get(item) ?? item), ...change.come].sort(byKey);
        const items = itemsIn(tree);
        const isExpected = new Set(expected);
        expect(keysOf(items)).toBe(keysOf(expected));
        expect(items.every((item) => isExpected.has(item))).toBe(true);
        expected = items;
        if (items.length > 0) {
          const place = drawInt(random, items.length);
          const item = items[place];
          // Among equals a descent may end at another, so a place is looked up by a comparison that tells all apart.
          const order = new Map(items.map((one, at) => [one, at]));
          const total = (a: Item, b: Item) => (order.get(a) ?? 0) - (order.get(b) ?? 0);
          if (item !== undefined) expect(rankOf(tree, item, total)).toBe(place);
        }
        expect(heightOf(tree)).toBeLessThan(3 + 2.5 * Math.log2(items.length + 1));
        const isKept = itemsIn(before[0]).every((item, at) => item === before[1][at]);
        expect(isKept).toBe(true);
      }
    }),
    run,
  );
});

test('nothing is lost where the comparison contradicts itself', () => {
  fc.assert(
    fc.property(fc.integer(), (drawn) => {
      const random = seededRandom(drawn);
      let tree: RankTree<Item>;
      let expected = new Set<Item>();
      for (let step = 0; step < 40; step += 1) {
        const change = drawChange(random, [...expected], 4);
        tree = changedTree(tree, change, neverEqual);
        const stayed = [...expected].filter((item) => !change.left.has(item));
        expected = new Set([...stayed.map((item) => change.replaced.get(item) ?? item), ...change.come]);
        const items = itemsIn(tree);
        expect(items).toHaveLength(expected.size);
        expect(items.every((item) => expected.has(item))).toBe(true);
      }
    }),
    run,
  );
});

test('a hundred thousand items in order make a tree as deep as its logarithm', () => {
  const come = Array.from({ length: 100_000 }, (_, key) => ({ key }));
  const none = { left: new Set<Item>(), replaced: new Map<Item, Item>() };
  let tree = changedTree<Item>(undefined, { ...none, come }, byKey);
  for (let key = 0; key < 2000; key += 1) tree = changedTree(tree, { ...none, come: [{ key: -key }] }, byKey);
  expect(heightOf(tree)).toBeLessThan(30);
});
