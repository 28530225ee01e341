import { isArray, isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { stateHash } from '../hashing/state-hash.ts';
import type { ChangedPath, PathStep } from './recording.ts';

export interface PathBounds {
  /** With more of them the difference is told by larger parts. */
  readonly maxPaths: number;
  /** Larger values stand as their hash. */
  readonly maxValueLetters: number;
}

/** Steps from the root at which a difference is cut, one after the other, until it is short enough. */
const DEPTHS = [Number.POSITIVE_INFINITY, 4, 2, 1];

/** What changed from one projection to the next. What both share as the same object is not looked at. */
export function changedPaths(before: Json, after: Json, bounds: PathBounds): readonly ChangedPath[] {
  for (const depth of DEPTHS) {
    const found = new PathCollector(depth, bounds).collect(before, after);
    if (found !== undefined) return found;
  }
  return new PathCollector(0, bounds).collect(before, after) ?? [];
}

/** The state after, of the state before; undefined where the paths do not fit it, or do not say all. */
export function applyPaths(before: Json, paths: readonly ChangedPath[]): Json | undefined {
  let state: Json | undefined = before;
  for (const { path, value, isGone } of paths) {
    if (state === undefined || (value === undefined && isGone !== true)) return undefined;
    state = withPath(state, path, value);
  }
  return state;
}

class PathCollector {
  readonly #depth: number;
  readonly #bounds: PathBounds;
  readonly #found: ChangedPath[] = [];

  constructor(depth: number, bounds: PathBounds) {
    this.#depth = depth;
    this.#bounds = bounds;
  }

  /** Undefined when there are too many. */
  collect(before: Json, after: Json): readonly ChangedPath[] | undefined {
    return this.#compare(before, after, []) ? this.#found : undefined;
  }

  #compare(before: Json | undefined, after: Json | undefined, path: readonly PathStep[]): boolean {
    if (before === after) return true;
    if (this.#found.length >= this.#bounds.maxPaths) return false;
    if (after === undefined) {
      this.#found.push({ path, isGone: true });
      return true;
    }
    if (path.length < this.#depth) {
      if (isArray(before) && isArray(after)) return this.#compareItems(before, after, path);
      if (isJsonObject(before) && isJsonObject(after)) return this.#compareMembers(before, after, path);
    } else if (before !== undefined && stateHash(before) === stateHash(after)) return true;
    this.#found.push(this.#valueAt(path, after));
    return true;
  }

  #compareItems(before: readonly Json[], after: readonly Json[], path: readonly PathStep[]): boolean {
    for (let at = 0; at < after.length; at += 1) {
      if (before[at] !== after[at] && !this.#compare(before[at], after[at], [...path, at])) return false;
    }
    // From the end, so that each is the last one when it goes.
    for (let at = before.length - 1; at >= after.length; at -= 1) {
      if (!this.#compare(before[at], undefined, [...path, at])) return false;
    }
    return true;
  }

  #compareMembers(before: JsonObject, after: JsonObject, path: readonly PathStep[]): boolean {
    const known = Object.keys(before);
    let shared = 0;
    for (const key of Object.keys(after)) {
      const isKnown = Object.hasOwn(before, key);
      if (isKnown) shared += 1;
      // Of a wide object nearly all is the same.
      if (isKnown && before[key] === after[key]) continue;
      if (!this.#compare(isKnown ? before[key] : undefined, after[key], [...path, key])) return false;
    }
    if (shared === known.length) return true;
    for (const key of known) {
      if (!Object.hasOwn(after, key) && !this.#compare(before[key], undefined, [...path, key])) return false;
    }
    return true;
  }

  #valueAt(path: readonly PathStep[], value: Json): ChangedPath {
    const isSmall =
      typeof value === 'object'
        ? JSON.stringify(value).length <= this.#bounds.maxValueLetters
        : String(value).length <= this.#bounds.maxValueLetters;
    return isSmall ? { path, value } : { path, hash: stateHash(value) };
  }
}

function withPath(state: Json, path: readonly PathStep[], value: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (isArray(state)) {
    if (typeof step !== 'number' || step < 0 || step > state.length) return undefined;
    return withItem(state, step, rest, value);
  }
  if (!isJsonObject(state) || typeof step !== 'string') return undefined;
  const inner = rest.length === 0 ? value : withPath(memberOf(state, step) ?? null, rest, value);
  if (inner === undefined) {
    if (rest.length > 0) return undefined;
    return Object.fromEntries(Object.entries(state).filter(([key]) => key !== step));
  }
  if (!Object.hasOwn(state, step)) return Object.fromEntries([...Object.entries(state), [step, inner]]);
  return Object.fromEntries(Object.entries(state).map(([key, old]) => [key, key === step ? inner : old]));
}

function withItem(
  state: readonly Json[],
  at: number,
  rest: readonly PathStep[],
  value: Json | undefined,
): readonly Json[] | undefined {
  const inner = rest.length === 0 ? value : withPath(state[at] ?? null, rest, value);
  if (inner !== undefined) return at === state.length ? [...state, inner] : state.with(at, inner);
  return rest.length === 0 && at === state.length - 1 ? state.slice(0, -1) : undefined;
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(state: Json, path: readonly PathStep[]): Json | undefined {
  let at: Json | undefined = state;
  for (const step of path) {
    if (isArray(at)) at = typeof step === 'number' ? at[step] : undefined;
    else at = isJsonObject(at) && typeof step === 'string' ? memberOf(at, step) : undefined;
  }
  return at;
}

function memberOf(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
