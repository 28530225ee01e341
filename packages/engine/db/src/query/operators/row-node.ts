import type { Row } from '@statehouse/ot';
import { idOf } from '../../index-keys.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { Pace } from './pace.ts';
import type { Step } from './step.ts';
import type { Holder } from './terminal.ts';

/** What one join puts into one row. */
export interface JoinPart {
  readonly value: unknown;
  /** Follows the row to what it refers to now. `isAnew`: everything is read anew. */
  show(row: Row, state: QuerySource, isAnew: boolean): void;
  release(): void;
}

/** A join as the rows of the level above use it. */
export interface JoinOperator {
  readonly name: string;
  attach(row: Row, holder: Holder, state: QuerySource): JoinPart;
}

/** A join of a level that is kept up to date. */
export interface StepJoin extends JoinOperator {
  step(step: Step): void;
}

/**
 * A row of a result with what its joins put into it.
 * Invariant: `value` is the same object until the row or what is joined to it changes.
 */
export class RowNode implements Holder {
  readonly holders = new Set<Holder>();
  readonly #pace: Pace;
  readonly #joins: readonly JoinOperator[];
  readonly #parts: readonly JoinPart[];
  #row: Row;
  /** The row that the value was made of. */
  #madeOf: Row | undefined;
  #epoch: number;
  #toldIn = -1;
  #value: Readonly<Record<string, unknown>> | undefined;
  #isStale = true;

  constructor(row: Row, joins: readonly JoinOperator[], pace: Pace, state: QuerySource) {
    this.#row = row;
    this.#joins = joins;
    this.#pace = pace;
    this.#epoch = pace.epoch;
    this.#parts = joins.map((join) => join.attach(row, this, state));
  }

  get value(): unknown {
    if (!this.#isStale && this.#value !== undefined) return this.#value;
    this.#isStale = false;
    const values = this.#parts.map((part) => part.value);
    const known = this.#value;
    const isSame =
      known !== undefined &&
      this.#madeOf === this.#row &&
      this.#joins.every(({ name }, at) => known[name] === values[at]);
    if (isSame) return known;
    const joined: Record<string, unknown> = { ...this.#row };
    this.#joins.forEach(({ name }, at) => {
      joined[name] = values[at];
    });
    this.#madeOf = this.#row;
    this.#value = joined;
    return joined;
  }

  /** Takes the row as it is in a state; once in an epoch everything joined to it is read anew. */
  show(row: Row, state: QuerySource): void {
    const isLate = this.#epoch !== this.#pace.epoch;
    if (row === this.#row && !isLate) return;
    this.#epoch = this.#pace.epoch;
    this.#row = row;
    for (const part of this.#parts) part.show(row, state, isLate);
    this.changed();
  }

  changed(): void {
    this.#isStale = true;
    if (this.#toldIn === this.#pace.step) return;
    this.#toldIn = this.#pace.step;
    for (const holder of this.holders) holder.changed();
  }

  release(): void {
    for (const part of this.#parts) part.release();
  }
}

/** The nodes of one level by id, each for as long as anything holds it: rows that occur twice are one object. */
export class NodePool {
  readonly #joins: readonly JoinOperator[];
  readonly #pace: Pace;
  readonly #nodes = new Map<string, RowNode>();

  constructor(joins: readonly JoinOperator[], pace: Pace) {
    this.#joins = joins;
    this.#pace = pace;
  }

  valueOf(row: Row): unknown {
    return this.#nodes.get(idOf(row))?.value;
  }

  /** Holds the row, as it is in a state. */
  show(row: Row, holder: Holder, state: QuerySource): void {
    const id = idOf(row);
    const known = this.#nodes.get(id);
    if (known !== undefined) {
      known.show(row, state);
      known.holders.add(holder);
      return;
    }
    const node = new RowNode(row, this.#joins, this.#pace, state);
    node.holders.add(holder);
    this.#nodes.set(id, node);
  }

  /** Holds it no longer. */
  hide(id: string, holder: Holder): void {
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    node.holders.delete(holder);
    if (node.holders.size > 0) return;
    this.#pace.atEnd(() => {
      if (node.holders.size > 0 || this.#nodes.get(id) !== node) return;
      this.#nodes.delete(id);
      node.release();
    });
  }
}
