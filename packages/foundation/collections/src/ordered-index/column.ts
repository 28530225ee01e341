import { AssertionError } from '@statehouse/kernel';
import type { IndexKey, KeyPart } from './ordered-index.ts';

/**
 * The values of one key part in the rows of a node, in their order. One single value stands for as many equal ones as
 * there are rows: in an index by owner and score most leaves hold one owner. Never changed, only replaced.
 *
 * V8 keeps numbers unboxed in an array that never held anything else, and a slice or a concatenation of such arrays
 * is one too; an array that was filled anew, at a place in the code that also fills others, is not. So all that is made
 * here is made by slicing and joining. Their results, moreover, have no spare capacity, unlike those of `splice`.
 */
export type Column = readonly KeyPart[];

/** Keys by columns, one for each part. */
export type Columns = readonly Column[];

const NUMBERS: Column = [0.5];
const OTHERS: Column = [''];

/** A key as the columns of its one row. */
export function columnsOf(key: IndexKey): Columns {
  return key.map((part) => [part]);
}

/** The key in a row, as columns of its own. */
export function keyAt(columns: Columns, row: number): Columns {
  return columns.map((column) => [partAt(column, row)]);
}

/** The value in a row. */
export function partAt(column: Column, row: number): KeyPart {
  // Not by `itemAt`: V8 knows only a few kinds of arrays by heart at any one place, and columns would be too many for it.
  const part = column[column.length === 1 ? 0 : row];
  if (part === undefined) throw new AssertionError(`no row ${row} of ${column.length}`);
  return part;
}

/** The values at the places given; numbers alone are unboxed, however they come. */
export function taken(column: Column, places: readonly number[]): Column {
  const copy = isNumeric(column) ? inFull(NUMBERS, places.length).slice() : column.slice(0, places.length);
  for (let row = 0; row < copy.length; row += 1) copy[row] = partAt(column, places[row] ?? 0);
  return copy;
}

/** Whether there is nothing but numbers. */
export function isNumeric(column: Column): column is readonly number[] {
  return column.every((part) => typeof part === 'number');
}

/** A column of `count` rows, with a value put in before `row`. */
export function withPart(column: Column, count: number, row: number, part: KeyPart): Column {
  if (count === 0) return withPut((typeof part === 'number' ? NUMBERS : OTHERS).slice(), 0, part);
  return column.length === 1 && column[0] === part ? column : withOneMore(inFull(column, count), row, part);
}

/** A column of `count` rows without one of them. */
export function withoutPart(column: Column, row: number): Column {
  return column.length === 1 ? column : column.slice(0, row).concat(column.slice(row + 1));
}

/** The rows `start <= row < end`. */
export function partsBetween(column: Column, start: number, end: number): Column {
  return column.length === 1 ? column : column.slice(start, end);
}

/** Two columns one after the other, of `aCount` and `bCount` rows. */
export function joinedParts(a: Column, aCount: number, b: Column, bCount: number): Column {
  if (a.length === 1 && b.length === 1 && a[0] === b[0]) return a;
  return inFull(a, aCount).concat(inFull(b, bCount));
}

/** The columns of sorted rows, in which the leading ones that hold one value alone keep it once. */
export function compacted(columns: Columns): Columns {
  let isOneKey = true;
  return columns.map((column) => {
    // What comes first and last in the order stands everywhere between, as long as all parts before are one value.
    isOneKey &&= column[0] === column.at(-1);
    return isOneKey && column.length > 1 ? column.slice(0, 1) : column;
  });
}

function withOneMore(column: Column, row: number, part: KeyPart): Column {
  const twice = Math.min(row, column.length - 1);
  return withPut(column.slice(0, twice + 1).concat(column.slice(twice)), row, part);
}

function withPut(column: KeyPart[], row: number, part: KeyPart): Column {
  column[row] = part;
  return column;
}

function inFull(column: Column, count: number): Column {
  if (column.length === count) return column;
  let full = column;
  while (full.length < count) full = full.concat(full);
  return full.slice(0, count);
}
