/** Says whether two answers are the same to whoever asked. */
export type Equality<Value> = (before: Value, now: Value) => boolean;

/**
 * The same list, record, set or map but for the object itself: members are compared by identity, one level deep.
 * For selectors that build their answer anew each time.
 */
export function shallowEqual(before: unknown, now: unknown): boolean {
  return equalBy(before, now, Object.is);
}

/** The same plain data at every depth. */
export function deepEqual(before: unknown, now: unknown): boolean {
  return equalBy(before, now, deepEqual);
}

function equalBy(before: unknown, now: unknown, isEqual: Equality<unknown>): boolean {
  if (Object.is(before, now)) return true;
  if (!isObject(before) || !isObject(now)) return false;
  if (Object.getPrototypeOf(before) !== Object.getPrototypeOf(now)) return false;
  if (Array.isArray(before) && Array.isArray(now)) return equalLists(before, now, isEqual);
  if (before instanceof Set && now instanceof Set) {
    return before.size === now.size && [...before].every((member) => now.has(member));
  }
  if (before instanceof Map && now instanceof Map) return equalMaps(before, now, isEqual);
  return isPlain(before) && equalMaps(new Map(Object.entries(before)), new Map(Object.entries(now)), isEqual);
}

function equalLists(
  before: readonly unknown[],
  now: readonly unknown[],
  isEqual: Equality<unknown>,
): boolean {
  return before.length === now.length && before.every((member, at) => isEqual(member, now[at]));
}

function equalMaps(
  before: ReadonlyMap<unknown, unknown>,
  now: ReadonlyMap<unknown, unknown>,
  isEqual: Equality<unknown>,
): boolean {
  if (before.size !== now.size) return false;
  for (const [key, value] of before) if (!now.has(key) || !isEqual(value, now.get(key))) return false;
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Other objects have an inside that cannot be compared from here. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
