/** Something for each of some entities, in no certain order. Two levels, so that no key is put together on each look. */
export class EntityMap<Value> {
  readonly #tables = new Map<string, Map<string, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(table: string, id: string): Value | undefined {
    return this.#tables.get(table)?.get(id);
  }

  set(table: string, id: string, value: Value): void {
    let ids = this.#tables.get(table);
    if (ids === undefined) {
      ids = new Map();
      this.#tables.set(table, ids);
    }
    const before = ids.size;
    ids.set(id, value);
    this.#size += ids.size - before;
  }

  delete(table: string, id: string): void {
    if (this.#tables.get(table)?.delete(id) === true) this.#size -= 1;
  }

  clear(): void {
    this.#tables.clear();
    this.#size = 0;
  }

  *values(): Iterable<Value> {
    for (const ids of this.#tables.values()) yield* ids.values();
  }
}
