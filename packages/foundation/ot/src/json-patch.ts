import { isJsonObject, type Json, type JsonObject, jsonEquals } from '@statehouse/kernel';
import type { JsonPatchEffect } from './effect.ts';

/** Objects that were made for one change and that nobody else holds yet: only these may be changed in place. */
export type OwnedObjects = Set<unknown>;

/** A patched value and what the patch really did: nothing, or one place. */
export interface Patched {
  readonly result: Json;
  readonly effect: JsonPatchEffect | undefined;
}

/**
 * Puts `member` at a path of object keys (removes the key if `member` is undefined), making objects on the way.
 * The effect names the topmost place that changed, so that its inverse leaves nothing behind.
 * Undefined: the path leads through something that is not an object.
 *
 * An object is copied when it first changes and noted in `owned`; from then on it is changed in place, so that many
 * patches of one large object cost one copy of it.
 */
export function patchAt(
  value: Json,
  path: readonly string[],
  member: Json | undefined,
  owned: OwnedObjects,
): Patched | undefined {
  const [key, ...rest] = path;
  if (key === undefined || !isJsonObject(value)) return undefined;
  const held = Object.hasOwn(value, key) ? value[key] : undefined;
  if (rest.length === 0 || held === undefined) {
    const after = member === undefined ? undefined : nested(rest, member);
    if (jsonEquals(held, after)) return { result: value, effect: undefined };
    return { result: withMember(value, key, after, owned), effect: patchEffect([key], held, after) };
  }
  const inner = patchAt(held, rest, member, owned);
  if (inner?.effect === undefined)
    return inner === undefined ? undefined : { result: value, effect: undefined };
  const { path: below, before, after } = inner.effect;
  return {
    result: withMember(value, key, inner.result, owned),
    effect: patchEffect([key, ...below], before, after),
  };
}

/** `member` wrapped in objects along `path`. */
export function nested(path: readonly string[], member: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), member);
}

/** `value` with another member, or without it: the same object if it is owned, else a copy that is owned. */
export function withMember(
  value: JsonObject,
  key: string,
  member: Json | undefined,
  owned: OwnedObjects,
): JsonObject {
  const own: Record<string, Json> = { ...(owned.has(value) ? undefined : value) };
  const target = owned.has(value) ? value : own;
  owned.add(target);
  if (member === undefined) Reflect.deleteProperty(target, key);
  // Defined, not assigned: no key reaches a setter of the prototype.
  else
    Object.defineProperty(target, key, {
      value: member,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return target;
}

function patchEffect(
  path: readonly string[],
  before: Json | undefined,
  after: Json | undefined,
): JsonPatchEffect {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
