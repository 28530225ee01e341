import type { Row } from '@statehouse/ot';
import type { QuerySource } from '../plan/query-source.ts';

/** What operators read of a source. */
export type MeteredSource = Pick<QuerySource, 'row' | 'scan' | 'ordered' | 'lookup' | 'referrers'>;

/** Rows read, by the way in which they were. */
export interface Reads {
  /** Shown by a scan of the table. */
  readonly scanned: number;
  /** Found in an index. */
  readonly indexed: number;
  /** Looked up by id. */
  readonly byId: number;
  /** All of them. */
  readonly rows: number;
}

/** Counts the rows that are read through it. Invariant: each row that a source hands out is counted once. */
export class Meter implements Reads {
  scanned = 0;
  indexed = 0;
  byId = 0;

  get rows(): number {
    return this.scanned + this.indexed + this.byId;
  }

  /** What can be read of a source, counted. */
  over(source: QuerySource): MeteredSource {
    return {
      row: (table, id) => {
        const row = source.row(table, id);
        if (row !== undefined) this.byId += 1;
        return row;
      },
      scan: (table, visit) => {
        this.scanned += source.size(table);
        source.scan(table, visit);
      },
      ordered: (table, index) => {
        const rows = source.ordered(table, index);
        return {
          range: (range) => this.#counted(rows.range(range)),
          count: (range) => rows.count(range),
          rank: (key, id) => rows.rank(key, id),
        };
      },
      lookup: (table, index, key) => {
        const found = source.lookup(table, index, key);
        return { count: () => found.count(), rows: this.#counted(found.rows) };
      },
      referrers: (table, field, id) => source.referrers(table, field, id),
    };
  }

  *#counted(rows: Iterable<Row>): Iterable<Row> {
    for (const row of rows) {
      this.indexed += 1;
      yield row;
    }
  }
}
