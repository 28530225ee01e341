import { itemAt } from '../item-at.ts';
import { flattened, treeFromText } from './text-build.ts';
import { joinTrees, splitTree } from './text-join.ts';
import { branchOf, MAX_CHUNK, MIN_CHUNK, type TextNode, twigOf } from './text-node.ts';

/** The tree with `deleteCount` units at `position` replaced by `insert`. The bounds are inside it. */
export function replaceInTree(
  root: TextNode,
  position: number,
  deleteCount: number,
  insert: string,
): TextNode {
  const inPlace = replaceInChunk(root, position, deleteCount, insert);
  if (inPlace !== undefined) return inPlace;
  const [left, rest] = splitTree(root, position);
  const [, right] = splitTree(rest, deleteCount);
  return joinTrees(joinTrees(left, treeFromText(insert)), right);
}

/** The common case: the change lies in one chunk and leaves it of lawful length, so that only its path is copied. */
function replaceInChunk(
  node: TextNode,
  position: number,
  deleteCount: number,
  insert: string,
): TextNode | undefined {
  const growth = insert.length - deleteCount;
  let rest = position;
  let turn = 0;
  if (node.level > 0) {
    let child = itemAt(node.children, 0);
    while (rest > child.length) {
      rest -= child.length;
      turn += 1;
      child = itemAt(node.children, turn);
    }
    if (rest + deleteCount > child.length) return undefined;
    const changed = replaceInChunk(child, rest, deleteCount, insert);
    if (changed === undefined) return undefined;
    const children = node.children.slice();
    children[turn] = changed;
    return branchOf(node.level, children, node.length + growth);
  }
  if (node.chunks.length === 0) return undefined;
  let chunk = itemAt(node.chunks, 0);
  while (rest > chunk.length) {
    rest -= chunk.length;
    turn += 1;
    chunk = itemAt(node.chunks, turn);
  }
  const length = chunk.length + growth;
  const least = node.chunks.length === 1 ? 1 : MIN_CHUNK;
  if (rest + deleteCount > chunk.length || length > MAX_CHUNK || length < least) return undefined;
  const chunks = node.chunks.slice();
  chunks[turn] = flattened(chunk.slice(0, rest) + insert + chunk.slice(rest + deleteCount));
  return twigOf(chunks, node.length + growth);
}
