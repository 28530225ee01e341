import { isArray, isJsonObject } from '@statehouse/kernel';

/** JSON nested deeper than this is refused. */
export const MAX_JSON_DEPTH = 64;

const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Keys that no JSON value and no path may use: they reach into the prototypes of whoever is careless with them. */
export function isReservedKey(key: string): boolean {
  return RESERVED_KEYS.has(key);
}

/** Why a value is not JSON that a document may hold: see {@link problemOfJson}. */
export type JsonProblem =
  | { readonly kind: 'not-json'; readonly why: string }
  | { readonly kind: 'key'; readonly key: string };

/** Undefined if the value is JSON with finite numbers, well-formed strings, no reserved keys, at most 64 levels deep. */
export function problemOfJson(value: unknown, depth = 0): JsonProblem | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : notJson('a string with a lone surrogate');
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : notJson('a number that is not finite');
  if (depth >= MAX_JSON_DEPTH) return notJson(`nesting deeper than ${MAX_JSON_DEPTH}`);
  if (isArray(value)) return problemOfItems(value, depth);
  if (!isJsonObject(value)) return notJson(describeType(value));
  for (const key of Object.keys(value)) {
    if (isReservedKey(key)) return { kind: 'key', key };
    if (!key.isWellFormed()) return notJson('a key with a lone surrogate');
    const problem = problemOfJson(value[key], depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfItems(items: readonly unknown[], depth: number): JsonProblem | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const problem = problemOfJson(items[index], depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function notJson(why: string): JsonProblem {
  return { kind: 'not-json', why };
}

/** The type of a value in words; never the value itself. */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'a list';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number that is not finite';
  if (typeof value === 'string' && !value.isWellFormed()) return 'a string with a lone surrogate';
  return typeof value === 'object' ? 'an object' : `a value of type ${typeof value}`;
}
