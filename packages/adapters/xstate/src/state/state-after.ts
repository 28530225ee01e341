import { type AnyActorLogic, type AnyActorRef, type AnyMachineSnapshot, isMachineSnapshot } from 'xstate';
import {
  type ActorPath,
  type ActorState,
  type ChildState,
  type ChildStates,
  type HistoryState,
  NO_CHILDREN,
  NO_TIMERS,
  type PendingTimer,
  runAt,
  stateAt,
  withoutTimer,
  withStateAt,
} from './actor-state.ts';
import { timersAfter, type WantedAction } from './delays.ts';
import { plainContext } from './plain-context.ts';

/** Which timer sent an event: its id, and whose it is where that is not who gets the event. */
export interface FiredTimer {
  readonly id: string;
  readonly of?: ActorPath;
}

/** What one actor has made of one event. */
export interface ActorStep {
  readonly path: ActorPath;
  readonly self: AnyActorRef;
  readonly logic: AnyActorLogic;
  /** XState's snapshots, of whatever logic. */
  readonly previous: unknown;
  readonly next: unknown;
  readonly actions: readonly WantedAction[];
  readonly atMs: number;
  readonly timer: FiredTimer | undefined;
}

/**
 * The state of a root after one of its actors made a step. The same function makes it while the machine runs and when
 * a recording is replayed. O(what changed), and O(siblings) for each level above the actor.
 */
export function stateAfter(root: ActorState, step: ActorStep): ActorState {
  const { path, timer } = step;
  const left = timer === undefined ? root : withoutTimer(root, timer.of ?? path, timer.id);
  const before = stateAt(left, path);
  if (before === undefined) return left;
  const after = ownStateAfter(before, step, left);
  return after === before ? left : withStateAt(left, path, after);
}

function ownStateAfter(before: ActorState, step: ActorStep, root: ActorState): ActorState {
  const { previous, next, logic, self, actions, atMs, path } = step;
  if (!isMachineSnapshot(next) || !isMachineSnapshot(previous)) {
    return next === previous ? before : logic.getPersistedSnapshot(next, INLINE_TOO);
  }
  const known = before.timers ?? NO_TIMERS;
  // A machine that is through has no timers any more.
  const wanted = next.status === 'active' ? timersAfter(known, self, actions, atMs) : NO_TIMERS;
  if (next === previous && wanted === known) return before;
  const { run, children = NO_CHILDREN, runs = 0 } = before;
  const own =
    next.children === previous.children
      ? { children, runs }
      : childrenAfter(children, previous, next, { run: run ?? runAt(root, path) ?? '', runs, atMs });
  const { status, output, error, value } = next;
  const context =
    next.context === previous.context ? before.context : plainContext(next.context, before.context);
  const historyValue =
    next.historyValue === previous.historyValue && before.historyValue !== undefined
      ? before.historyValue
      : plainHistory(next);
  const timers = own.children === children ? wanted : toThoseLeft(wanted, path, own.children);
  const after = { status, output, error, value, context, historyValue, children: own.children, timers };
  return run === undefined ? { ...after, runs: own.runs } : { ...after, runs: own.runs, run };
}

/** Timers without those for children that are there no more. */
function toThoseLeft(
  timers: readonly PendingTimer[],
  path: ActorPath,
  children: ChildStates,
): readonly PendingTimer[] {
  const isLost = ({ to }: PendingTimer) => {
    const id = to?.[path.length];
    const isBelow = id !== undefined && path.every((step, at) => step === to?.[at]);
    return isBelow && children[id] === undefined;
  };
  return timers.some(isLost) ? timers.filter((timer) => !isLost(timer)) : timers;
}

interface Parent {
  readonly run: string;
  /** How many children it has had so far. */
  readonly runs: number;
  /** When its actors begin; undefined while they do not. */
  readonly atMs: number | undefined;
}

function childrenAfter(
  before: ChildStates,
  previous: AnyMachineSnapshot | undefined,
  next: AnyMachineSnapshot,
  parent: Parent,
): { readonly children: ChildStates; readonly runs: number } {
  const children: Record<string, ChildState> = {};
  let { runs } = parent;
  for (const [id, ref] of Object.entries<AnyActorRef | undefined>(next.children)) {
    const known = before[id];
    if (ref === undefined) continue;
    if (known !== undefined && previous?.children[id] === ref) children[id] = known;
    else if (typeof ref.src === 'string') {
      runs += 1;
      children[id] = freshChild(ref, ref.src, `${parent.run}.${runs}`, parent.atMs);
    }
  }
  return { children, runs };
}

function freshChild(ref: AnyActorRef, src: string, run: string, atMs: number | undefined): ChildState {
  const systemId: unknown = Reflect.get(ref, 'systemId');
  return {
    src,
    run,
    snapshot: freshState(ref, run, atMs),
    ...(typeof systemId === 'string' ? { systemId } : {}),
    ...(Reflect.get(ref, '_syncSnapshot') === true ? { syncSnapshot: true } : {}),
  };
}

/**
 * The state of an actor that has just been made, with all that it made at once.
 *
 * @param atMs when it begins; undefined while it does not, so that its delays have not begun either
 */
export function freshState(ref: AnyActorRef, run: string, atMs: number | undefined): ActorState {
  const snapshot: unknown = ref.getSnapshot();
  if (!isMachineSnapshot(snapshot)) return persistedOf(ref);
  const { children, runs } = childrenAfter(NO_CHILDREN, undefined, snapshot, { run, runs: 0, atMs });
  const isBeginning = atMs !== undefined && snapshot.status === 'active';
  return {
    status: snapshot.status,
    output: snapshot.output,
    error: snapshot.error,
    value: snapshot.value,
    context: plainContext(snapshot.context, undefined),
    historyValue: plainHistory(snapshot),
    children,
    timers: isBeginning ? timersAfter(NO_TIMERS, ref, initialActionsOf(ref), atMs) : NO_TIMERS,
    runs,
  };
}

/** XState refuses actors without a name only in its development build; they are left out here before it can. */
const INLINE_TOO = { __unsafeAllowInlineActors: true };

function persistedOf(ref: AnyActorRef): ActorState {
  const { status, output, error, ...rest } = ref.getPersistedSnapshot();
  return { status, output, error, ...rest };
}

const NO_HISTORY: HistoryState = {};

function plainHistory({ historyValue }: AnyMachineSnapshot): HistoryState {
  const entries = Object.entries(historyValue);
  if (entries.length === 0) return NO_HISTORY;
  return Object.fromEntries(entries.map(([key, nodes]) => [key, nodes.map(({ id }) => ({ id }))]));
}

const initialActions = new WeakMap<AnyActorRef, readonly WantedAction[]>();

/** Remembers what an actor wants done when it begins, until somebody asks for its state. */
export function rememberInitialActions(ref: AnyActorRef, actions: readonly WantedAction[]): void {
  if (actions.length > 0) initialActions.set(ref, actions);
}

function initialActionsOf(ref: AnyActorRef): readonly WantedAction[] {
  return initialActions.get(ref) ?? [];
}
