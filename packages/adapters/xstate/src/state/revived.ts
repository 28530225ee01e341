import { assert } from '@statehouse/kernel';
import { type AnyActorLogic, type AnyActorRef, createActor, isMachineSnapshot, type Snapshot } from 'xstate';
import {
  type ActorPath,
  type ActorState,
  type ChildState,
  isRecord,
  NO_CHILDREN,
  NO_TIMERS,
} from './actor-state.ts';
import { contextToRevive } from './plain-context.ts';

/** A state as XState takes it for the `snapshot` of an actor. XState changes it in places, which are copies. */
export function snapshotToRevive(state: ActorState): Snapshot<unknown> {
  const { timers: _timers, runs: _runs, run: _run, isIdle: _isIdle, ...persisted } = state;
  const snapshot: unknown = {
    ...persisted,
    ...('context' in state ? { context: contextToRevive(state.context) } : {}),
    ...(state.children === undefined ? {} : { children: childrenToRevive(state.children) }),
  };
  assert(isSnapshot(snapshot), () => 'a state has no status');
  return snapshot;
}

function childrenToRevive(children: Readonly<Record<string, ChildState>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(children).map(([id, { src, snapshot, systemId, syncSnapshot }]) => [
      id,
      { src, systemId, syncSnapshot, snapshot: snapshotToRevive(snapshot) },
    ]),
  );
}

function isSnapshot(value: unknown): value is Snapshot<unknown> {
  return typeof value === 'object' && value !== null && 'status' in value;
}

/** An actor in a state that never starts: for looking at the state, and for what comes after it. */
export function ghostOf(logic: AnyActorLogic, state: ActorState): AnyActorRef {
  return createActor(logic, { snapshot: snapshotToRevive(state) });
}

/** An actor below another one; undefined when there is none at this path. */
export function actorAt(root: AnyActorRef, path: ActorPath): AnyActorRef | undefined {
  let ref: AnyActorRef | undefined = root;
  for (const id of path) {
    const snapshot: unknown = ref?.getSnapshot();
    ref = isMachineSnapshot(snapshot) ? snapshot.children[id] : undefined;
  }
  return ref;
}

/** Why an actor did not come out as the state says, in words; undefined if it did. */
export function problemOfRevived(ref: AnyActorRef, state: ActorState): string | undefined {
  const snapshot: unknown = ref.getSnapshot();
  const status: unknown = isRecord(snapshot) ? snapshot.status : undefined;
  if (status !== state.status) return isRecord(snapshot) ? textOf(snapshot.error) : 'there is nothing';
  const children: Readonly<Record<string, AnyActorRef | undefined>> = isMachineSnapshot(snapshot)
    ? snapshot.children
    : {};
  for (const [id, child] of Object.entries(state.children ?? {})) {
    const revived = children[id];
    if (revived === undefined) return `there is no logic ${child.src} for its child ${id}`;
    const problem = problemOfRevived(revived, child.snapshot);
    if (problem !== undefined) return `of its child ${id}: ${problem}`;
  }
  return undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A state with everything that the hub adds to what XState persists, where it lacks it. */
export function completed(state: ActorState, run: string): ActorState {
  const given = state.run ?? run;
  return { ...completedBelow(state, given), run: given };
}

function completedBelow(state: ActorState, run: string): ActorState {
  if (!('value' in state)) return state;
  const { children = NO_CHILDREN, timers = NO_TIMERS, historyValue = {} } = state;
  let runs = state.runs ?? Object.keys(children).length;
  const complete = Object.entries(children).map(([id, child], at) => {
    const own = child.run ?? `${run}.${at + 1}`;
    const snapshot = completedBelow(child.snapshot, own);
    return [
      id,
      snapshot === child.snapshot && child.run === own ? child : { ...child, run: own, snapshot },
    ] as const;
  });
  const isComplete =
    state.timers !== undefined &&
    state.runs !== undefined &&
    state.historyValue !== undefined &&
    complete.every(([id, child]) => child === children[id]);
  if (isComplete) return state;
  runs = Math.max(runs, complete.length);
  return { ...state, historyValue, children: Object.fromEntries(complete), timers, runs };
}
