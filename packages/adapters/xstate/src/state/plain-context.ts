import { isArray } from '@statehouse/kernel';
import type { AnyActorRef } from 'xstate';

/** How XState writes down an actor that stands in a context. */
interface ActorMark {
  readonly xstate$$type: 1;
  readonly id: string;
}

/** What was looked at, and what stands for it: mostly itself. Contexts are immutable, so it stays true. */
const written = new WeakMap<object, unknown>();

/** A context in which a mark stands for each actor. What holds none is the same object. O(what is new in it). */
export function plainContext(part: unknown): unknown {
  if (!isWalked(part)) return part;
  const known = written.get(part);
  if (known !== undefined) return known;
  if (isActor(part)) return markOf(part);
  // Before its members: a context that holds itself ends here.
  written.set(part, part);
  const plain = mapMembers(part, plainContext);
  if (plain !== part) written.set(part, plain);
  return plain;
}

/** A context whose marks may be replaced in place, which XState does; what holds none is shared. */
export function contextToRevive(part: unknown): unknown {
  return copyMarked(part, new Set());
}

function copyMarked(part: unknown, inside: Set<object>): unknown {
  if (!isWalked(part) || inside.has(part)) return part;
  if (isMark(part)) return { ...part };
  inside.add(part);
  const copy = mapMembers(part, (member) => copyMarked(member, inside));
  inside.delete(part);
  return copy;
}

function mapMembers(part: object, map: (member: unknown) => unknown): unknown {
  if (isArray(part)) {
    const items = part.map(map);
    return items.every((item, at) => item === part[at]) ? part : items;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [key, member] of Object.entries(part)) {
    const mapped = map(member);
    if (mapped === member) continue;
    copy ??= { ...part };
    copy[key] = mapped;
  }
  return copy ?? part;
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

function isMark(part: object): part is ActorMark {
  return 'xstate$$type' in part && part.xstate$$type === 1;
}

function markOf({ id }: AnyActorRef): ActorMark {
  return { xstate$$type: 1, id };
}
