/** Something with its place in the order in which all were taken, from 0 on. */
export interface Numbered {
  readonly number: number;
}

/**
 * The newest of what was taken, oldest first.
 *
 * Invariant: at most `most` of them, numbered without a gap.
 */
export class SnapshotRing<Snapshot extends Numbered> {
  readonly #most: number;
  readonly #kept: Snapshot[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(snapshot: Snapshot): void {
    this.#kept.push(snapshot);
    if (this.#kept.length > this.#most) this.#kept.shift();
  }

  get newest(): Snapshot | undefined {
    return this.#kept.at(-1);
  }

  /** Those after a number; all, where that one is not known. */
  after(number: number | undefined): readonly Snapshot[] {
    return number === undefined ? this.#kept : this.#kept.filter((each) => each.number > number);
  }
}
