import { itemAt } from '../item-at.ts';
import type { Column } from './column.ts';
import { compareRows } from './index-node.ts';
import { compareKeyParts } from './key-part.ts';
import type { IdOfEntry, IndexRows, KeyPart } from './ordered-index.ts';

/** The rows in strictly ascending order: themselves if they are, otherwise copies without what occurs twice. */
export function sortedRows(rows: IndexRows, descending: readonly boolean[], idOf: IdOfEntry): IndexRows {
  if (ascends(rows, descending, idOf)) return rows;
  const ranks = rows.columns.map((column, part) => ranksOf(column, descending[part] === true));
  let order = Uint32Array.from(rows.entries, (_, row) => row);
  // The last part first: each pass keeps the order of the one before among what is equal for it.
  for (const { rankOf, count } of ranks.toReversed()) order = sortedByRank(order, rankOf, count);
  const equals = (a: number, b: number) => ranks.every(({ rankOf }) => rankOf[a] === rankOf[b]);
  const places = withTiesById(order, equals, rows.entries, idOf);
  return {
    columns: rows.columns.map((column) => taken(column, places)),
    entries: taken(rows.entries, places),
  };
}

function ascends({ columns, entries }: IndexRows, descending: readonly boolean[], idOf: IdOfEntry): boolean {
  return entries.every((entry, row) => {
    if (row === 0) return true;
    const order = compareRows(columns, row - 1, columns, row, descending);
    return order < 0 || (order === 0 && idOf(itemAt(entries, row - 1)) < idOf(entry));
  });
}

/** The items at the places given. A copy that is written over, because a slice keeps numbers unboxed. */
function taken<Item>(items: readonly Item[], places: readonly number[] | Uint32Array): Item[] {
  const copy = items.slice(0, places.length);
  for (let index = 0; index < copy.length; index += 1) copy[index] = itemAt(items, places[index] ?? 0);
  return copy;
}

/** Of each row the place of its value among the distinct values of the column, and how many of these there are. */
interface Ranks {
  readonly rankOf: Uint32Array;
  readonly count: number;
}

function ranksOf(column: Column, isDescending: boolean): Ranks {
  const { rankOf, count } = isNumeric(column) ? ranksOfNumbers(column) : ranksOfAny(column);
  if (isDescending) {
    for (let row = 0; row < rankOf.length; row += 1) rankOf[row] = count - 1 - (rankOf[row] ?? 0);
  }
  return { rankOf, count };
}

function isNumeric(column: Column): column is readonly number[] {
  return column.every((part) => typeof part === 'number');
}

function ranksOfNumbers(column: readonly number[]): Ranks {
  const distinct = new Float64Array(column).sort();
  let count = 0;
  for (const value of distinct) {
    if (count > 0 && value === distinct[count - 1]) continue;
    distinct[count] = value;
    count += 1;
  }
  const rankOf = Uint32Array.from(column, (value) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((distinct[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return { rankOf, count };
}

function ranksOfAny(column: Column): Ranks {
  const distinct = [...new Set(column)].sort(compareKeyParts);
  const rankByValue = new Map<KeyPart, number>(distinct.map((value, rank) => [value, rank]));
  return { rankOf: Uint32Array.from(column, (part) => rankByValue.get(part) ?? 0), count: distinct.length };
}

/** A counting sort. */
function sortedByRank(order: Uint32Array, rankOf: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  const ends = new Uint32Array(count + 1);
  for (const rank of rankOf) ends[rank + 1] = (ends[rank + 1] ?? 0) + 1;
  for (let rank = 1; rank <= count; rank += 1) ends[rank] = (ends[rank] ?? 0) + (ends[rank - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const row of order) {
    const rank = rankOf[row] ?? 0;
    const place = ends[rank] ?? 0;
    sorted[place] = row;
    ends[rank] = place + 1;
  }
  return sorted;
}

/** The order with rows of one key in the order of their ids, and each entry among them once. */
function withTiesById(
  order: Uint32Array,
  equals: (a: number, b: number) => boolean,
  entries: readonly number[],
  idOf: IdOfEntry,
): number[] | Uint32Array {
  const repeated = new Set<number>();
  for (let start = 0, end = 1; start < order.length; start = end, end += 1) {
    while (end < order.length && equals(order[start] ?? 0, order[end] ?? 0)) end += 1;
    if (end - start === 1) continue;
    const run = Array.from(order.subarray(start, end), (row) => {
      const entry = itemAt(entries, row);
      return { row, entry, id: idOf(entry) };
    });
    run.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    run.forEach(({ row, entry }, index) => {
      order[start + index] = row;
      if (run[index - 1]?.entry === entry) repeated.add(row);
    });
  }
  return repeated.size === 0 ? order : Array.from(order).filter((row) => !repeated.has(row));
}
