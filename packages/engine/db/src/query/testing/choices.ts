/**
 * Decisions taken from a list of numbers: the same list, the same decisions, and each becomes the first of its kind
 * where the list is over, so that a shorter list means something simpler.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    const number = this.#numbers[this.#at] ?? 0;
    this.#at += 1;
    return number % below;
  }

  one<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }

  /** True once in so many times, and never where the list is over. */
  once(inTimes: number): boolean {
    return this.below(inTimes) === inTimes - 1;
  }

  some<Item>(items: readonly Item[], inTimes = 2): Item[] {
    return items.filter(() => this.once(inTimes));
  }

  list<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}
