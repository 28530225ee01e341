/**
 * A persistent tree of items in the order of a comparison: a weight-balanced tree, after S. Adams, "Efficient sets: a balancing act"
 * (1993), with the constants of Y. Hirai and K. Yamamoto, "Balancing weight-balanced trees" (2011).
 *
 * No node ever changes. For every node the weights (size + 1) of its two sides differ at most by a factor of three.
 */
export interface RankNode<Item> {
  readonly item: Item;
  readonly size: number;
  readonly left: RankTree<Item>;
  readonly right: RankTree<Item>;
}

export type RankTree<Item> = RankNode<Item> | undefined;

export type Compare<Item> = (a: Item, b: Item) => number;

const balance = 3;
const singleRotation = 2;
/** From which share of the items on it is quicker to sort than to move them one by one. */
const rebuildFactor = 4;

function weight<Item>(tree: RankTree<Item>): number {
  return tree === undefined ? 1 : tree.size + 1;
}

function sizeOf<Item>(tree: RankTree<Item>): number {
  return tree === undefined ? 0 : tree.size;
}

function node<Item>(left: RankTree<Item>, item: Item, right: RankTree<Item>): RankNode<Item> {
  return { item, size: sizeOf(left) + sizeOf(right) + 1, left, right };
}

/** A node of two sides of which one may have become one item too light or too heavy. */
function balanced<Item>(left: RankTree<Item>, item: Item, right: RankTree<Item>): RankNode<Item> {
  if (right !== undefined && weight(right) > balance * weight(left)) {
    const inner = right.left;
    if (inner === undefined || weight(inner) < singleRotation * weight(right.right)) {
      return node(node(left, item, inner), right.item, right.right);
    }
    return node(node(left, item, inner.left), inner.item, node(inner.right, right.item, right.right));
  }
  if (left !== undefined && weight(left) > balance * weight(right)) {
    const inner = left.right;
    if (inner === undefined || weight(inner) < singleRotation * weight(left.left)) {
      return node(left.left, left.item, node(inner, item, right));
    }
    return node(node(left.left, left.item, inner.left), inner.item, node(inner.right, item, right));
  }
  return node(left, item, right);
}

/** The tree of items that are in order already. O(n). */
function treeFrom<Item>(items: readonly Item[], from = 0, to = items.length): RankTree<Item> {
  if (from >= to) return undefined;
  const middle = (from + to) >>> 1;
  const [item] = items.slice(middle, middle + 1);
  return item === undefined
    ? undefined
    : node(treeFrom(items, from, middle), item, treeFrom(items, middle + 1, to));
}

/** With one item more, after those that compare as equal. O(log n). */
function insertRanked<Item>(tree: RankTree<Item>, item: Item, compare: Compare<Item>): RankNode<Item> {
  if (tree === undefined) return node(undefined, item, undefined);
  return compare(item, tree.item) < 0
    ? balanced(insertRanked(tree.left, item, compare), tree.item, tree.right)
    : balanced(tree.left, tree.item, insertRanked(tree.right, item, compare));
}

/**
 * Without that very item, which has to be in the tree. O(log n); O(n) where the comparison contradicts itself, so that the
 * item does not lie where it says.
 */
function removeRanked<Item>(tree: RankTree<Item>, item: Item, compare: Compare<Item>): RankTree<Item> {
  const removed = removeByOrder(tree, item, compare);
  if (sizeOf(removed) < sizeOf(tree)) return removed;
  return treeFrom(rankedItems(tree).filter((other) => other !== item));
}

function removeByOrder<Item>(tree: RankTree<Item>, item: Item, compare: Compare<Item>): RankTree<Item> {
  if (tree === undefined) return undefined;
  if (tree.item === item) return joined(tree.left, tree.right);
  if (compare(item, tree.item) < 0) {
    const left = removeByOrder(tree.left, item, compare);
    return left === tree.left ? tree : balanced(left, tree.item, tree.right);
  }
  const right = removeByOrder(tree.right, item, compare);
  return right === tree.right ? tree : balanced(tree.left, tree.item, right);
}

