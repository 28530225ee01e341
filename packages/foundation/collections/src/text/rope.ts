import { assert } from '@statehouse/kernel';
import type { PersistentText, TextSplice } from './persistent-text.ts';
import { released, treeFromText } from './text-build.ts';
import { diffTextTrees } from './text-diff.ts';
import { chunksOf, EMPTY_TREE, sliceOf, type TextNode, unitAt } from './text-node.ts';
import { replaceInTree } from './text-replace.ts';

/** How long the text of a run may grow before it goes into the tree. */
const MAX_RUN = 64;

/**
 * A persistent text: a balanced tree of pieces, and one **run** laid over it, the edits since the last one that stood
 * somewhere else. The text is that of the tree with the `removed` units at `at` replaced by `inserted`.
 *
 * People type forward and erase backward, so most edits touch the run: they cost one small object and no copy of a
 * path. The text of a value never changes; {@link settled} only moves its run into its tree.
 */
export class Rope implements PersistentText {
  readonly length: number;
  #tree: TextNode;
  #at: number;
  #removed: number;
  #inserted: string;
  #whole: string | undefined = undefined;

  constructor(tree: TextNode, at: number, removed: number, inserted: string) {
    this.length = tree.length - removed + inserted.length;
    this.#tree = tree;
    this.#at = at;
    this.#removed = removed;
    this.#inserted = inserted;
  }

  splice(position: number, deleteCount: number, insert: string): PersistentText {
    const end = position + deleteCount;
    assert(
      position >= 0 && deleteCount >= 0 && end <= this.length,
      () => `splice(${position}, ${deleteCount}) is outside a text of ${this.length} units`,
    );
    if (deleteCount === insert.length && (deleteCount === 0 || this.slice(position, end) === insert))
      return this;
    if (insert === '' && deleteCount === this.length) return EMPTY;
    const at = this.#at;
    const inserted = this.#inserted;
    const runEnd = at + inserted.length;
    if (position > runEnd || end < at || insert.length > MAX_RUN)
      return this.#startRun(position, deleteCount, insert);
    let run = released(insert);
    if (position > at) run = (position === runEnd ? inserted : inserted.slice(0, position - at)) + run;
    if (end < runEnd) run += inserted.slice(end - at);
    if (run.length > MAX_RUN) return this.#startRun(position, deleteCount, insert);
    const before = position < at ? at - position : 0;
    const after = end > runEnd ? end - runEnd : 0;
    return new Rope(this.#tree, at - before, this.#removed + before + after, run);
  }

  slice(from = 0, to = this.length): string {
    const low = Math.max(0, from);
    const high = Math.min(this.length, to);
    if (low >= high) return '';
    const at = this.#at;
    const runEnd = at + this.#inserted.length;
    if (low >= at && high <= runEnd) return this.#inserted.slice(low - at, high - at);
    const shift = this.#removed - this.#inserted.length;
    if (high <= at) return sliceOf(this.#tree, low, high);
    if (low >= runEnd) return sliceOf(this.#tree, low + shift, high + shift);
    return (
      sliceOf(this.#tree, low, at) +
      this.#inserted.slice(Math.max(0, low - at), high - at) +
      sliceOf(this.#tree, Math.max(low, runEnd) + shift, high + shift)
    );
  }

  charCodeAt(index: number): number {
    if (!(index >= 0 && index < this.length)) return Number.NaN;
    const offset = index - this.#at;
    if (offset < 0) return unitAt(this.#tree, index);
    const run = this.#inserted;
    return offset < run.length
      ? run.charCodeAt(offset)
      : unitAt(this.#tree, index + this.#removed - run.length);
  }

  chunks(): Iterable<string> {
    const tree = this.settled();
    return { [Symbol.iterator]: () => chunksOf(tree) };
  }

  toString(): string {
    this.#whole ??= this.slice();
    return this.#whole;
  }

  /** The whole text as a tree; the run is laid into it once. */
  settled(): TextNode {
    if (this.#removed > 0 || this.#inserted.length > 0) {
      this.#tree = replaceInTree(this.#tree, this.#at, this.#removed, this.#inserted);
      this.#removed = 0;
      this.#inserted = '';
    }
    return this.#tree;
  }

  #startRun(position: number, deleteCount: number, insert: string): PersistentText {
    const tree = this.settled();
    if (insert.length <= MAX_RUN) return new Rope(tree, position, deleteCount, released(insert));
    return new Rope(replaceInTree(tree, position, deleteCount, insert), 0, 0, '');
  }
}

const EMPTY: PersistentText = new Rope(EMPTY_TREE, 0, 0, '');

/** The text without a character; always the same object. */
export function emptyText(): PersistentText {
  return EMPTY;
}

/** A text of any length. It keeps nothing of the string that it is given. O(n). */
export function textFrom(text: string): PersistentText {
  return text.length === 0 ? EMPTY : new Rope(treeFromText(text), 0, 0, '');
}

/**
 * How `before` became `after`: splices in ascending order, apart from each other, with positions in `before`; none of
 * their ends lies inside a surrogate pair of either text. Pieces that both share are skipped unread.
 */
export function diffTexts(before: PersistentText, after: PersistentText): readonly TextSplice[] {
  if (before === after) return [];
  assert(before instanceof Rope && after instanceof Rope, () => 'a text of another make');
  return diffTextTrees(before.settled(), after.settled());
}
