const MAX_CHUNK = 512;

/**
 * A list kept in order, for results of any size: O(log n) to find a place, and a move within one chunk to use it.
 * Invariant: no chunk is empty or larger than the maximum, and no two items are equal.
 */
export class SortedList<Item> {
  readonly #compare: (a: Item, b: Item) => number;
  #chunks: Item[][] = [];
  #size = 0;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  get first(): Item | undefined {
    return this.#chunks[0]?.[0];
  }

  get last(): Item | undefined {
    return this.#chunks.at(-1)?.at(-1);
  }

  /** Takes these items in place of all; they need not be in order, and are the list's from now on. */
  fill(items: Item[]): void {
    items.sort(this.#compare);
    this.#chunks = [];
    for (let at = 0; at < items.length; at += MAX_CHUNK / 2)
      this.#chunks.push(items.slice(at, at + MAX_CHUNK / 2));
    this.#size = items.length;
  }

  /** Puts an item in that is not there. */
  add(item: Item): void {
    const at = Math.min(this.#chunkOf(item), this.#chunks.length - 1);
    const chunk = this.#chunks[at];
    this.#size += 1;
    if (chunk === undefined) {
      this.#chunks.push([item]);
      return;
    }
    chunk.splice(this.#placeIn(chunk, item), 0, item);
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK / 2));
  }

  /** Takes out the item at the same place. @returns whether there was one */
  remove(item: Item): boolean {
    const at = this.#chunkOf(item);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return false;
    const place = this.#placeIn(chunk, item);
    const found = chunk[place];
    if (found === undefined || this.#compare(found, item) !== 0) return false;
    chunk.splice(place, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
    this.#size -= 1;
    return true;
  }

  /** Takes out the last item. */
  pop(): Item | undefined {
    const chunk = this.#chunks.at(-1);
    const item = chunk?.pop();
    if (chunk?.length === 0) this.#chunks.pop();
    if (item !== undefined) this.#size -= 1;
    return item;
  }

  /** The items from one place up to another. O(how many). */
  slice(from: number, to: number): Item[] {
    const items: Item[] = [];
    let start = 0;
    for (const chunk of this.#chunks) {
      const end = start + chunk.length;
      if (start >= to) break;
      if (from <= start && end <= to) items.push(...chunk);
      else if (end > from) items.push(...chunk.slice(Math.max(0, from - start), to - start));
      start = end;
    }
    return items;
  }

  /** The first chunk whose last item does not stand before this one. */
  #chunkOf(item: Item): number {
    return firstPlace(this.#chunks, (chunk) => {
      const last = chunk.at(-1);
      return last !== undefined && this.#compare(last, item) < 0;
    });
  }

  /** The place of the first item in a chunk that does not stand before this one. */
  #placeIn(chunk: readonly Item[], item: Item): number {
    return firstPlace(chunk, (other) => this.#compare(other, item) < 0);
  }
}

/** How many items at the beginning stand before something, if all others do not. */
export function firstPlace<Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
