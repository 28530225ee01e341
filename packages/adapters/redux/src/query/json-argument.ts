import { isPlainObject } from '@reduxjs/toolkit';
import { isArray } from '@statehouse/kernel';

/**
 * A copy of a value that JSON can hold, which later changes of the original do not reach; members that are `undefined` are left
 * out. `notJson` if there is anything in it that JSON cannot hold: a date, a file, a function, a cycle.
 */
export function copyJson(value: unknown, above: ReadonlySet<unknown> = new Set()): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : notJson;
  if (above.has(value)) return notJson;
  const within = new Set([...above, value]);
  if (isArray(value)) {
    const items = value.map((item) => copyJson(item, within));
    return items.includes(notJson) ? notJson : items;
  }
  if (!isPlainObject(value)) return notJson;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]): [string, unknown] => [key, copyJson(member, within)]);
  return members.some(([, member]) => member === notJson) ? notJson : Object.fromEntries(members);
}

/** What {@link copyJson} answers for what is no JSON. */
export const notJson: unique symbol = Symbol('not JSON');
