import type { Row } from '@statehouse/ot';
import { idOf } from '../../index-keys.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { CompareRows } from '../plan/row-order.ts';
import type { Pace } from './pace.ts';
import type { NodePool } from './row-node.ts';
import type { Delta } from './selected-rows.ts';
import type { Selection } from './selection.ts';
import { SortedList } from './sorted-list.ts';
import { type Holder, keptList, type Terminal } from './terminal.ts';

/** What the windows of one level have in common. */
export interface WindowPlan {
  readonly selection: Selection;
  readonly compare: CompareRows;
  readonly offset: number;
  /** Null: all rows. */
  readonly limit: number | null;
  /** Answers with the first row alone, or null. */
  readonly isFirst: boolean;
  /** What makes values of rows; undefined: they are the rows themselves. */
  readonly pool: NodePool | undefined;
  readonly pace: Pace;
}

/**
 * Rows in order, from an offset up to a limit.
 * Invariant: the list has every selected row up to the bound, in order, and none behind it; without a bound it has
 * all. Unless the bound is undefined, the list reaches the end of the window.
 */
export class RowsWindow implements Terminal, Holder {
  readonly #plan: WindowPlan;
  readonly #link: string;
  readonly #holder: Holder;
  readonly #end: number;
  readonly #capacity: number;
  readonly #list: SortedList<Row>;
  #bound: Row | undefined;
  /** The rows in the window, as they were shown last; kept only where there is a limit. */
  #shown: readonly Row[] = [];
  #values: readonly unknown[] | undefined;
  #isStale = true;
  #toldIn = -1;

  constructor(plan: WindowPlan, link: string, holder: Holder) {
    this.#plan = plan;
    this.#link = link;
    this.#holder = holder;
    this.#list = new SortedList(plan.compare);
    this.#end = plan.limit === null ? Infinity : plan.offset + plan.limit;
    const { keeping } = plan.pace;
    const isInOrder = inOrder(plan.selection) !== undefined;
    const slack = isInOrder ? keeping?.slackInOrder : keeping?.slackUnordered;
    this.#capacity = this.#end + (slack ?? 0);
  }

  get value(): unknown {
    if (this.#isStale || this.#values === undefined) {
      this.#isStale = false;
      this.#values = keptList(this.#values, this.#read());
    }
    return this.#plan.isFirst ? (this.#values[0] ?? null) : this.#values;
  }

  load(state: QuerySource): void {
    const { pool } = this.#plan;
    const before = pool !== undefined && this.#end === Infinity ? this.#list.slice(0, Infinity) : [];
    this.#bound = undefined;
    this.#list.fill([]);
    this.#fetch(state, undefined, this.#end);
    if (this.#end < Infinity) {
      this.#showWindow(state);
      return;
    }
    if (pool !== undefined) {
      const now = this.#list.slice(0, Infinity);
      this.#exchange(before, now, state);
    }
    this.changed();
  }

  apply(deltas: readonly Delta[], state: QuerySource): void {
    let isTouched = false;
    for (const { before } of deltas) {
      if (before !== undefined && this.#isKnown(before)) isTouched = this.#list.remove(before) || isTouched;
    }
    for (const { after } of deltas) {
      if (after === undefined || !this.#isKnown(after)) continue;
      this.#list.add(after);
      isTouched = true;
    }
    if (!isTouched) return;
    if (this.#end === Infinity) this.#showAll(deltas, state);
    else {
      this.#trim();
      if (this.#bound !== undefined && this.#list.size < this.#end) {
        this.#plan.pace.refills += 1;
        this.#fetch(state, this.#bound, this.#capacity);
      }
      this.#showWindow(state);
    }
  }

  changed(): void {
    this.#isStale = true;
    if (this.#toldIn === this.#plan.pace.step) return;
    this.#toldIn = this.#plan.pace.step;
    this.#holder.changed();
  }

  release(): void {
    const { pool } = this.#plan;
    if (pool === undefined) return;
    const held = this.#end === Infinity ? this.#list.slice(0, Infinity) : this.#shown;
    for (const row of held) pool.hide(idOf(row), this);
  }

  #read(): readonly unknown[] {
    const { pool, offset } = this.#plan;
    const rows = this.#end === Infinity ? this.#list.slice(offset, Infinity) : this.#shown;
    return pool === undefined ? rows : rows.map((row) => pool.valueOf(row));
  }

  #isKnown(row: Row): boolean {
    return this.#bound === undefined || this.#plan.compare(row, this.#bound) <= 0;
  }

  #trim(): void {
    if (this.#list.size <= this.#capacity) return;
    while (this.#list.size > this.#capacity) this.#list.pop();
    this.#bound = this.#list.last;
  }

  /** Reads the rows behind one until the list has so many, or there are no more. */
  #fetch(state: QuerySource, after: Row | undefined, upTo: number): void {
    const { selection, compare } = this.#plan;
    this.#bound = undefined;
    const access = inOrder(selection);
    if (access !== undefined && upTo < Infinity) {
      if (this.#list.size >= upTo) return;
      for (const row of selection.readInOrder(state, access, compare, this.#link, after)) {
        this.#list.add(row);
        if (this.#list.size < upTo) continue;
        this.#bound = row;
        return;
      }
      return;
    }
    if (this.#capacity === Infinity) {
      const rows: Row[] = [];
      selection.forEach(state, this.#link, (row) => {
        rows.push(row);
      });
      this.#list.fill(rows);
      return;
    }
    selection.forEach(state, this.#link, (row) => {
      if (after !== undefined && compare(row, after) <= 0) return;
      if (!this.#isKnown(row)) return;
      this.#list.add(row);
      this.#trim();
    });
  }

  /** With a limit: what is in the window now, for whoever makes values of it. */
  #showWindow(state: QuerySource): void {
    const shown = this.#list.slice(this.#plan.offset, this.#end);
    const before = this.#shown;
    if (this.#plan.pool === undefined) {
      if (this.#values !== undefined && keptList(before, shown) === before) return;
    } else this.#exchange(before, shown, state);
    this.#shown = shown;
    this.changed();
  }

  #exchange(before: readonly Row[], now: readonly Row[], state: QuerySource): void {
    const { pool } = this.#plan;
    if (pool === undefined) return;
    const ids = new Set<string>();
    for (const row of now) {
      ids.add(idOf(row));
      pool.show(row, this, state);
    }
    for (const row of before) if (!ids.has(idOf(row))) pool.hide(idOf(row), this);
  }

  /** Without a limit every row of the list has its value. */
  #showAll(deltas: readonly Delta[], state: QuerySource): void {
    const { pool } = this.#plan;
    if (pool !== undefined) {
      for (const { before, after } of deltas) {
        if (after !== undefined) pool.show(after, this, state);
        else if (before !== undefined) pool.hide(idOf(before), this);
      }
    }
    this.changed();
  }
}

/** The access that gives the rows in the order of the window, if there is one. */
function inOrder({ plan: { access } }: Selection) {
  if (access.kind !== 'ordered' || access.serves === undefined) return undefined;
  return { ...access, serves: access.serves };
}
