import type { Row } from '@statehouse/ot';
import { OrderedRowIndex } from '../indexes/ordered-row-index.ts';
import type { TableState } from '../table-state.ts';
import type { RowRange } from './reader.ts';

/** Longer lists are not compared item by item: whoever read one is asked again as soon as it is another object. */
const LONGEST_COMPARED = 500;

/** Something that was read of one table, besides single entities. */
export interface TableRead {
  /** How many reads it counts for. */
  readonly weight: number;
  /** Whether reading it again would answer the same. */
  holds(state: TableState): boolean;
  /** Adds the objects that it handed out. */
  addGiven(into: Set<object>): void;
}

/** Whether an entity is there. */
export class PresenceRead implements TableRead {
  readonly weight = 1;
  readonly #id: string;
  readonly #isThere: boolean;

  constructor({ rows }: TableState, id: string) {
    this.#id = id;
    this.#isThere = rows.has(id);
  }

  holds({ rows }: TableState): boolean {
    return rows.has(this.#id) === this.#isThere;
  }

  addGiven(): void {}
}

/** A list of ids that a table keeps: where it stands, and how it is read. */
export interface IdList {
  find(state: TableState): { readonly size: number } | undefined;
  ids(state: TableState): Iterable<string>;
}

/** The ids in a reverse index or among siblings. */
export class IdsRead implements TableRead {
  readonly weight = 1;
  readonly #from: IdList;
  readonly #found: object | undefined;
  readonly #list: readonly string[];

  /** `list`: what was handed out. */
  constructor(state: TableState, from: IdList, list: readonly string[]) {
    this.#from = from;
    this.#found = from.find(state);
    this.#list = list;
  }

  holds(state: TableState): boolean {
    const from = this.#from;
    const list = this.#list;
    const found = from.find(state);
    if (found === this.#found) return true;
    if ((found?.size ?? 0) !== list.length || list.length > LONGEST_COMPARED) return false;
    let at = 0;
    for (const id of from.ids(state)) {
      if (list[at] !== id) return false;
      at += 1;
    }
    return true;
  }

  addGiven(into: Set<object>): void {
    into.add(this.#list);
  }
}

/** The rows in a range of a declared index. */
export class RangeRead implements TableRead {
  readonly #index: number;
  readonly #range: RowRange;
  readonly rows: readonly Row[];

  constructor(state: TableState, index: number, range: RowRange) {
    this.#index = index;
    this.#range = range;
    this.rows = Object.freeze([...rowsIn(state, index, range)]);
  }

  get weight(): number {
    return Math.max(1, this.rows.length);
  }

  holds(state: TableState): boolean {
    let at = 0;
    for (const row of rowsIn(state, this.#index, this.#range)) {
      if (this.rows[at] !== row) return false;
      at += 1;
    }
    return at === this.rows.length;
  }

  addGiven(into: Set<object>): void {
    into.add(this.rows);
    for (const row of this.rows) into.add(row);
  }
}

function* rowsIn(state: TableState, index: number, range: RowRange): Iterable<Row> {
  const { limit = Number.POSITIVE_INFINITY } = range;
  const entries = entriesOf(state, index);
  if (entries === undefined || limit <= 0) return;
  let left = limit;
  for (const slot of entries.range(range)) {
    const row = state.rows.at(slot);
    if (row === undefined) continue;
    yield row;
    left -= 1;
    if (left <= 0) return;
  }
}

/** How many there are of something. */
export class CountRead implements TableRead {
  readonly weight = 1;
  readonly #countIn: (state: TableState) => number;
  readonly count: number;

  constructor(state: TableState, count: (state: TableState) => number) {
    this.#countIn = count;
    this.count = count(state);
  }

  holds(state: TableState): boolean {
    return this.#countIn(state) === this.count;
  }

  addGiven(): void {}
}

/** How many rows a range of a declared index has. */
export function countIn(state: TableState, index: number, range: RowRange): number {
  const count = entriesOf(state, index)?.count(range) ?? 0;
  return Math.min(count, Math.max(0, range.limit ?? count));
}

function entriesOf({ indexes }: TableState, at: number) {
  const index = indexes[at];
  return index instanceof OrderedRowIndex ? index.entries : undefined;
}
