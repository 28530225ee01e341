import { compareKeyParts } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { keyPartOf } from '../../indexes/row-key.ts';
import type { OrderKey } from '../expression/query-node.ts';

/** Negative if the first row stands before the second, 0 only for the same place. */
export type CompareRows = (a: Row, b: Row) => number;

/** Compares rows by the keys of an order in turn. */
export function compareBy(order: readonly OrderKey[]): CompareRows {
  const [first, second] = order;
  if (first === undefined) return () => 0;
  if (second === undefined) return compareByField(first);
  const firstly = compareByField(first);
  const then = order.length === 2 ? compareByField(second) : compareBy(order.slice(1));
  return (a, b) => firstly(a, b) || then(a, b);
}

function compareByField({ field, descending }: OrderKey): CompareRows {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const left = a[field];
    const right = b[field];
    if (left === right) return 0;
    return sign * compareKeyParts(keyPartOf(a, field), keyPartOf(b, field));
  };
}

/** The order with what makes it total: keys behind a unique one say nothing, and without one the last are `last`. */
export function totalOrder(order: readonly OrderKey[], last: readonly string[]): readonly OrderKey[] {
  const total: OrderKey[] = [];
  const missing = new Set(last);
  for (const key of order) {
    if (missing.size === 0) break;
    if (total.some(({ field }) => field === key.field)) continue;
    total.push(key);
    missing.delete(key.field);
  }
  for (const field of missing) total.push({ field, descending: false });
  return total;
}
