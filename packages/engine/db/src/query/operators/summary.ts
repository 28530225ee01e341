import type { Row } from '@statehouse/ot';
import type { Aggregates, Output } from '../expression/query-node.ts';
import { Groups, type GroupWindow } from './groups.ts';
import { Sums } from './sums.ts';

/** What rows that come and go are summed up to. */
export interface Summary {
  /** As of the last `settle`; the same object until it changes. */
  readonly value: unknown;
  add(row: Row): void;
  /** Takes out a row that was added. */
  remove(row: Row): void;
  /** Takes out all, to be added anew. */
  clear(): void;
  /** Takes account of what came and went. @returns whether the value may be another */
  settle(): boolean;
}

/** An output that is not rows. */
export type SummaryOutput = Exclude<Output, { readonly kind: 'rows' } | { readonly kind: 'first' }>;

/** Makes the summary of an output. */
export function createSummary(output: SummaryOutput, window: GroupWindow): Summary {
  if (output.kind === 'groups') return new Groups(output.by, output.aggregates, window);
  return output.kind === 'totals'
    ? new Totals(output.aggregates)
    : new Totals({ only: output.aggregate }, 'only');
}

/** Aggregates of all rows: an object of them, or one alone. */
class Totals implements Summary {
  readonly #aggregates: Aggregates;
  readonly #only: string | undefined;
  #sums: Sums;
  #value: Sums['value'];

  constructor(aggregates: Aggregates, only?: string) {
    this.#aggregates = aggregates;
    this.#only = only;
    this.#sums = new Sums(aggregates, {});
    this.#value = this.#sums.value;
  }

  get value(): unknown {
    return this.#only === undefined ? this.#value : this.#value[this.#only];
  }

  add(row: Row): void {
    this.#sums.add(row);
  }

  remove(row: Row): void {
    this.#sums.remove(row);
  }

  clear(): void {
    this.#sums = new Sums(this.#aggregates, {}, this.#value);
  }

  settle(): boolean {
    const before = this.#value;
    this.#value = this.#sums.value;
    return this.#value !== before;
  }
}
