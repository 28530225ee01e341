import { isJsonObject, type Json, jsonEquals } from '@statehouse/kernel';
import type { JsonPatchEffect } from './effect.ts';

/** A patched value and what the patch really did: nothing, or one place. */
export interface Patched {
  readonly result: Json;
  readonly effect: JsonPatchEffect | undefined;
}

/**
 * Puts `member` at a path of object keys (removes the key if `member` is undefined), making objects on the way.
 * The effect names the topmost place that changed, so that its inverse leaves nothing behind.
 * Undefined: the path leads through something that is not an object.
 */
export function patchAt(value: Json, path: readonly string[], member: Json | undefined): Patched | undefined {
  const [key, ...rest] = path;
  if (key === undefined || !isJsonObject(value)) return undefined;
  const held = Object.hasOwn(value, key) ? value[key] : undefined;
  if (rest.length === 0 || held === undefined) {
    const after = member === undefined ? undefined : nested(rest, member);
    if (jsonEquals(held, after)) return { result: value, effect: undefined };
    return { result: withMember(value, key, after), effect: patchEffect([key], held, after) };
  }
  const inner = patchAt(held, rest, member);
  if (inner?.effect === undefined)
    return inner === undefined ? undefined : { result: value, effect: undefined };
  const { path: below, before, after } = inner.effect;
  return {
    result: withMember(value, key, inner.result),
    effect: patchEffect([key, ...below], before, after),
  };
}

/** `member` wrapped in objects along `path`. */
export function nested(path: readonly string[], member: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), member);
}

function withMember(value: Readonly<Record<string, Json>>, key: string, member: Json | undefined): Json {
  if (member !== undefined) return { ...value, [key]: member };
  const { [key]: _, ...rest } = value;
  return rest;
}

function patchEffect(
  path: readonly string[],
  before: Json | undefined,
  after: Json | undefined,
): JsonPatchEffect {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
