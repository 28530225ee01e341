import { type Column, isNumeric, taken } from './column.ts';
import { compareRows } from './index-node.ts';
import { compareKeyParts } from './key-part.ts';
import type { IdOfEntry, IndexRows, KeyPart } from './ordered-index.ts';

/** The rows in strictly ascending order, without what occurs twice. */
export function sortedRows(rows: IndexRows, descending: readonly boolean[], idOf: IdOfEntry): IndexRows {
  const places = ascends(rows, descending, idOf)
    ? rows.entries.map((_, row) => row)
    : sortedPlaces(rows, descending, idOf);
  return {
    columns: rows.columns.map((column) => taken(column, places)),
    entries: places.map((row) => rows.entries[row] ?? 0),
  };
}

function sortedPlaces(
  { columns, entries }: IndexRows,
  descending: readonly boolean[],
  idOf: IdOfEntry,
): number[] {
  let order = new Uint32Array(entries.length).map((_, row) => row);
  // The last part first: each pass keeps the order of the one before among what is equal for it.
  const ranks = columns.map((column, part) => ranksOf(column, descending[part] === true)).reverse();
  for (const each of ranks) order = sortedByRank(order, each);
  return withTiesById(order, ranks, entries, idOf);
}

function ascends({ columns, entries }: IndexRows, descending: readonly boolean[], idOf: IdOfEntry): boolean {
  return entries.every((entry, row) => {
    if (row === 0) return true;
    const order = compareRows(columns, row - 1, columns, row, descending);
    return order < 0 || (order === 0 && idOf(entries[row - 1] ?? 0) < idOf(entry));
  });
}

/** Of each row the place of its value among the distinct values of the column. */
function ranksOf(column: Column, isDescending: boolean): Uint32Array {
  const ranks = new Uint32Array(column.length);
  const last = isNumeric(column) ? rankNumbers(column, ranks) : rankAny(column, ranks);
  return isDescending ? ranks.map((rank) => last - rank) : ranks;
}

/** Fills in the ranks. @returns the highest. */
function rankNumbers(column: readonly number[], ranks: Uint32Array): number {
  // Sorting numbers without their rows is so much quicker that it pays to look each row up afterwards.
  const distinct = new Float64Array(column).sort();
  let last = 0;
  for (const value of distinct) {
    if (value === distinct[last]) continue;
    last += 1;
    distinct[last] = value;
  }
  column.forEach((value, row) => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((distinct[middle] ?? value) < value) low = middle + 1;
      else high = middle;
    }
    ranks[row] = low;
  });
  return last;
}

function rankAny(column: Column, ranks: Uint32Array): number {
  const distinct = [...new Set(column)].sort(compareKeyParts);
  const rankByValue = new Map<KeyPart, number>(distinct.map((value, rank) => [value, rank]));
  column.forEach((part, row) => {
    ranks[row] = rankByValue.get(part) ?? 0;
  });
  return distinct.length - 1;
}

/** A counting sort. */
function sortedByRank(order: Uint32Array, ranks: Uint32Array): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(order.length);
  for (const rank of ranks) places[rank] = (places[rank] ?? 0) + 1;
  let start = 0;
  places.forEach((count, rank) => {
    places[rank] = start;
    start += count;
  });
  const sorted = new Uint32Array(order.length);
  for (const row of order) {
    const rank = ranks[row] ?? 0;
    const place = places[rank] ?? 0;
    sorted[place] = row;
    places[rank] = place + 1;
  }
  return sorted;
}

/** The order, in which rows of one key stand in the order of their ids, and each entry among them once. */
function withTiesById(
  order: Uint32Array,
  ranks: readonly Uint32Array[],
  entries: readonly number[],
  idOf: IdOfEntry,
): number[] {
  const places: number[] = [];
  for (let start = 0, end = 1; start < order.length; start = end, end += 1) {
    const first = order[start] ?? 0;
    while (end < order.length && ranks.every((each) => each[first] === each[order[end] ?? 0])) end += 1;
    if (end - start === 1) {
      places.push(first);
      continue;
    }
    const byId = new Map<string, number>();
    for (const row of order.subarray(start, end)) byId.set(idOf(entries[row] ?? 0), row);
    for (const id of [...byId.keys()].sort()) places.push(byId.get(id) ?? 0);
  }
  return places;
}
