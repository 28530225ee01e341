import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';

/** Decisions by chance: the same seed, the same decisions. */
export class Choices {
  readonly #random: ReturnType<typeof seededRandom>;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return drawInt(this.#random, below);
  }

  one<Item>(items: readonly Item[]): Item {
    return drawOne(this.#random, items);
  }

  /** True once in so many times. */
  once(inTimes: number): boolean {
    return this.below(inTimes) === 0;
  }

  /** Each of the items once in so many times. */
  some<Item>(items: readonly Item[], inTimes = 2): Item[] {
    return items.filter(() => this.once(inTimes));
  }

  list<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}
