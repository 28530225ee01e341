import type { Snapshot } from '../snapshot.ts';
import type { Computation } from './computation.ts';
import type { Recent } from './recency.ts';
import type { Asked } from './step.ts';

/** What answers for a cell. */
export interface CellOwner {
  answer(cell: DerivedCell, snapshot: Snapshot): Computation;
}

/** The answers of a selector for some arguments, over the snapshots of one document. */
export class DerivedCell implements Asked, Recent<DerivedCell> {
  newer: DerivedCell | undefined;
  older: DerivedCell | undefined;
  readonly key: unknown;
  readonly origin: number;
  readonly args: readonly unknown[];
  /** The answer for the latest snapshot that was asked about. */
  present: Computation | undefined;
  /** Answers for earlier ones, the latest first. */
  past: readonly Computation[] = [];
  isComputing = false;
  /** Whether the cache finds it. One that was put out lives on where another selector has read it. */
  isKept = false;
  /** Since the cache was compressed last. */
  isUsed = true;
  isPacked = false;
  readonly #owner: CellOwner;

  constructor(owner: CellOwner, origin: number, key: unknown, args: readonly unknown[]) {
    this.#owner = owner;
    this.origin = origin;
    this.key = key;
    this.args = args;
  }

  isOf(owner: CellOwner, origin: number, key: unknown): boolean {
    return this.#owner === owner && this.origin === origin && this.key === key;
  }

  at(snapshot: Snapshot): Computation {
    return this.#owner.answer(this, snapshot);
  }
}
