import type { IndexRange, KeyPart, OrderedIndex, Table } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { idsIn } from '../../indexes/ordered-row-index.ts';
import type { OrderedRows } from '../plan/query-source.ts';

/** No row has this slot: it stands for the id that is asked for, which may have no row. */
const ASKED = -1;

/** An index of slots as an index of the rows in them. */
export class IndexedRows implements OrderedRows {
  readonly #rows: Table<Row>;
  readonly #index: OrderedIndex;

  constructor(rows: Table<Row>, index: OrderedIndex) {
    this.#rows = rows;
    this.#index = index;
  }

  range(range: IndexRange): Iterable<Row> {
    return rowsAt(this.#rows, this.#index.range(range));
  }

  count(range: IndexRange): number {
    return this.#index.count(range);
  }

  rank(key: readonly KeyPart[], id: string): number {
    const idIn = idsIn(this.#rows);
    return this.#index.rank(key, ASKED, (slot) => (slot === ASKED ? id : idIn(slot)));
  }
}

/** The rows in some slots, each read when it is asked for. */
export function* rowsAt(rows: Table<Row>, slots: Iterable<number>): Iterable<Row> {
  for (const slot of slots) {
    const row = rows.at(slot);
    if (row !== undefined) yield row;
  }
}
