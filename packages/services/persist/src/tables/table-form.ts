import { persistError } from '../errors.ts';
import { isPlain } from '../patch/patch.ts';
import type { RowChange } from '../rows/kept-rows.ts';

/** What the tables of one kind are like: how they differ, and how one is made of rows. */
export interface TableForm<Row = unknown> {
  /** Makes of what was stored under an id a row, or throws. */
  parse(stored: unknown, id: string): Row;
  /**
   * The rows that have to be written to make of one table another; of nothing (`undefined`), all rows.
   *
   * @throws StatehouseError `persist/not-a-table`
   */
  changesBetween(before: unknown, after: unknown): readonly RowChange<Row>[];
  begin(): TableBuilder<Row>;
}

/** A table that is being made, a page of rows at a time, in the order of their ids. */
export interface TableBuilder<Row = unknown> {
  add(rows: readonly (readonly [id: string, row: Row])[]): void;
  table(): unknown;
}

/** Plain objects of rows by id, as Redux Toolkit's `entities` are. Differences cost a look at every id. */
export const byId: TableForm = {
  parse: (stored) => stored,
  changesBetween(before, after) {
    const [was, is] = [before, after].map((table) => checked(table));
    const changes: RowChange<unknown>[] = [];
    for (const [id, row] of Object.entries(is ?? {})) {
      const isThere = was !== undefined && Object.hasOwn(was, id);
      if (!isThere || !Object.is(was[id], row)) changes.push({ id, row });
    }
    for (const id of Object.keys(was ?? {}))
      if (is === undefined || !Object.hasOwn(is, id)) changes.push({ id, row: undefined });
    return changes;
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
