import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import { dbError } from './errors.ts';

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

/**
 * A deep copy of a JSON value that nobody else can change, without members that are `undefined`, −0 as 0.
 * @throws StatehouseError `db/wrong-type` · `db/reserved-key`
 */
export function copyJson(
  value: unknown,
  where: { readonly table: string; readonly field: string },
  depth = 0,
): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (isArray(value) && depth < MAX_JSON_DEPTH) return value.map((item) => copyJson(item, where, depth + 1));
  if (isPlainObject(value) && depth < MAX_JSON_DEPTH) {
    const copy: Record<string, Json> = {};
    for (const key of Object.keys(value)) {
      if (isReservedKey(key)) throw dbError('reserved-key', { ...where, key });
      const member = value[key];
      if (member !== undefined) copy[key] = copyJson(member, where, depth + 1);
    }
    return copy;
  }
  const got = depth < MAX_JSON_DEPTH ? describeType(value) : `nesting deeper than ${MAX_JSON_DEPTH}`;
  throw dbError('wrong-type', { ...where, expected: 'a JSON value', got });
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isJsonObject(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
