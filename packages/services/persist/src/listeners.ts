import type { Timers } from '@statehouse/kernel';

/**
 * Those who want to hear of something. Whoever throws keeps nobody else from hearing, and nothing from going on: what he
 * threw is thrown again in a turn of its own.
 */
export class Listeners<Value> {
  readonly #timers: Timers;
  readonly #listeners = new Set<(value: Value) => void>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Answers with the way to hear no more. */
  add(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get size(): number {
    return this.#listeners.size;
  }

  tell(value: Value): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#timers.after(0, () => {
          throw error;
        });
      }
    }
  }
}
