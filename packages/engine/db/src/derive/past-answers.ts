import type { Snapshot } from '../snapshot.ts';
import type { Computation } from './computation.ts';
import type { DerivedCell } from './derived-cell.ts';

/**
 * Answers that are no longer those of the present, kept so that going back finds them.
 * Invariant: there are at most as many as the limit, and each stands in the list of its cell.
 */
export class PastAnswers {
  readonly #limit: number;
  /** From the one that was used longest ago. */
  readonly #cells = new Map<Computation, DerivedCell>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#cells.size;
  }

  add(cell: DerivedCell, computation: Computation): void {
    if (this.#limit === 0) return;
    computation.retire();
    this.#cells.set(computation, cell);
    cell.past = [computation, ...cell.past];
    for (const [oldest, its] of this.#cells) {
      if (this.#cells.size <= this.#limit) return;
      this.#cells.delete(oldest);
      its.past = its.past.filter((kept) => kept !== oldest);
    }
  }

  /** The answer for a snapshot; undefined if none of those that are kept holds there. */
  find(cell: DerivedCell, snapshot: Snapshot): Computation | undefined {
    const found =
      cell.past.find(({ checkedAt }) => checkedAt === snapshot.serial) ??
      cell.past.find((computation) => computation.holds(snapshot, false));
    if (found !== undefined) {
      this.#cells.delete(found);
      this.#cells.set(found, cell);
    }
    return found;
  }

  forget(cell: DerivedCell): void {
    for (const computation of cell.past) this.#cells.delete(computation);
    cell.past = [];
  }

  clear(): void {
    for (const cell of new Set(this.#cells.values())) this.forget(cell);
  }

  [Symbol.iterator](): Iterator<Computation> {
    return this.#cells.keys();
  }
}
