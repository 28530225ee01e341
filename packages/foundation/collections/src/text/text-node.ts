import { itemAt } from '../item-at.ts';

/** The longest piece of text in a tree, in UTF-16 units. */
export const MAX_CHUNK = 768;
/** The shortest, unless it is all there is. */
export const MIN_CHUNK = 192;
/** The most pieces or children of a node. */
export const MAX_WIDTH = 24;
/** The fewest, except in the root. */
export const MIN_WIDTH = 6;

/**
 * A node of a B-tree of text. All twigs (level 0) are equally deep and hold pieces of text; branches hold nodes of the
 * level below. `length` is that of all the text under it. One shape for both keeps property access monomorphic.
 * Never changed. A whole tree: a root with two children or more, or a twig; the empty text is a twig with no pieces.
 */
export interface TextNode {
  readonly level: number;
  readonly length: number;
  readonly chunks: readonly string[];
  readonly children: readonly TextNode[];
}

const NO_CHUNKS: readonly string[] = [];
const NO_CHILDREN: readonly TextNode[] = [];

/** The tree of the empty text. */
export const EMPTY_TREE: TextNode = { level: 0, length: 0, chunks: NO_CHUNKS, children: NO_CHILDREN };

/** A twig whose pieces have `length` units together. Takes the array over. */
export function twigOf(chunks: readonly string[], length: number): TextNode {
  return { level: 0, length, chunks, children: NO_CHILDREN };
}

/** A branch whose children have `length` units together. Takes the array over. */
export function branchOf(level: number, children: readonly TextNode[], length: number): TextNode {
  return { level, length, chunks: NO_CHUNKS, children };
}

/** The number of units in all items together. */
export function totalLength(items: readonly { readonly length: number }[]): number {
  let length = 0;
  for (const item of items) length += item.length;
  return length;
}

/** The number of pieces or children. */
export function widthOf(node: TextNode): number {
  return node.level === 0 ? node.chunks.length : node.children.length;
}

/** The pieces of the text under a node, in order. */
export function* chunksOf(node: TextNode): Generator<string, void> {
  if (node.level === 0) yield* node.chunks;
  else for (const child of node.children) yield* chunksOf(child);
}

/** The unit at `index`, which is inside the text. */
export function unitAt(root: TextNode, index: number): number {
  let node = root;
  let rest = index;
  while (node.level > 0) {
    const children = node.children;
    let turn = 0;
    let child = itemAt(children, 0);
    while (rest >= child.length) {
      rest -= child.length;
      turn += 1;
      child = itemAt(children, turn);
    }
    node = child;
  }
  let turn = 0;
  let chunk = itemAt(node.chunks, 0);
  while (rest >= chunk.length) {
    rest -= chunk.length;
    turn += 1;
    chunk = itemAt(node.chunks, turn);
  }
  return chunk.charCodeAt(rest);
}

/** The units `from <= index < to` under a node; the bounds are inside it. */
export function sliceOf(node: TextNode, from: number, to: number): string {
  if (from >= to) return '';
  const items = node.level === 0 ? node.chunks : node.children;
  let text = '';
  let start = 0;
  for (const item of items) {
    const end = start + item.length;
    if (end > from) {
      const low = Math.max(0, from - start);
      const high = Math.min(item.length, to - start);
      text += typeof item === 'string' ? item.slice(low, high) : sliceOf(item, low, high);
      if (end >= to) break;
    }
    start = end;
  }
  return text;
}
