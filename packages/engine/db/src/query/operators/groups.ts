import type { KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { keyPartOf } from '../../indexes/row-key.ts';
import type { Aggregates, OrderKey } from '../expression/query-node.ts';
import { compareBy } from '../plan/row-order.ts';
import { SortedList } from './sorted-list.ts';
import { type Summed, Sums } from './sums.ts';
import { keptList } from './terminal.ts';

/** Which groups are answered, and in which order. */
export interface GroupWindow {
  readonly order: readonly OrderKey[];
  readonly offset: number;
  /** Null: all. */
  readonly limit: number | null;
}

interface Group {
  sums: Sums;
  /** What stands in the list. */
  listed: Summed | undefined;
}

/** Rows by the values of some fields. Invariant: the list has every group that is not touched, as it is. */
export class Groups {
  readonly #by: readonly string[];
  readonly #aggregates: Aggregates;
  readonly #offset: number;
  readonly #end: number;
  readonly #groups = new Map<KeyPart, Group>();
  readonly #touched = new Map<KeyPart, Group>();
  readonly #list: SortedList<Summed>;
  #value: readonly unknown[] = [];
  #isStale = false;

  constructor(by: readonly string[], aggregates: Aggregates, { order, offset, limit }: GroupWindow) {
    this.#by = by;
    this.#aggregates = aggregates;
    this.#offset = offset;
    this.#end = limit === null ? Infinity : offset + limit;
    this.#list = new SortedList<Summed>(compareBy(order));
  }

  get value(): unknown {
    if (this.#isStale) this.#read();
    return this.#value;
  }

  add(row: Row): void {
    const key = this.#keyOf(row);
    let group = this.#groups.get(key);
    if (group === undefined) {
      const fields = Object.fromEntries(this.#by.map((field) => [field, keyPartOf(row, field)]));
      group = { sums: new Sums(this.#aggregates, fields), listed: undefined };
      this.#groups.set(key, group);
    }
    group.sums.add(row);
    this.#touched.set(key, group);
  }

  remove(row: Row): void {
    const key = this.#keyOf(row);
    const group = this.#groups.get(key);
    if (group === undefined) return;
    group.sums.remove(row);
    this.#touched.set(key, group);
  }

  clear(): void {
    for (const [key, group] of this.#groups) {
      group.sums = new Sums(this.#aggregates, group.sums.fixed, group.listed);
      this.#touched.set(key, group);
    }
  }

  settle(): boolean {
    let isChanged = false;
    for (const [key, group] of this.#touched) isChanged = this.#place(key, group) || isChanged;
    this.#touched.clear();
    if (!isChanged) return false;
    this.#isStale = true;
    if (this.#end === Infinity) return true;
    const before = this.#value;
    this.#read();
    return this.#value !== before;
  }

  #read(): void {
    this.#isStale = false;
    this.#value = keptList(this.#value, this.#list.slice(this.#offset, this.#end));
  }

  #place(key: KeyPart, group: Group): boolean {
    const { sums, listed } = group;
    const now = sums.rows === 0 ? undefined : sums.value;
    if (sums.rows === 0) this.#groups.delete(key);
    if (now === listed) return false;
    if (listed !== undefined) this.#list.remove(listed);
    if (now !== undefined) this.#list.add(now);
    group.listed = now;
    return true;
  }

  #keyOf(row: Row): KeyPart {
    const [first] = this.#by;
    if (first !== undefined && this.#by.length === 1) return keyPartOf(row, first);
    return JSON.stringify(this.#by.map((field) => keyPartOf(row, field)));
  }
}
