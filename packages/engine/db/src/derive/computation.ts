import type { Snapshot } from '../snapshot.ts';
import { estimatedBytes } from './estimated-bytes.ts';
import type { Outcome } from './outcome.ts';
import { givenObjects, type ReadLog } from './read-log.ts';
import { Roots } from './roots.ts';
import type { Answer, Step } from './step.ts';
import type { TableReads } from './table-reads.ts';

/** About what each takes on the engines of today. */
const BYTES_OF_COMPUTATION = 250;
const BYTES_OF_READ = 24;
const BYTES_OF_STEP = 150;

/**
 * What a selector came to for some arguments, and what it read for that.
 * Invariant: it is what computing would answer in the snapshot of `checkedAt`.
 */
export class Computation implements Answer {
  readonly outcome: Outcome;
  readonly depth: number;
  #tables: readonly TableReads[];
  #steps: readonly Step[];
  readonly #isBound: boolean;
  #roots: Roots | undefined;
  #checkedAt: number;
  /** An earlier snapshot in which it was found to hold as well. */
  #heldAt = 0;
  #isPacked = false;
  #bytes: number | undefined;

  constructor(outcome: Outcome, log: ReadLog, snapshot: Snapshot) {
    this.outcome = outcome;
    this.depth = log.depth;
    this.#tables = log.tables;
    this.#steps = log.steps;
    this.#isBound = log.isBound;
    this.#checkedAt = snapshot.serial;
    this.#roots = this.#rootsIn(snapshot);
    // Of a whole table only the snapshot knows what belongs to it.
    if (log.isCoarse) this.#bytes = this.#estimate((object) => log.isGiven(object));
  }

  /** The serial of the latest snapshot in which it is known to hold. */
  get checkedAt(): number {
    return this.#checkedAt;
  }

  get roots(): Roots | undefined {
    return this.#roots;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** What it takes, about, beside the objects of the snapshot. */
  get bytes(): number {
    if (this.#bytes === undefined) {
      const given = givenObjects(this.#tables, this.#steps);
      this.#bytes = this.#estimate((object) => given.has(object));
    }
    return this.#bytes;
  }

  /** Whether it holds in another state too. `isPast`: only to look back, from where it will not go on. */
  holds(snapshot: Snapshot, isPast: boolean): boolean {
    if (snapshot.serial === this.#checkedAt || snapshot.serial === this.#heldAt) return true;
    if (this.#roots?.hold(snapshot) !== true) {
      if (this.#isBound || this.#isPacked) return false;
      for (const reads of this.#tables) if (!reads.holds(snapshot.stateOf(reads.table))) return false;
      for (const step of this.#steps) if (!step.holds(snapshot, isPast)) return false;
      if (!isPast) this.#confirm(snapshot);
    }
    if (isPast) this.#heldAt = snapshot.serial;
    else this.#checkedAt = snapshot.serial;
    return true;
  }

  /** Lets go of what only serves to follow the present quickly. */
  retire(): void {
    for (const step of this.#steps) step.pack();
  }

  /** Keeps the answer and the tables that it depends on, and forgets what it read of them. */
  pack(): void {
    this.retire();
    if (this.#roots === undefined) return;
    this.#bytes = this.bytes - this.#bytesOfReads();
    this.#tables = [];
    this.#steps = [];
    this.#isPacked = true;
  }

  #estimate(isGiven: (object: object) => boolean): number {
    return BYTES_OF_COMPUTATION + estimatedBytes(this.outcome, isGiven) + this.#bytesOfReads();
  }

  #bytesOfReads(): number {
    const reads = this.#tables.reduce((sum, { count }) => sum + count, 0);
    return reads * BYTES_OF_READ + this.#steps.length * BYTES_OF_STEP;
  }

  #confirm(snapshot: Snapshot): void {
    for (const reads of this.#tables) reads.confirm(snapshot.stateOf(reads.table));
    this.#roots = this.#rootsIn(snapshot);
  }

  #rootsIn(snapshot: Snapshot): Roots | undefined {
    if (this.#isBound) return undefined;
    const roots = new Roots();
    for (const { table } of this.#tables) roots.add(table, snapshot.stateOf(table).revision);
    for (const step of this.#steps) {
      if (step.roots === undefined) return undefined;
      for (const table of step.roots.tables) roots.add(table, snapshot.stateOf(table).revision);
    }
    return roots;
  }
}
