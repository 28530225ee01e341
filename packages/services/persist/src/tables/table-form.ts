import { persistError } from '../errors.ts';
import { isPlain } from '../patch/patch.ts';
import type { RowChange } from '../rows/kept-rows.ts';

/** What the tables of one kind are like: how they differ, and how one is made of rows. */
export interface TableForm<Row = unknown> {
  /** Makes of what was stored under an id a row, or throws. */
  parse(stored: unknown, id: string): Row;
  /**
   * The rows that have to be written to make of one table another; of nothing (`undefined`), all rows. They are found as they
   * are asked for; `undefined` among them is a place to rest.
   *
   * @throws StatehouseError `persist/not-a-table` when the first is asked for
   */
  changesBetween(before: unknown, after: unknown): Iterable<RowChange<Row> | undefined>;
  begin(): TableBuilder<Row>;
}

/** A table that is being made, a page of rows at a time, in the order of their ids. */
export interface TableBuilder<Row = unknown> {
  add(rows: readonly (readonly [id: string, row: Row])[]): void;
  table(): unknown;
}

/** How many ids are looked at between two places to rest. */
const IDS_AT_A_STRETCH = 500;

/** How many ids a table has that was looked at once. */
const sizes = new WeakMap<object, number>();

/**
 * Plain objects of rows by id, as Redux Toolkit's `entities` are. Differences cost a look at every id, in slices of the
 * thread: what is copied whole with each change says no more of what has changed.
 */
export const byId: TableForm = {
  parse: (stored) => stored,
  *changesBetween(before, after) {
    const was = checked(before) ?? {};
    const is = checked(after) ?? {};
    let looked = 0;
    let shared = 0;
    for (const id of Object.keys(is)) {
      const isThere = Object.hasOwn(was, id);
      if (isThere) shared += 1;
      if (!isThere || !Object.is(was[id], is[id])) yield { id, row: is[id] };
      looked += 1;
      if (looked % IDS_AT_A_STRETCH === 0) yield undefined;
    }
    sizes.set(is, looked);
    if (sizes.get(was) === shared) return;
    for (const id of Object.keys(was)) if (!Object.hasOwn(is, id)) yield { id, row: undefined };
  },
  begin() {
    const entries: (readonly [string, unknown])[] = [];
    return {
      add(rows) {
        for (const row of rows) entries.push(row);
      },
      table: () => Object.fromEntries(entries),
    };
  },
};

function checked(table: unknown): Readonly<Record<string, unknown>> | undefined {
  if (table === undefined || isPlain(table)) return table;
  throw persistError('not-a-table', { form: 'byId' });
}
