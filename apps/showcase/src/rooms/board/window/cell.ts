/** A value that changes and says so: what the view keeps outside of React, because it changes with every pointer move. */
export class Cell<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Hears of each change. Always the same function, so that React need not subscribe anew. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** Values by key, each with listeners of its own: a change costs those who look at that key. */
export class CellMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #all = new Set<(key: string) => void>();

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  entries(): Iterable<readonly [string, Value]> {
    return this.#values.entries();
  }

  keys(): Iterable<string> {
    return this.#values.keys();
  }

  set(key: string, value: Value): void {
    if (this.#values.has(key) && Object.is(this.#values.get(key), value)) return;
    this.#values.set(key, value);
    this.#tell(key);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#tell(key);
  }

  /** Makes these the values, and tells only of what is another one than before. */
  replace(values: ReadonlyMap<string, Value>): void {
    for (const key of [...this.#values.keys()]) if (!values.has(key)) this.delete(key);
    for (const [key, value] of values) this.set(key, value);
  }

  subscribeTo(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set<() => void>();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  /** Hears of every change, and of which key. */
  readonly subscribe = (listener: (key: string) => void): (() => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };

  #tell(key: string): void {
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
    for (const listener of [...this.#all]) listener(key);
  }
}
