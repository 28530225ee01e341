import { isArray } from '@statehouse/kernel';
import type { AnyActorRef } from 'xstate';

/** How XState writes down an actor that stands in a context. */
interface ActorMark {
  readonly xstate$$type: 1;
  readonly id: string;
}

/** From here on it is remembered what was walked through: a context may hold itself. */
const DEEP = 2;

/**
 * A context in which a mark stands for each actor. What holds none is the same object; what is in the plain context
 * before it is not looked at again, because contexts are immutable. O(what is new in it).
 */
export function plainContext(part: unknown, before: unknown): unknown {
  return plainPart(part, before, 0, undefined);
}

function plainPart(
  part: unknown,
  before: unknown,
  depth: number,
  walked: Map<object, unknown> | undefined,
): unknown {
  if (part === before || !isWalked(part)) return part;
  if (isActor(part)) return isMark(before) && before.id === part.id ? before : markOf(part);
  const known = walked?.get(part);
  if (known !== undefined) return known;
  const all = depth === DEEP ? new Map<object, unknown>() : walked;
  all?.set(part, part);
  const plain = mapMembers(part, (member, key) => plainPart(member, memberOf(before, key), depth + 1, all));
  all?.set(part, plain);
  return plain;
}

/** A context whose marks may be replaced in place, which XState does; what holds none is shared. */
export function contextToRevive(part: unknown): unknown {
  return copyMarked(part, new Map());
}

function copyMarked(part: unknown, walked: Map<object, unknown>): unknown {
  if (!isWalked(part)) return part;
  if (isMark(part)) return { ...part };
  const known = walked.get(part);
  if (known !== undefined) return known;
  walked.set(part, part);
  const copy = mapMembers(part, (member) => copyMarked(member, walked));
  walked.set(part, copy);
  return copy;
}

function mapMembers(part: object, map: (member: unknown, key: string | number) => unknown): unknown {
  if (isArray(part)) {
    const items = part.map(map);
    return items.every((item, at) => item === part[at]) ? part : items;
  }
  let copy: Record<string, unknown> | undefined;
  for (const key in part) {
    if (!Object.hasOwn(part, key)) continue;
    const member: unknown = Reflect.get(part, key);
    if (typeof member !== 'object' || member === null) continue;
    const mapped = map(member, key);
    if (mapped === member) continue;
    copy ??= { ...part };
    copy[key] = mapped;
  }
  return copy ?? part;
}

function memberOf(part: unknown, key: string | number): unknown {
  return typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined;
}

function isWalked(part: unknown): part is object {
  if (typeof part !== 'object' || part === null) return false;
  if (isArray(part) || isActor(part)) return true;
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === Object.prototype || prototype === null;
}

function isActor(part: object): part is AnyActorRef {
  return 'sessionId' in part && 'send' in part && 'ref' in part;
}

function isMark(part: unknown): part is ActorMark {
  return typeof part === 'object' && part !== null && 'xstate$$type' in part && part.xstate$$type === 1;
}

function markOf({ id }: AnyActorRef): ActorMark {
  return { xstate$$type: 1, id };
}
