import type { KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import type { Aggregates } from '../expression/query-node.ts';
import { type Accumulator, createAccumulator } from './accumulator.ts';

/** The fields of a group with its aggregates. A row too, so that groups are ordered as rows are. */
export type Summed = Readonly<Record<string, KeyPart>>;

/**
 * Several aggregates of the same rows.
 * Invariant: `value` is the same object until it would say something else.
 */
export class Sums {
  readonly #names: readonly string[];
  readonly #accumulators: readonly Accumulator[];
  readonly #fixed: Summed;
  #value: Summed | undefined;
  #rows = 0;

  /** `fixed` is part of the value; `last` is what the value was before everything is added anew. */
  constructor(aggregates: Aggregates, fixed: Summed, last?: Summed) {
    this.#names = Object.keys(aggregates);
    this.#accumulators = Object.values(aggregates).map(createAccumulator);
    this.#fixed = fixed;
    this.#value = last;
  }

  get rows(): number {
    return this.#rows;
  }

  get fixed(): Summed {
    return this.#fixed;
  }

  get value(): Summed {
    const values = this.#accumulators.map(({ value }) => value);
    const known = this.#value;
    if (known !== undefined && this.#names.every((name, at) => known[name] === values[at])) return known;
    const sums: Record<string, KeyPart> = { ...this.#fixed };
    this.#names.forEach((name, at) => {
      sums[name] = values[at] ?? null;
    });
    this.#value = sums;
    return sums;
  }

  add(row: Row): void {
    this.#rows += 1;
    for (const accumulator of this.#accumulators) accumulator.add(row);
  }

  remove(row: Row): void {
    this.#rows -= 1;
    for (const accumulator of this.#accumulators) accumulator.remove(row);
  }
}
