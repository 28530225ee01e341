import { type IndexNode, spotAt } from './index-node.ts';

/** The entries of ranks `start <= rank < end`, in order or in reverse; can be walked any number of times. */
export function entriesBetween(
  root: IndexNode,
  start: number,
  end: number,
  reverse: boolean,
): Iterable<number> {
  return { [Symbol.iterator]: () => new IndexWalk(root, start, end, reverse) };
}

/** An iterator by hand: a generator costs several times as much for each entry. */
class IndexWalk implements Iterator<number, undefined> {
  readonly #root: IndexNode;
  readonly #reverse: boolean;
  #start: number;
  #end: number;
  #entries: readonly number[] = [];
  #row = 0;
  #leftInLeaf = 0;

  constructor(root: IndexNode, start: number, end: number, reverse: boolean) {
    this.#root = root;
    this.#reverse = reverse;
    this.#start = start;
    this.#end = end;
  }

  next(): IteratorResult<number, undefined> {
    if (this.#leftInLeaf === 0 && !this.#enterNextLeaf()) return { value: undefined, done: true };
    const value = this.#entries[this.#row] ?? 0;
    this.#row += this.#reverse ? -1 : 1;
    this.#leftInLeaf -= 1;
    return { value, done: false };
  }

  #enterNextLeaf(): boolean {
    const left = this.#end - this.#start;
    if (left <= 0) return false;
    const { leaf, row } = spotAt(this.#root, this.#reverse ? this.#end - 1 : this.#start);
    this.#entries = leaf.entries;
    this.#row = row;
    this.#leftInLeaf = Math.min(left, this.#reverse ? row + 1 : leaf.entries.length - row);
    if (this.#reverse) this.#end -= this.#leftInLeaf;
    else this.#start += this.#leftInLeaf;
    return true;
  }
}
