import { itemAt } from '../item-at.ts';
import { splitsPair } from './surrogates.ts';
import { copyOf, flattened } from './text-build.ts';
import {
  branchOf,
  EMPTY_TREE,
  MAX_CHUNK,
  MAX_WIDTH,
  MIN_CHUNK,
  type TextNode,
  totalLength,
  twigOf,
} from './text-node.ts';

/** One tree with the text of `left` before that of `right`. O(difference of heights). */
export function joinTrees(left: TextNode, right: TextNode): TextNode {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const [first, second] = joinNodes(left, right);
  if (second === undefined) return first;
  return branchOf(first.level + 1, [first, second], first.length + second.length);
}

/** Two trees: the text before `position` and the text from it on. O(log n). */
export function splitTree(node: TextNode, position: number): [left: TextNode, right: TextNode] {
  if (position <= 0) return [EMPTY_TREE, node];
  if (position >= node.length) return [node, EMPTY_TREE];
  let turn = 0;
  let start = 0;
  if (node.level === 0) {
    while (start + itemAt(node.chunks, turn).length <= position) {
      start += itemAt(node.chunks, turn).length;
      turn += 1;
    }
    const chunk = itemAt(node.chunks, turn);
    return [
      joinTrees(rootOver(0, node.chunks.slice(0, turn), []), treeOfPart(chunk, 0, position - start)),
      joinTrees(
        treeOfPart(chunk, position - start, chunk.length),
        rootOver(0, node.chunks.slice(turn + 1), []),
      ),
    ];
  }
  while (start + itemAt(node.children, turn).length <= position) {
    start += itemAt(node.children, turn).length;
    turn += 1;
  }
  const [left, right] = splitTree(itemAt(node.children, turn), position - start);
  return [
    joinTrees(rootOver(node.level, [], node.children.slice(0, turn)), left),
    joinTrees(right, rootOver(node.level, [], node.children.slice(turn + 1))),
  ];
}

function treeOfPart(chunk: string, from: number, to: number): TextNode {
  return from === to ? EMPTY_TREE : twigOf([copyOf(chunk, from, to)], to - from);
}

/** A whole tree over siblings: a branch is no root with fewer than two children. */
function rootOver(level: number, chunks: readonly string[], children: readonly TextNode[]): TextNode {
  if (level === 0) return chunks.length === 0 ? EMPTY_TREE : twigOf(chunks, totalLength(chunks));
  if (children.length === 0) return EMPTY_TREE;
  return children.length === 1 ? itemAt(children, 0) : branchOf(level, children, totalLength(children));
}

type OneOrTwo = readonly [TextNode, TextNode?];

/** One or two nodes, of the higher one's level and wide enough to be siblings (one may be a narrow root). */
function joinNodes(left: TextNode, right: TextNode): OneOrTwo {
  if (left.level > right.level) {
    const last = left.children.length - 1;
    const joined = joinNodes(itemAt(left.children, last), right);
    return branchesOver(left.level, [...left.children.slice(0, last), ...present(joined)]);
  }
  if (left.level < right.level) {
    const joined = joinNodes(left, itemAt(right.children, 0));
    return branchesOver(right.level, [...present(joined), ...right.children.slice(1)]);
  }
  if (left.level > 0) return branchesOver(left.level, [...left.children, ...right.children]);
  return twigsOver(joinChunks(left.chunks, right.chunks));
}

function present([first, second]: OneOrTwo): TextNode[] {
  return second === undefined ? [first] : [first, second];
}

function branchesOver(level: number, children: readonly TextNode[]): OneOrTwo {
  if (children.length <= MAX_WIDTH) return [branchOf(level, children, totalLength(children))];
  const half = children.length >>> 1;
  const first = children.slice(0, half);
  const second = children.slice(half);
  return [branchOf(level, first, totalLength(first)), branchOf(level, second, totalLength(second))];
}

function twigsOver(chunks: readonly string[]): OneOrTwo {
  if (chunks.length <= MAX_WIDTH) return [twigOf(chunks, totalLength(chunks))];
  const half = chunks.length >>> 1;
  const first = chunks.slice(0, half);
  const second = chunks.slice(half);
  return [twigOf(first, totalLength(first)), twigOf(second, totalLength(second))];
}

/** The chunks of two neighbours; where they meet, a chunk that is too short is joined with the next, or levelled out. */
function joinChunks(left: readonly string[], right: readonly string[]): string[] {
  const a = itemAt(left, left.length - 1);
  const b = itemAt(right, 0);
  if (a.length >= MIN_CHUNK && b.length >= MIN_CHUNK) return [...left, ...right];
  return [...left.slice(0, -1), ...chunksOverSeam(a + b), ...right.slice(1)];
}

/** One or two chunks over a text of at most twice the longest. */
function chunksOverSeam(text: string): string[] {
  flattened(text);
  if (text.length <= MAX_CHUNK) return [text];
  const half = text.length >>> 1;
  const cut = splitsPair(text, half) ? half + 1 : half;
  return [copyOf(text, 0, cut), copyOf(text, cut, text.length)];
}
