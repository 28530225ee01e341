import type { KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { keyPartOf } from '../../indexes/row-key.ts';
import type { Aggregate } from '../expression/query-node.ts';
import { ExactSum } from './exact-sum.ts';
import { ValueBag } from './value-bag.ts';

/** One aggregate of rows that come and go: equal, whatever came between, to that of the rows that are there. */
export interface Accumulator {
  add(row: Row): void;
  /** Takes out a row that was added. */
  remove(row: Row): void;
  readonly value: KeyPart;
}

export function createAccumulator(aggregate: Aggregate): Accumulator {
  switch (aggregate.kind) {
    case 'count':
      return new CountOfRows();
    case 'sum':
    case 'average':
      return new SumOfField(aggregate.field, aggregate.kind === 'average');
    default:
      return new EndOfField(aggregate.field, aggregate.kind);
  }
}

class CountOfRows implements Accumulator {
  value = 0;

  add(): void {
    this.value += 1;
  }

  remove(): void {
    this.value -= 1;
  }
}

class SumOfField implements Accumulator {
  readonly #field: string;
  readonly #isAverage: boolean;
  readonly #sum = new ExactSum();
  #count = 0;

  constructor(field: string, isAverage: boolean) {
    this.#field = field;
    this.#isAverage = isAverage;
  }

  get value(): KeyPart {
    if (!this.#isAverage) return this.#sum.value;
    return this.#count === 0 ? null : this.#sum.value / this.#count;
  }

  add(row: Row): void {
    const value = row[this.#field];
    if (typeof value !== 'number') return;
    this.#sum.add(value);
    this.#count += 1;
  }

  remove(row: Row): void {
    const value = row[this.#field];
    if (typeof value !== 'number') return;
    this.#sum.subtract(value);
    this.#count -= 1;
  }
}

class EndOfField implements Accumulator {
  readonly #field: string;
  readonly #end: 'min' | 'max';
  readonly #values = new ValueBag();

  constructor(field: string, end: 'min' | 'max') {
    this.#field = field;
    this.#end = end;
  }

  get value(): KeyPart {
    return this.#end === 'min' ? this.#values.first : this.#values.last;
  }

  add(row: Row): void {
    const value = keyPartOf(row, this.#field);
    if (value !== null) this.#values.add(value);
  }

  remove(row: Row): void {
    const value = keyPartOf(row, this.#field);
    if (value !== null) this.#values.remove(value);
  }
}
