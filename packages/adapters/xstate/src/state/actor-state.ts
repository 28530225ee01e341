import { isArray } from '@statehouse/kernel';
import type { EventObject, StateValue } from 'xstate';

/** The way from the root to an actor, by ids; empty for the root. */
export type ActorPath = readonly string[];

/** A delayed event that has not been sent yet. */
export interface PendingTimer {
  /** By which `cancel` finds it. */
  readonly id: string;
  readonly event: EventObject;
  /** Whom it goes to, where that is not the actor itself. */
  readonly to?: ActorPath;
  /** Wall-clock milliseconds. */
  readonly dueAtMs: number;
}

/** An actor below another one. */
export interface ChildState {
  /** Under which name its logic is found in the machine. */
  readonly src: string;
  /** Of this one invocation, also after it was restored: what idempotency keys are. */
  readonly run: string;
  readonly snapshot: ActorState;
  readonly systemId?: string;
  readonly syncSnapshot?: true;
}

/**
 * An actor with all that is below it, as plain data: what XState persists, and what that leaves out. Members that do
 * not belong to a kind of logic are absent.
 */
export interface ActorState {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly output: unknown;
  readonly error: unknown;
  /** Of promises, callbacks and observables. */
  readonly input?: unknown;
  readonly context?: unknown;
  readonly value?: StateValue;
  readonly historyValue?: HistoryState;
  readonly children?: ChildStates;
  readonly timers?: readonly PendingTimer[];
  /** How many children a machine has had. */
  readonly runs?: number;
  /** Only at the root. */
  readonly run?: string;
  /** That it has not been started, only at the root. */
  readonly isIdle?: true;
}

export type ChildStates = Readonly<Record<string, ChildState>>;

/** By the ids of history nodes the ids of those that they remember. */
export type HistoryState = Readonly<Record<string, readonly { readonly id: string }[]>>;

export const NO_CHILDREN: ChildStates = {};
export const NO_TIMERS: readonly PendingTimer[] = [];

/** The state of an actor below a root; undefined when there is none. */
export function stateAt(root: ActorState, path: ActorPath): ActorState | undefined {
  let state: ActorState | undefined = root;
  for (const id of path) state = state?.children?.[id]?.snapshot;
  return state;
}

/** A root in which one actor has another state; the others stay the same objects. */
export function withStateAt(root: ActorState, path: ActorPath, state: ActorState): ActorState {
  const [id, ...rest] = path;
  if (id === undefined) return state;
  const child = root.children?.[id];
  if (child === undefined) return root;
  const snapshot = withStateAt(child.snapshot, rest, state);
  return { ...root, children: { ...root.children, [id]: { ...child, snapshot } } };
}

/** The run of an actor; undefined when there is none at this path. */
export function runAt(root: ActorState, path: ActorPath): string | undefined {
  const id = path.at(-1);
  if (id === undefined) return root.run;
  return stateAt(root, path.slice(0, -1))?.children?.[id]?.run;
}

/** A root without a timer of one of its actors. */
export function withoutTimer(root: ActorState, path: ActorPath, id: string): ActorState {
  const state = stateAt(root, path);
  const at = state?.timers?.findIndex((timer) => timer.id === id) ?? -1;
  if (state?.timers === undefined || at === -1) return root;
  return withStateAt(root, path, { ...state, timers: state.timers.toSpliced(at, 1) });
}

const STATUSES: readonly unknown[] = ['active', 'done', 'error', 'stopped'];

/** Why something is no state of an actor, in words; undefined if it is one. Also takes what XState itself persists. */
export function problemOfState(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it is no object';
  if (!STATUSES.includes(value.status)) return 'its status is none';
  if (value.timers !== undefined && !(isArray(value.timers) && value.timers.every(isTimer))) {
    return 'its timers are none';
  }
  if (value.children === undefined) return undefined;
  if (!isRecord(value.children)) return 'its children are no object';
  for (const [id, child] of Object.entries(value.children)) {
    if (!isRecord(child) || typeof child.src !== 'string') return `its child ${id} has no logic`;
    const problem = problemOfState(child.snapshot);
    if (problem !== undefined) return `of its child ${id}: ${problem}`;
  }
  return undefined;
}

export function isActorState(value: unknown): value is ActorState {
  return problemOfState(value) === undefined;
}

function isTimer(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    Number.isFinite(value.dueAtMs) &&
    isRecord(value.event) &&
    typeof value.event.type === 'string'
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isArray(value);
}
