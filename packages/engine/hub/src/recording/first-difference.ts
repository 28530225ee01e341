import { isArray, isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { stateHash } from '../hashing/state-hash.ts';
import { MAP } from '../redaction/marks.ts';
import { isPairs } from '../redaction/revive.ts';
import type { PathStep } from './recording.ts';

/** Where two projections differ first, and in what. */
export interface Difference {
  readonly path: readonly PathStep[];
  /** Undefined where nothing stands there, or where the tape holds only its hash. */
  readonly recorded: Json | undefined;
  readonly replayed: Json | undefined;
}

/**
 * The first difference, as deep as it can be followed; undefined when there is none. Parts of equal hash are passed
 * over. Pairs of a map are found by their keys.
 */
export function firstDifference(recorded: Json, replayed: Json): Difference | undefined {
  return differenceOf(recorded, replayed, []);
}

function differenceOf(
  recorded: Json | undefined,
  replayed: Json | undefined,
  path: readonly PathStep[],
): Difference | undefined {
  if (recorded === undefined && replayed === undefined) return undefined;
  if (recorded === undefined || replayed === undefined) return { path, recorded, replayed };
  if (stateHash(recorded) === stateHash(replayed)) return undefined;
  for (const [step, one, other] of membersOfBoth(recorded, replayed)) {
    const found = differenceOf(one, other, [...path, step]);
    if (found !== undefined) return found;
  }
  return { path, recorded, replayed };
}

type Both = readonly [step: PathStep, recorded: Json | undefined, replayed: Json | undefined];

function membersOfBoth(recorded: Json, replayed: Json): readonly Both[] {
  if (isArray(recorded) && isArray(replayed)) {
    const length = Math.max(recorded.length, replayed.length);
    return Array.from({ length }, (_, at) => [at, recorded[at], replayed[at]]);
  }
  if (!isJsonObject(recorded) || !isJsonObject(replayed)) return [];
  const pairs = pairsByKey(recorded);
  const others = pairsByKey(replayed);
  if (pairs !== undefined && others !== undefined) return bothOf(pairs, others);
  return bothOf(new Map(Object.entries(recorded)), new Map(Object.entries(replayed)));
}

function bothOf(one: ReadonlyMap<string, Json>, other: ReadonlyMap<string, Json>): readonly Both[] {
  const keys = new Set([...one.keys(), ...other.keys()]);
  return [...keys].map((key) => [key, one.get(key), other.get(key)]);
}

function pairsByKey(value: JsonObject): ReadonlyMap<string, Json> | undefined {
  const pairs = value[MAP];
  if (!isPairs(pairs)) return undefined;
  return new Map(pairs.map(([key, inner]) => [typeof key === 'string' ? key : JSON.stringify(key), inner]));
}
