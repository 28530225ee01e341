import { isArray } from '@statehouse/kernel';
import { isPlainObject } from './argument-key.ts';

/** Beyond this many parts nothing more is compared: computing has to stay dearer than keeping. */
const MOST_PARTS = 5_000;
const DEEPEST = 16;

/**
 * The later value with every part that says what it said before replaced by the earlier one; the earlier value itself
 * if all of it does. Arrays are matched by the ids of their items, or else by place. What `isGiven` is never replaced by a
 * copy: it is an object of the snapshot.
 */
export function keptParts(before: unknown, after: unknown, isGiven: (object: object) => boolean): unknown {
  return new Comparison(isGiven).keep(before, after, 0);
}

class Comparison {
  /** Asked only where something would be copied, which is seldom. */
  readonly #isGiven: (object: object) => boolean;
  #left = MOST_PARTS;

  constructor(isGiven: (object: object) => boolean) {
    this.#isGiven = isGiven;
  }

  keep(before: unknown, after: unknown, depth: number): unknown {
    if (Object.is(before, after)) return before;
    if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
      return after;
    this.#left -= 1;
    if (this.#left < 0 || depth === DEEPEST) return after;
    if (isArray(after)) return isArray(before) ? this.#keepItems(before, after, depth + 1) : after;
    if (isArray(before) || !isPlainObject(before) || !isPlainObject(after)) return after;
    return this.#keepMembers(before, after, depth + 1);
  }

  #keepItems(before: readonly unknown[], after: readonly unknown[], depth: number): unknown {
    const byId = idOf(after[0]) === undefined ? undefined : new Map(before.map((item) => [idOf(item), item]));
    const kept = after.map((item, at) => {
      const id = byId === undefined ? undefined : idOf(item);
      return this.keep(id === undefined ? before[at] : byId?.get(id), item, depth);
    });
    if (before.length === kept.length && kept.every((item, at) => Object.is(item, before[at]))) return before;
    if (kept.every((item, at) => Object.is(item, after[at])) || this.#isGiven(after)) return after;
    return Object.isFrozen(after) ? Object.freeze(kept) : kept;
  }

  #keepMembers(
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
    depth: number,
  ): unknown {
    const names = Object.keys(after);
    let isBefore = Object.keys(before).length === names.length;
    let isAfter = true;
    const kept = names.map((name): [string, unknown] => {
      const isKnown = Object.hasOwn(before, name);
      const value = isKnown ? this.keep(before[name], after[name], depth) : after[name];
      isBefore &&= isKnown && Object.is(value, before[name]);
      isAfter &&= Object.is(value, after[name]);
      return [name, value];
    });
    if (isBefore) return before;
    if (isAfter || this.#isGiven(after)) return after;
    const copy = Object.fromEntries(kept);
    return Object.isFrozen(after) ? Object.freeze(copy) : copy;
  }
}

function idOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
}
