import type { Source } from './source.ts';

/** What a reading is made of. */
export interface Reading<Value> {
  /** Builds the value, anew at each call. */
  readonly build: () => Value;
  readonly listen: (changed: () => void) => () => void;
  /** The value that goes on: `before` wherever it still says the same. */
  readonly keep: (before: Value, now: Value) => Value;
}

/**
 * A source made of something that builds its answer anew at each reading, shared by all that read it.
 * Invariant: while somebody listens, the value is built at most once after each change, and it is another object only
 * if it says something else; it listens itself only while somebody listens to it.
 */
export class KeptReading<Value> implements Source<Value> {
  readonly #reading: Reading<Value>;
  readonly #listeners = new Set<() => void>();
  #stop: (() => void) | undefined;
  #last: { readonly value: Value } | undefined;
  #isFresh = false;

  constructor(reading: Reading<Value>) {
    this.#reading = reading;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    const own = (): void => changed();
    this.#listeners.add(own);
    this.#stop ??= this.#reading.listen(this.changed);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
      this.#isFresh = false;
    };
  };

  readonly read = (): Value => {
    if (this.#last !== undefined && this.#isFresh) return this.#last.value;
    const now = this.#reading.build();
    const value = this.#last === undefined ? now : this.#reading.keep(this.#last.value, now);
    this.#last = { value };
    this.#isFresh = this.#stop !== undefined;
    return value;
  };

  readonly readForPage = this.read;

  /** Something may have changed. */
  readonly changed = (): void => {
    this.#isFresh = false;
    for (const listener of [...this.#listeners]) listener();
  };
}

/** The reading of each owner, made when it is first asked for. */
export function readingOf<Owner extends object, Value>(
  readings: WeakMap<Owner, KeptReading<Value>>,
  owner: Owner,
  make: () => Reading<Value>,
): KeptReading<Value> {
  const known = readings.get(owner) ?? new KeptReading(make());
  readings.set(owner, known);
  return known;
}
