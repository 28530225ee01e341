import type { IndexRange } from '@statehouse/collections';
import { compareKeyParts, type KeyPart } from '@statehouse/collections';
import { isArray } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { keyPartOf } from '../../indexes/row-key.ts';
import type {
  FoundIds,
  FoundRows,
  IndexDescriptor,
  OrderedRows,
  QueryPort,
  QuerySource,
  RowChange,
} from '../plan/query-source.ts';

/** The rows of each table by id. Immutable, as a snapshot is. */
export type MemoryState = Readonly<Record<string, ReadonlyMap<string, Row>>>;

/** The declared indexes of each table. */
export type MemoryIndexes = Readonly<Record<string, readonly IndexDescriptor[]>>;

/**
 * Queries over plain maps, for tests: every index is an array that is sorted when it is asked for, and every row that
 * is handed out is counted.
 */
export class MemoryPort implements QueryPort<MemoryState> {
  readonly indexes: MemoryIndexes;
  /** Rows and changes handed out so far. */
  reads = 0;

  constructor(indexes: MemoryIndexes = {}) {
    this.indexes = indexes;
  }

  source(state: MemoryState): QuerySource {
    return new MemorySource(this, state);
  }

  *changes(before: MemoryState, after: MemoryState, table: string): Iterable<RowChange> {
    const earlier = rowsIn(before, table);
    const later = rowsIn(after, table);
    for (const id of new Set([...earlier.keys(), ...later.keys()])) {
      const change = { id, before: earlier.get(id), after: later.get(id) };
      if (change.before === change.after) continue;
      this.reads += 1;
      yield change;
    }
  }
}

class MemorySource implements QuerySource {
  readonly #port: MemoryPort;
  readonly #state: MemoryState;

  constructor(port: MemoryPort, state: MemoryState) {
    this.#port = port;
    this.#state = state;
  }

  row(table: string, id: string): Row | undefined {
    const row = rowsIn(this.#state, table).get(id);
    if (row !== undefined) this.#port.reads += 1;
    return row;
  }

  size(table: string): number {
    return rowsIn(this.#state, table).size;
  }

  scan(table: string, visit: (row: Row) => void): void {
    for (const row of rowsIn(this.#state, table).values()) {
      this.#port.reads += 1;
      visit(row);
    }
  }

  indexes(table: string): readonly IndexDescriptor[] {
    return this.#port.indexes[table] ?? [];
  }

  ordered(table: string, index: IndexDescriptor): OrderedRows {
    if (index.kind !== 'ordered') throw new RangeError(`${index.name} has no order`);
    return new SortedRows(this.#port, rowsIn(this.#state, table), index);
  }

  lookup(table: string, { kind, name, fields }: IndexDescriptor, key: readonly KeyPart[]): FoundRows {
    if (kind === 'ordered') throw new RangeError(`${name} is read by ranges`);
    if (kind === 'unique' && key.includes(null)) throw new RangeError('a unique index holds no null');
    const rows = [...rowsIn(this.#state, table).values()];
    const found = rows.flatMap((row) => {
      if (kind !== 'words') return fields.every((field, at) => row[field] === key[at]) ? [row] : [];
      const words = fields.flatMap((field) =>
        String(row[field])
          .toLowerCase()
          .split(/[^a-z0-9]+/),
      );
      return words.filter((word) => word.startsWith(String(key[0]))).map(() => row);
    });
    return { count: () => found.length, rows: counted(found, this.#port) };
  }

  referrers(table: string, field: string, id: string): FoundIds {
    const found = [...rowsIn(this.#state, table)].filter(([, row]) => {
      const value = row[field];
      return isArray(value) ? value.includes(id) : value === id;
    });
    return { size: found.length, ids: found.map(([name]) => name) };
  }
}

class SortedRows implements OrderedRows {
  readonly #port: MemoryPort;
  readonly #rows: readonly Row[];
  readonly #index: IndexDescriptor;

  constructor(port: MemoryPort, rows: ReadonlyMap<string, Row>, index: IndexDescriptor) {
    this.#port = port;
    this.#index = index;
    this.#rows = [...rows.values()].sort(
      (a, b) => this.#compare(this.#keyOf(a), b) || (idOf(a) < idOf(b) ? -1 : 1),
    );
  }

  *range(range: IndexRange): Iterable<Row> {
    const rows = this.#inside(range);
    if (range.reverse === true) rows.reverse();
    for (const row of rows.slice(range.offset ?? 0)) {
      this.#port.reads += 1;
      yield row;
    }
  }

  count(range: IndexRange): number {
    return this.#inside(range).length;
  }

  rank(key: readonly KeyPart[], id: string): number {
    return this.#rows.filter((row) => {
      const order = this.#compare(key, row);
      return order > 0 || (order === 0 && idOf(row) < id);
    }).length;
  }

  #inside({ from, to, isFromExclusive, isToExclusive }: IndexRange): Row[] {
    return this.#rows.filter((row) => {
      const start = from === undefined ? -1 : this.#compare(from, row);
      const end = to === undefined ? 1 : this.#compare(to, row);
      return (
        (start < 0 || (start === 0 && isFromExclusive !== true)) &&
        (end > 0 || (end === 0 && isToExclusive !== true))
      );
    });
  }

  #keyOf(row: Row): readonly KeyPart[] {
    return this.#index.fields.map((field) => keyPartOf(row, field));
  }

  /** Negative if a key, or the leading parts of one, stands before the key of a row. */
  #compare(key: readonly KeyPart[], row: Row): number {
    for (const [at, part] of key.entries()) {
      const order = compareKeyParts(part, keyPartOf(row, this.#index.fields[at] ?? ''));
      if (order !== 0) return this.#index.descending[at] === true ? -order : order;
    }
    return 0;
  }
}

function* counted(rows: readonly Row[], port: MemoryPort): Iterable<Row> {
  for (const row of rows) {
    port.reads += 1;
    yield row;
  }
}

function rowsIn(state: MemoryState, table: string): ReadonlyMap<string, Row> {
  return state[table] ?? new Map();
}

function idOf(row: Row): string {
  return String(row.id);
}
