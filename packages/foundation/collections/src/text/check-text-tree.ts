import { AssertionError } from '@statehouse/kernel';
import {
  MAX_CHUNK,
  MAX_WIDTH,
  MIN_CHUNK,
  MIN_WIDTH,
  type TextNode,
  totalLength,
  widthOf,
} from './text-node.ts';

/** Checks levels, widths, lengths and sizes of chunks: everything that {@link TextNode} promises. */
export function checkTextTree(root: TextNode): void {
  if (root.length === 0) hold(root.level === 0 && root.chunks.length === 0, 'an empty text with nodes');
  else visit(root, true, root.level === 0 && root.chunks.length === 1);
}

function visit(node: TextNode, isRoot: boolean, isAlone: boolean): void {
  const width = widthOf(node);
  const least = isRoot ? (node.level === 0 ? 1 : 2) : MIN_WIDTH;
  hold(width >= least && width <= MAX_WIDTH, `a node of ${width}`);
  hold(node.length === totalLength(node.level === 0 ? node.chunks : node.children), 'a wrong length');
  hold((node.level === 0 ? node.children : node.chunks).length === 0, 'a mixed node');
  for (const chunk of node.chunks) {
    hold(
      chunk.length >= (isAlone ? 1 : MIN_CHUNK) && chunk.length <= MAX_CHUNK,
      `a chunk of ${chunk.length}`,
    );
  }
  for (const child of node.children) {
    hold(child.level === node.level - 1, `level ${child.level} under ${node.level}`);
    visit(child, false, false);
  }
}

function hold(condition: boolean, complaint: string): void {
  if (!condition) throw new AssertionError(complaint);
}
