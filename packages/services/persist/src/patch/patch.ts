import { isArray } from '@statehouse/kernel';

/** One difference between two states. */
export type Difference =
  | { readonly path: readonly string[]; readonly kind: 'set'; readonly value: unknown }
  | { readonly path: readonly string[]; readonly kind: 'gone' }
  /** Of a list: at a place so many members gave way to others. */
  | {
      readonly path: readonly string[];
      readonly kind: 'splice';
      readonly at: number;
      readonly removed: number;
      readonly inserted: readonly unknown[];
    };

/**
 * What has to be done to one state to get another. Parts that are the same object are not looked at, so it costs what
 * changed; plain objects are gone into, lists are compared member by member, anything else is set whole.
 */
export function differencesBetween(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(before: unknown, after: unknown, path: readonly string[], found: Difference[]): void {
  if (Object.is(before, after)) return;
  if (isPlain(before) && isPlain(after)) {
    let shared = 0;
    for (const key of Object.keys(after)) {
      const [was, is] = [before[key], after[key]];
      const isThere = (was !== undefined && !isInherited(key)) || Object.hasOwn(before, key);
      if (isThere) shared += 1;
      if (isThere && Object.is(was, is)) continue;
      if (isThere) compare(was, is, [...path, key], found);
      else found.push({ path: [...path, key], kind: 'set', value: is });
    }
    const names = Object.keys(before);
    if (names.length === shared) return;
    for (const key of names)
      if (!Object.hasOwn(after, key)) found.push({ path: [...path, key], kind: 'gone' });
  } else if (isArray(before) && isArray(after)) compareLists(before, after, path, found);
  else found.push({ path, kind: 'set', value: after });
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly string[],
  found: Difference[],
): void {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && Object.is(before[at], after[at])) at += 1;
  let tail = 0;
  while (tail < shorter - at && Object.is(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const removed = before.length - at - tail;
  const inserted = after.slice(at, after.length - tail);
  if (removed === 0 && inserted.length === 0) return;
  found.push({ path, kind: 'splice', at, removed, inserted });
}

/**
 * The state with differences applied; parts that do not change are the same objects. Each object that does change is
 * copied once, however many differences there are. Total: what fits nowhere, because the state is not the one that it
 * was made for, is left out.
 */
export function applyDifferences(state: unknown, differences: readonly Difference[]): unknown {
  const own = new WeakSet<object>();
  let now = state;
  for (const difference of differences) now = applyAt(now, difference, 0, own);
  return now;
}

/** `own`: the copies that were made here, which nobody else has. */
function applyAt(state: unknown, difference: Difference, depth: number, own: WeakSet<object>): unknown {
  const { path } = difference;
  const key = path[depth];
  if (key === undefined) return applyHere(state, difference);
  if (!isPlain(state)) return state;
  const isLast = depth === path.length - 1;
  const isThere = Object.hasOwn(state, key);
  if (!isThere && !(isLast && difference.kind === 'set')) return state;
  const copy = own.has(state) ? state : copyOf(state, own);
  if (isLast && difference.kind === 'gone') {
    Reflect.deleteProperty(copy, key);
  } else {
    const value = applyAt(isThere ? state[key] : undefined, difference, depth + 1, own);
    // Defined, not assigned: `__proto__` is a name like any other.
    Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

function copyOf(object: Readonly<Record<string, unknown>>, own: WeakSet<object>): object {
  const copy = Object.fromEntries(Object.entries(object));
  own.add(copy);
  return copy;
}

/** Whether a plain object answers to a name that it does not have itself. */
function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** The object with another member, in its place; a new one comes last. Its name may be any, `__proto__` too. */
export function withMember(
  object: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const members = Object.entries(object).map(
    ([name, member]) => [name, name === key ? value : member] as const,
  );
  return Object.fromEntries(Object.hasOwn(object, key) ? members : [...members, [key, value] as const]);
}

function applyHere(state: unknown, difference: Difference): unknown {
  if (difference.kind === 'set') return difference.value;
  if (difference.kind !== 'splice' || !isArray(state)) return state;
  const { at, removed, inserted } = difference;
  // Not spread over arguments: a list may be longer than a call can take.
  return [...state.slice(0, at), ...inserted, ...state.slice(at + removed)];
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
