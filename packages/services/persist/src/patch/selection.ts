import { isPlain, withMember } from './patch.ts';

/** Which parts of a state are kept: `cart`, `user.settings`; all of it without. */
export type Selection = readonly string[];

/** The kept parts of a state alone. A path that leads nowhere is left out. */
export function selected(state: unknown, selection: Selection | undefined): unknown {
  if (selection === undefined) return state;
  return selection.reduce<unknown>((parts, path) => {
    const keys = path.split('.');
    const found = valueAt(state, keys);
    return found === undefined ? parts : withValue(parts, keys, found.value);
  }, {});
}

/** A state with the kept parts of another in place of its own. */
export function merged(state: unknown, stored: unknown, selection: Selection | undefined): unknown {
  if (selection === undefined) return stored;
  return selection.reduce<unknown>((now, path) => {
    const keys = path.split('.');
    const found = valueAt(stored, keys);
    return found === undefined ? now : withValue(now, keys, found.value);
  }, state);
}

/** As {@link merged}, but a kept part that the other does not have is gone. */
export function replaced(state: unknown, parts: unknown, selection: Selection | undefined): unknown {
  if (selection === undefined) return parts;
  return selection.reduce<unknown>((now, path) => {
    const keys = path.split('.');
    const found = valueAt(parts, keys);
    return found === undefined ? withoutValue(now, keys) : withValue(now, keys, found.value);
  }, state);
}

/** What stands at a place of a state, if that place is there. */
export function valueAt(state: unknown, keys: readonly string[]): { readonly value: unknown } | undefined {
  let value = state;
  for (const key of keys) {
    if (!isPlain(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return { value };
}

/** A state with something else at a place, which is made if need be. */
export function withValue(state: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const object = isPlain(state) ? state : {};
  const inner = Object.hasOwn(object, key) ? object[key] : undefined;
  return withMember(object, key, withValue(inner, rest, value));
}

function withoutValue(state: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || !isPlain(state) || !Object.hasOwn(state, key)) return state;
  if (rest.length > 0) return withMember(state, key, withoutValue(state[key], rest));
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== key));
}
