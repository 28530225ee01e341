import type { AnyActorRef, EventObject } from 'xstate';
import { type ActorPath, NO_TIMERS, type PendingTimer } from './actor-state.ts';

/** What a transition wants done, as XState hands it to its executor. */
export interface WantedAction {
  readonly type: string;
  readonly params: unknown;
}

/**
 * The timers of an actor after what a transition wanted: delayed events are set, and `cancel` takes them away. Those
 * to actors of other systems are left out, because nobody could find them again.
 */
export function timersAfter(
  before: readonly PendingTimer[],
  self: AnyActorRef,
  actions: readonly WantedAction[],
  atMs: number,
): readonly PendingTimer[] {
  let timers = before;
  for (const { type, params } of actions) {
    if (type === 'xstate.cancel') {
      const id = fieldOf(params, 'sendId');
      if (timers.some((timer) => timer.id === id)) timers = timers.filter((timer) => timer.id !== id);
    } else if (type === 'xstate.raise' || type === 'xstate.sendTo') {
      const timer = timerOf(params, self, timers, atMs);
      if (timer !== undefined) timers = [...timers, timer];
    }
  }
  return timers.length === 0 ? NO_TIMERS : timers;
}

function timerOf(
  params: unknown,
  self: AnyActorRef,
  others: readonly PendingTimer[],
  atMs: number,
): PendingTimer | undefined {
  const delayMs = fieldOf(params, 'delay');
  const event = fieldOf(params, 'event');
  if (typeof delayMs !== 'number' || !isEvent(event)) return undefined;
  const given = fieldOf(params, 'id');
  const id = typeof given === 'string' ? given : namedBy(params, unusedId(others));
  const dueAtMs = atMs + delayMs;
  const target = fieldOf(params, 'to');
  if (target === undefined || target === self) return { id, event, dueAtMs };
  if (!isActorRef(target) || rootOf(target) !== rootOf(self)) return undefined;
  return { id, event, to: pathOf(target), dueAtMs };
}

/** XState would draw an id for what has none; under this one it can be found again. */
function namedBy(params: unknown, id: string): string {
  if (typeof params === 'object' && params !== null) Reflect.set(params, 'id', id);
  return id;
}

function unusedId(others: readonly PendingTimer[]): string {
  for (let at = others.length; ; at += 1) {
    const id = `unnamed.${at}`;
    if (others.every((timer) => timer.id !== id)) return id;
  }
}

/** The ids from the root of its system down to an actor. */
export function pathOf(ref: AnyActorRef): ActorPath {
  const path: string[] = [];
  for (let at = ref; at._parent !== undefined; at = at._parent) path.unshift(at.id);
  return path;
}

function rootOf(ref: AnyActorRef): AnyActorRef {
  let at = ref;
  while (at._parent !== undefined) at = at._parent;
  return at;
}

export function isActorRef(value: unknown): value is AnyActorRef {
  return typeof value === 'object' && value !== null && 'sessionId' in value && 'getSnapshot' in value;
}

function isEvent(value: unknown): value is EventObject {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
