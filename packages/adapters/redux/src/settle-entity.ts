import { current, isDraft } from '@reduxjs/toolkit';

/**
 * An entity as a table may keep it: without Immer's drafts, which die with their reducer, and frozen all the way down, so
 * that nobody who reads it from a snapshot can change the snapshot. What is not a plain object or an array is left alone.
 *
 * The object given is the object returned, frozen, unless a draft had to be replaced in it. O(size of the entity).
 */
export function settleEntity<T extends object>(entity: T): T {
  // Most entities are flat, and a load has many.
  if (isFlat(entity) && !isDraft(entity)) return Object.freeze(entity);
  const settled = withoutDrafts(entity, undefined);
  freezeDeep(settled, undefined);
  // A draft and what stands for it are of one type, which only the words for drafts do not say.
  return settled as T;
}

function isFlat(value: object): boolean {
  for (const key of Object.keys(value)) {
    if (typeof Reflect.get(value, key) === 'object') return false;
  }
  return true;
}

/** Plain objects and arrays: the others do not show all that they hold. */
function isPlainValue(value: unknown): value is Record<PropertyKey, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** `seen` maps what was visited to what stands for it, so that what is shared stays shared and a circle ends. */
function withoutDrafts(value: object, seen: Map<object, object> | undefined): object {
  if (isDraft(value)) return current<object>(value);
  let copy: object | undefined;
  for (const [key, child] of Object.entries(value)) {
    if (!isPlainValue(child) && !isDraft(child)) continue;
    const visited = seen ?? new Map<object, object>([[value, value]]);
    const settled = visited.get(child) ?? withoutDrafts(child, visited.set(child, child));
    visited.set(child, settled);
    if (settled === child) continue;
    copy ??= shallowCopy(value);
    Reflect.set(copy, key, settled);
  }
  return copy ?? value;
}

function shallowCopy(value: object): object {
  return Array.isArray(value)
    ? [...value]
    : Object.assign(Object.create(Object.getPrototypeOf(value)), value);
}

function freezeDeep(value: object, seen: Set<object> | undefined): void {
  Object.freeze(value);
  for (const key of Object.keys(value)) {
    const child: unknown = Reflect.get(value, key);
    if (!isPlainValue(child) || seen?.has(child)) continue;
    // Immer and others freeze the top alone, so a frozen child does not mean that its children are.
    freezeDeep(child, (seen ?? new Set<object>([value])).add(child));
  }
}
