import { diffTables, type Table } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { idOf } from './index-keys.ts';

/** Beyond this share of a table sorting it anew is quicker than putting the changes into what was sorted. */
const MOST_CHANGED = 1 / 8;

/** A table whose rows were sorted, and the list that came of it. */
interface Sorted {
  readonly table: Table<Row>;
  readonly list: readonly Row[];
}

/**
 * The rows of a table in id order, made when somebody asks: tables are kept in the order in which their rows came in,
 * which is not the same on every replica. What was sorted last is kept for the versions that follow, so that asking
 * again costs a copy and what has changed.
 */
export class IdOrder {
  readonly #table: Table<Row>;
  #sorted: Sorted | undefined;

  constructor(table: Table<Row>, before?: IdOrder) {
    this.#table = table;
    this.#sorted = before === undefined ? undefined : before.#sorted;
  }

  /** Every row; the same list at every call. */
  get list(): readonly Row[] {
    const last = this.#sorted;
    if (last?.table === this.#table) return last.list;
    const list = Object.freeze(last === undefined ? sorted(this.#table) : patched(last, this.#table));
    this.#sorted = { table: this.#table, list };
    return list;
  }
}

function sorted(rows: Iterable<Row>): Row[] {
  return [...rows].sort(compareIds);
}

function patched({ table, list }: Sorted, now: Table<Row>): readonly Row[] {
  const most = list.length * MOST_CHANGED;
  const changes = diffTables(table, now, most);
  if (changes.length > most) return sorted(now);
  const gone = new Set<Row>();
  const come: Row[] = [];
  const copy = list.slice();
  for (const { id, before, after } of changes) {
    if (before === undefined && after !== undefined) come.push(after);
    else if (before !== undefined && after === undefined) gone.add(before);
    else if (after !== undefined) copy[placeOf(list, id)] = after;
  }
  const kept = gone.size === 0 ? copy : copy.filter((row) => !gone.has(row));
  return come.length === 0 ? kept : merged(kept, come.sort(compareIds));
}

function merged(one: readonly Row[], other: readonly Row[]): readonly Row[] {
  const all: Row[] = [];
  let taken = 0;
  for (const row of other) {
    const place = placeOf(one, idOf(row), taken);
    for (; taken < place; taken += 1) push(all, one[taken]);
    all.push(row);
  }
  for (; taken < one.length; taken += 1) push(all, one[taken]);
  return all;
}

function push(rows: Row[], row: Row | undefined): void {
  if (row !== undefined) rows.push(row);
}

/** How many rows have a smaller id. */
function placeOf(rows: readonly Row[], id: string, from = 0): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && idOf(row) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareIds(one: Row, other: Row): number {
  const [a, b] = [idOf(one), idOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
