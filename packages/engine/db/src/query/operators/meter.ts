import type { KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
<<<<<<< HEAD
import type { FoundRows, IndexDescriptor, OrderedRows, QuerySource } from '../plan/query-source.ts';
=======
import type { QuerySource } from '../plan/query-source.ts';

/** What operators read of a source. */
export type MeteredSource = Pick<QuerySource, 'row' | 'scan' | 'ordered' | 'lookup' | 'referrers'>;
>>>>>>> query

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

<<<<<<< HEAD
  /** The source, seen through this meter. A step goes back and forth between two, so two are kept. */
  over(source: QuerySource): QuerySource {
    if (this.#last?.source === source) return this.#last;
    const kept = this.#lastButOne;
    this.#lastButOne = this.#last;
    this.#last = kept?.source === source ? kept : new MeteredSource(source, this);
    return this.#last;
  }
}

class MeteredSource implements QuerySource {
  readonly source: QuerySource;
  readonly #meter: Meter;

  constructor(source: QuerySource, meter: Meter) {
    this.source = source;
    this.#meter = meter;
  }

  row(table: string, id: string): Row | undefined {
    const row = this.source.row(table, id);
    if (row !== undefined) this.#meter.byId += 1;
    return row;
  }

  size(table: string): number {
    return this.source.size(table);
  }

  scan(table: string, visit: (row: Row) => void): void {
    this.#meter.scanned += this.source.size(table);
    this.source.scan(table, visit);
  }

  indexes(table: string): ReturnType<QuerySource['indexes']> {
    return this.source.indexes(table);
  }

  ordered(table: string, index: IndexDescriptor): OrderedRows {
    const rows = this.source.ordered(table, index);
    return {
      range: (range) => this.#counted(rows.range(range)),
      count: (range) => rows.count(range),
      rank: (key, id) => rows.rank(key, id),
    };
  }

  lookup(table: string, index: IndexDescriptor, key: readonly KeyPart[]): FoundRows {
    const { count, rows } = this.source.lookup(table, index, key);
    return { count, rows: this.#counted(rows) };
  }

  referrers(...asked: Parameters<QuerySource['referrers']>): Iterable<string> {
    return this.source.referrers(...asked);
  }

  countReferrers(...asked: Parameters<QuerySource['countReferrers']>): number {
    return this.source.countReferrers(...asked);
=======
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
>>>>>>> query
  }

  *#counted(rows: Iterable<Row>): Iterable<Row> {
    for (const row of rows) {
      this.#meter.indexed += 1;
      yield row;
    }
  }
}
