import { Stopwatch } from '../contest/stopwatch.ts';

/** Hands out a list in stretches, going on where the last left off and beginning again at the end. */
export class Stretches<Item> {
  readonly #items: readonly Item[];
  readonly #stopwatch = new Stopwatch();
  #next = 0;

  constructor(items: readonly Item[]) {
    this.#items = items;
  }

  /** Does `timed` for so many items, and `after` each stretch off the clock. @returns the milliseconds of `timed`. */
  async each(
    count: number,
    timed: (items: readonly Item[], start: number, end: number) => unknown,
    after?: (start: number, end: number) => unknown,
  ): Promise<number> {
    let elapsedMs = 0;
    for (let left = count; left > 0; ) {
      const start = this.#next;
      const end = Math.min(start + left, this.#items.length);
      this.#stopwatch.start();
      const done = timed(this.#items, start, end);
      if (done instanceof Promise) await done;
      elapsedMs += this.#stopwatch.stop();
      const restored = after?.(start, end);
      if (restored instanceof Promise) await restored;
      left -= end - start;
      this.#next = end === this.#items.length ? 0 : end;
    }
    return elapsedMs;
  }
}