/** With another item in the place of one, which has to compare with all others as that one does. Costs as much as removing it. */
function replaceRanked<Item>(
  tree: RankTree<Item>,
  item: Item,
  by: Item,
  compare: Compare<Item>,
): RankTree<Item> {
  const replaced = replaceByOrder(tree, item, by, compare);
  if (replaced !== tree) return replaced;
  return treeFrom(rankedItems(tree).map((other) => (other === item ? by : other)));
}

function replaceByOrder<Item>(
  tree: RankTree<Item>,
  item: Item,
  by: Item,
  compare: Compare<Item>,
): RankTree<Item> {
  if (tree === undefined) return undefined;
  if (tree.item === item) return { ...tree, item: by };
  if (compare(item, tree.item) < 0) {
    const left = replaceByOrder(tree.left, item, by, compare);
    return left === tree.left ? tree : { ...tree, left };
  }
  const right = replaceByOrder(tree.right, item, by, compare);
  return right === tree.right ? tree : { ...tree, right };
}

/** One tree of two that stood on either side of an item. */
function joined<Item>(left: RankTree<Item>, right: RankTree<Item>): RankTree<Item> {
  if (left === undefined) return right;
  if (right === undefined) return left;
  if (left.size > right.size) return balanced(withoutLast(left), lastOf(left), right);
  return balanced(left, firstOf(right), withoutFirst(right));
}

function firstOf<Item>(tree: RankNode<Item>): Item {
  return tree.left === undefined ? tree.item : firstOf(tree.left);
}

function lastOf<Item>(tree: RankNode<Item>): Item {
  return tree.right === undefined ? tree.item : lastOf(tree.right);
}

function withoutFirst<Item>(tree: RankNode<Item>): RankTree<Item> {
  return tree.left === undefined ? tree.right : balanced(withoutFirst(tree.left), tree.item, tree.right);
}

function withoutLast<Item>(tree: RankNode<Item>): RankTree<Item> {
  return tree.right === undefined ? tree.left : balanced(tree.left, tree.item, withoutLast(tree.right));
}

/** How many items stand before one that is in the tree. O(log n), or O(n) where the comparison contradicts itself. */
export function rankOf<Item>(tree: RankTree<Item>, item: Item, compare: Compare<Item>): number {
  let before = 0;
  let at = tree;
  while (at !== undefined) {
    if (at.item === item) return before + sizeOf(at.left);
    if (compare(item, at.item) < 0) {
      at = at.left;
    } else {
      before += sizeOf(at.left) + 1;
      at = at.right;
    }
  }
  return rankedItems(tree).indexOf(item);
}

export function eachRanked<Item>(tree: RankTree<Item>, visit: (item: Item) => void): void {
  if (tree === undefined) return;
  eachRanked(tree.left, visit);
  visit(tree.item);
  eachRanked(tree.right, visit);
}

function rankedItems<Item>(tree: RankTree<Item>): Item[] {
  const items: Item[] = [];
  eachRanked(tree, (item) => {
    items.push(item);
  });
  return items;
}

/** What becomes of the items of a tree. */
export interface TreeChange<Item> {
  /** What is in the tree, and will not be. */
  readonly left: ReadonlySet<Item>;
  /** What comes in, each after its equals. */
  readonly come: readonly Item[];
  /** What gives its place to another, which has to compare with all others as it does. */
  readonly replaced: ReadonlyMap<Item, Item>;
}

/** O(log n) for each item that changes, or one sort of all where that is cheaper. */
export function changedTree<Item>(
  tree: RankTree<Item>,
  { left, come, replaced }: TreeChange<Item>,
  compare: Compare<Item>,
): RankTree<Item> {
  if ((left.size + come.length + replaced.size) * rebuildFactor > sizeOf(tree)) {
    const stayed = rankedItems(tree).filter((item) => !left.has(item));
    const items = stayed.map((item) => replaced.get(item) ?? item);
    return treeFrom(come.length === 0 ? items : items.concat(come).sort(compare));
  }
  let changed = tree;
  for (const item of left) changed = removeRanked(changed, item, compare);
  for (const [item, by] of replaced) changed = replaceRanked(changed, item, by, compare);
  for (const item of come) changed = insertRanked(changed, item, compare);
  return changed;
}
