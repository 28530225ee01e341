/** What stands in a {@link Recency}. The links are its own. */
export interface Recent<Item> {
  newer: Item | undefined;
  older: Item | undefined;
}

/**
 * Items in the order in which they were used last.
 * Invariant: each item in it stands once, and the links lead from the newest to the oldest and back.
 */
export class Recency<Item extends Recent<Item>> {
  #newest: Item | undefined;
  #oldest: Item | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get oldest(): Item | undefined {
    return this.#oldest;
  }

  add(item: Item): void {
    item.newer = undefined;
    item.older = this.#newest;
    if (this.#newest !== undefined) this.#newest.newer = item;
    this.#newest = item;
    this.#oldest ??= item;
    this.#size += 1;
  }

  /** An item that is in it was used. */
  use(item: Item): void {
    if (this.#newest === item) return;
    this.remove(item);
    this.add(item);
  }

  /** Takes out an item that is in it. */
  remove(item: Item): void {
    const { newer, older } = item;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    item.newer = undefined;
    item.older = undefined;
    this.#size -= 1;
  }

  /** From the oldest on; an item may be taken out while it is visited. */
  *[Symbol.iterator](): Iterator<Item> {
    let item = this.#oldest;
    while (item !== undefined) {
      const { newer } = item;
      yield item;
      item = newer;
    }
  }
}
