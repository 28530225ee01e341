import type { IndexRange, KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { idOf } from '../../index-keys.ts';
import { haveSameKey, keyPartOf } from '../../indexes/row-key.ts';
import { type OrderedAccess, rangesOf, resolveTerm, type Serves } from '../plan/access-path.ts';
import type { OrderedRows, QuerySource } from '../plan/query-source.ts';
import type { CompareRows } from '../plan/row-order.ts';
import { firstPlace } from './sorted-list.ts';

/** A stretch of an index: the rows whose keys begin with the prefix, as far as the range goes. */
interface Stretch {
  readonly rows: OrderedRows;
  readonly fields: readonly string[];
  readonly prefix: readonly KeyPart[];
  readonly range: IndexRange;
  readonly compare: CompareRows;
}

/**
 * Reads rows of an index in the order that it serves, those behind `after` if it is given (be it there or not).
 * Reads no row before it is asked for, but for one of each stretch and one that tells whether a key is at its end.
 */
export function scanInOrder(
  source: Pick<QuerySource, 'ordered'>,
  table: string,
  access: OrderedAccess & { readonly serves: Serves },
  compare: CompareRows,
  link: string,
  after: Row | undefined,
): Iterable<Row> {
  const rows = source.ordered(table, access.index);
  const scans = rangesOf(access, link).map((range, at) => {
    const prefix = (access.prefixes[at] ?? []).map((term) => resolveTerm(term, link));
    return scanStretch({ rows, fields: access.index.fields, prefix, range, compare }, access.serves, after);
  });
  const [only] = scans;
  return only !== undefined && scans.length === 1 ? only : mergeInOrder(scans, compare);
}

function scanStretch(stretch: Stretch, serves: Serves, after: Row | undefined): Iterable<Row> {
  if (serves === 'forward') return scanForward(stretch, after);
  return serves === 'backward' ? scanBackward(stretch, after) : scanBackwardByKey(stretch, after);
}

/** Where a row would stand in a stretch, be its own prefix this one or another. */
function keyIn({ fields, prefix }: Stretch, row: Row): readonly KeyPart[] {
  return fields.map((field, at) => (at < prefix.length ? (prefix[at] ?? null) : keyPartOf(row, field)));
}

/** How many rows of a stretch stand before a row. */
function placeIn(stretch: Stretch, row: Row): number {
  const { rows, range } = stretch;
  const { from, isFromExclusive } = range;
  const before = from === undefined ? 0 : rows.count({ to: from, isToExclusive: isFromExclusive !== true });
  return rows.rank(keyIn(stretch, row), idOf(row)) - before;
}

function* scanForward(stretch: Stretch, after: Row | undefined): Iterable<Row> {
  const offset = after === undefined ? 0 : placeIn(stretch, after);
  let mayBeIt = after !== undefined;
  for (const row of stretch.rows.range({ ...stretch.range, offset })) {
    // The same id elsewhere is not it: the row may have moved since it was read.
    if (!mayBeIt || after === undefined || stretch.compare(row, after) !== 0) yield row;
    mayBeIt = false;
  }
}

function* scanBackward(stretch: Stretch, after: Row | undefined): Iterable<Row> {
  const { rows, range } = stretch;
  const offset = after === undefined ? 0 : rows.count(range) - placeIn(stretch, after);
  yield* rows.range({ ...range, reverse: true, offset });
}

/** Goes back from key to key. A key of one row is read on the way; one of more is read again, forward. */
function* scanBackwardByKey(stretch: Stretch, after: Row | undefined): Iterable<Row> {
  const { rows } = stretch;
  let range = stretch.range;
  if (after !== undefined) {
    const key = keyIn(stretch, after);
    yield* scanForward({ ...stretch, range: { from: key, to: key } }, after);
    range = { ...range, to: key, isToExclusive: true };
  }
  for (;;) {
    const shared = yield* scanSingles(stretch, range);
    if (shared === undefined) return;
    yield* rows.range({ from: shared, to: shared });
    range = { ...range, to: shared, isToExclusive: true };
  }
}

/** Goes back as long as each key has one row. @returns the first key that has more, if one comes */
function* scanSingles(
  stretch: Stretch,
  range: IndexRange,
): Generator<Row, readonly KeyPart[] | undefined, undefined> {
  let held: Row | undefined;
  for (const row of stretch.rows.range({ ...range, reverse: true })) {
    if (held !== undefined) {
      if (haveSameKey(held, row, stretch.fields)) return keyIn(stretch, row);
      yield held;
    }
    held = row;
  }
  if (held !== undefined) yield held;
  return undefined;
}

interface Head {
  readonly row: Row;
  readonly rest: Iterator<Row>;
}

function* mergeInOrder(scans: readonly Iterable<Row>[], compare: CompareRows): Iterable<Row> {
  const heads: Head[] = [];
  for (const scan of scans) advance(heads, scan[Symbol.iterator](), compare);
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    yield head.row;
    advance(heads, head.rest, compare);
  }
}

/** Keeps the heads with the first row at the end. */
function advance(heads: Head[], rest: Iterator<Row>, compare: CompareRows): void {
  const { value: row, done } = rest.next();
  if (done === true) return;
  const place = firstPlace(heads, (head) => compare(head.row, row) > 0);
  heads.splice(place, 0, { row, rest });
}
