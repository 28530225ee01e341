import { expect, test } from 'vitest';
import { treeFromText } from './text-build.ts';
import { diffTextTrees } from './text-diff.ts';
import type { TextNode } from './text-node.ts';
import { replaceInTree } from './text-replace.ts';

const text = Array.from({ length: 100_000 }, (_, index) => `line ${index}\n`).join('');
const tree = treeFromText(text);

/** The same tree, in which the nodes that are opened are collected. Nodes that two trees share stay shared. */
function watching(opened: Set<TextNode>): (node: TextNode) => TextNode {
  const watched = new Map<TextNode, TextNode>();
  const watch = (node: TextNode): TextNode => {
    let copy = watched.get(node);
    if (copy === undefined) {
      let children: TextNode[] | undefined;
      copy = {
        level: node.level,
        length: node.length,
        get chunks() {
          opened.add(node);
          return node.chunks;
        },
        get children() {
          if (node.level > 0) opened.add(node);
          children ??= node.children.map(watch);
          return children;
        },
      };
      watched.set(node, copy);
    }
    return copy;
  };
  return watch;
}

test('a difference opens only the nodes on the way to it', () => {
  const opened = new Set<TextNode>();
  const watch = watching(opened);
  const after = replaceInTree(replaceInTree(tree, 1_000_000, 4, 'NEW'), 300_000, 0, 'more');
  expect(diffTextTrees(watch(tree), watch(after))).toEqual([
    { position: 300_000, removed: '', inserted: 'more' },
    { position: 1_000_000, removed: text.slice(1_000_000, 1_000_004), inserted: 'NEW' },
  ]);
  expect(opened.size).toBeLessThanOrEqual(4 * (tree.level + 1) + 4);
});

test('a tree that grew or shrank by a level still shares its pieces', () => {
  const paste = 'pasted '.repeat(1_000_000);
  const grown = replaceInTree(tree, 500_000, 0, paste);
  expect(grown.level).toBeGreaterThan(tree.level);
  expect(diffTextTrees(tree, grown)).toEqual([{ position: 500_000, removed: '', inserted: paste }]);
  expect(diffTextTrees(grown, tree)).toEqual([{ position: 500_000, removed: paste, inserted: '' }]);
});

test('a difference that ends between the halves of pairs takes in the whole pairs', () => {
  const before = treeFromText('one \u{1f600} two \u{1f601} three');
  expect(diffTextTrees(before, treeFromText('one \u{1f601} two \u{1f64f} three'))).toEqual([
    { position: 4, removed: '\u{1f600}', inserted: '\u{1f601}' },
    { position: 11, removed: '\u{1f601}', inserted: '\u{1f64f}' },
  ]);
  expect(diffTextTrees(before, treeFromText('one \u{1f600}\u{1f600} two \u{1f601} three'))).toEqual([
    { position: 6, removed: '', inserted: '\u{1f600}' },
  ]);
});

test('a half of a pair that came or went alone takes the pair along', () => {
  const whole = treeFromText('x\u{1f600}');
  expect(diffTextTrees(whole, treeFromText('x\ud83d'))).toEqual([
    { position: 1, removed: '\u{1f600}', inserted: '\ud83d' },
  ]);
  expect(diffTextTrees(treeFromText('x\ud83d'), whole)).toEqual([
    { position: 1, removed: '\ud83d', inserted: '\u{1f600}' },
  ]);
  expect(diffTextTrees(whole, treeFromText('x\ude00'))).toEqual([
    { position: 1, removed: '\u{1f600}', inserted: '\ude00' },
  ]);
});
