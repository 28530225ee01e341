import { itemAt } from '../item-at.ts';
import { splitsPair } from './surrogates.ts';
import {
  branchOf,
  EMPTY_TREE,
  MAX_CHUNK,
  MAX_WIDTH,
  type TextNode,
  totalLength,
  twigOf,
} from './text-node.ts';

/** How full chunks and nodes are built: room for some insertions before the first split. */
const BUILT_CHUNK = 576;
const BUILT_WIDTH = 18;

/** Keeps the read below alive: an optimising compiler drops a read whose result nobody takes. */
const sink = { unit: 0 };

/**
 * The same text as one flat string of its own. V8 makes a concatenation a pair of pointers, and a slice a pointer into
 * its parent, which it keeps in memory; reading a unit of a concatenation makes it flat and lets go of the parts.
 */
export function flattened(concatenation: string): string {
  sink.unit = concatenation.charCodeAt(0);
  return concatenation;
}

/** The units `from <= index < to` as a string of its own, that keeps nothing of `text` in memory. */
export function copyOf(text: string, from: number, to: number): string {
  const middle = (from + to) >>> 1;
  return flattened(text.slice(from, middle) + text.slice(middle, to));
}

/** V8 copies shorter strings instead of pointing into their parents. */
const SHORTEST_SLICE = 13;

/** The same text, not keeping in memory a longer string that it may be a slice of. */
export function released(text: string): string {
  return text.length < SHORTEST_SLICE ? text : copyOf(text, 0, text.length);
}

/** A balanced tree over a text of any length, bottom up. O(n). */
export function treeFromText(text: string): TextNode {
  if (text.length === 0) return EMPTY_TREE;
  return treeFromChunks(chunksFromText(text));
}

/** Cuts a text into chunks of nearly equal length, off the middle of surrogate pairs. Each is a copy. */
export function chunksFromText(text: string): string[] {
  if (text.length <= MAX_CHUNK) return [copyOf(text, 0, text.length)];
  const runs = Math.ceil(text.length / BUILT_CHUNK);
  const chunks: string[] = [];
  let start = 0;
  for (let run = 1; run <= runs; run += 1) {
    const even = Math.floor((run * text.length) / runs);
    const end = splitsPair(text, even) ? even + 1 : even;
    chunks.push(copyOf(text, start, end));
    start = end;
  }
  return chunks;
}

/** A balanced tree over chunks of lawful length. */
export function treeFromChunks(chunks: readonly string[]): TextNode {
  let nodes = evenRuns(chunks).map((run) => twigOf(run, totalLength(run)));
  for (let level = 1; nodes.length > 1; level += 1) {
    nodes = evenRuns(nodes).map((run) => branchOf(level, run, totalLength(run)));
  }
  return itemAt(nodes, 0);
}

/** Cuts a list into runs of nearly equal length; one run where one node can hold all. */
function evenRuns<Item>(items: readonly Item[]): Item[][] {
  const runs = items.length <= MAX_WIDTH ? 1 : Math.ceil(items.length / BUILT_WIDTH);
  return Array.from({ length: runs }, (_, run) =>
    items.slice(Math.floor((run * items.length) / runs), Math.floor(((run + 1) * items.length) / runs)),
  );
}
