import { itemAt } from '../item-at.ts';
import type { MapNode } from './map-node.ts';
import { type LeafSpan, leafSpans } from './map-range.ts';
import type { KeyRange } from './persistent-map.ts';

/** What a walk yields of each entry of a leaf. */
export type Pick<Value, Item> = (leaf: MapNode<Value>, index: number) => Item;

/** The entries of a range, or a part of each, in order; can be walked any number of times. */
export function walkOf<Value, Item>(
  root: MapNode<Value>,
  bounds: KeyRange,
  pick: Pick<Value, Item>,
): Iterable<Item> {
  return { [Symbol.iterator]: () => new Walk(leafSpans(root, bounds), bounds.reverse === true, pick) };
}

/** An iterator by hand: tables are walked whole, and a generator costs several times as much for each entry. */
class Walk<Value, Item> implements Iterator<Item, undefined> {
  readonly #spans: Iterator<LeafSpan<Value>, void>;
  readonly #reverse: boolean;
  readonly #pick: Pick<Value, Item>;
  #leaf: MapNode<Value> | undefined = undefined;
  #index = 0;
  #left = 0;

  constructor(spans: Iterator<LeafSpan<Value>, void>, reverse: boolean, pick: Pick<Value, Item>) {
    this.#spans = spans;
    this.#reverse = reverse;
    this.#pick = pick;
  }

  next(): IteratorResult<Item, undefined> {
    if (this.#left === 0) this.#enterNextLeaf();
    if (this.#leaf === undefined) return { value: undefined, done: true };
    const index = this.#index;
    this.#left -= 1;
    this.#index = this.#reverse ? index - 1 : index + 1;
    return { value: this.#pick(this.#leaf, index), done: false };
  }

  #enterNextLeaf(): void {
    const next = this.#spans.next();
    if (next.done === true) {
      this.#leaf = undefined;
      return;
    }
    const { leaf, start, end } = next.value;
    this.#leaf = leaf;
    this.#left = end - start;
    this.#index = this.#reverse ? end - 1 : start;
  }
}

/** Picks the key. */
export function keyAt(leaf: MapNode<unknown>, index: number): string {
  return itemAt(leaf.keys, index);
}

/** Picks the value. */
export function valueAt<Value>(leaf: MapNode<Value>, index: number): Value {
  // A value may be undefined where the map's type allows it, so there is nothing to check it against.
  return leaf.values[index] as Value;
}

/** Picks key and value. */
export function entryAt<Value>(leaf: MapNode<Value>, index: number): readonly [string, Value] {
  return [keyAt(leaf, index), valueAt(leaf, index)];
}
