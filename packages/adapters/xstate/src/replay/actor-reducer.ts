import type { AnyActorLogic, AnyActorRef, AnyActorScope } from 'xstate';
import { createActor } from 'xstate';
import { Notes } from '../live/notes.ts';
import { wrapLogic } from '../live/wrapped-logic.ts';
import { type Dispatched, eventOf, pathOfDispatched } from '../state/actor-input.ts';
import { type ActorState, NO_CHILDREN, NO_TIMERS } from '../state/actor-state.ts';
import type { WantedAction } from '../state/delays.ts';
import { actorAt, ghostOf } from '../state/revived.ts';
import { freshState, stateAfter } from '../state/state-after.ts';

/**
 * What a logic makes of a state and an event, as a pure function: for recordings that are replayed where no actor runs.
 * Actions are not executed, children are not started.
 *
 * @example
 * import { createMachine } from 'xstate';
 * const stores = { checkout: actorReducer(createMachine({ initial: 'cart', states: { cart: {} } })) };
 */
export function actorReducer(logic: AnyActorLogic): (state: ActorState, input: Dispatched) => ActorState {
  const passing = wrapLogic(logic, {
    takeStep: ({ transition }, snapshot, event, scope) => transition(snapshot, event, scope),
    notes: new Notes(),
  });
  return (state, input) => reduceActor(passing, state, input);
}

/** The same with a logic whose transitions pass where no actor runs. O(state). */
export function reduceActor(logic: AnyActorLogic, state: ActorState, given: Dispatched): ActorState {
  const event = eventOf(given);
  const path = pathOfDispatched(given);
  const { atMs = 0, timer, isPassedOn } = 'type' in given ? {} : given;
  if (path.length === 0) {
    if (event.type === 'xstate.init') return begun(logic, state, Reflect.get(event, 'input'), atMs);
    if (event.type === 'xstate.stop') return stopped(state);
  }
  const self = actorAt(ghostOf(logic, state), path);
  if (self === undefined) return state;
  const own = logicOf(self);
  const previous: unknown = self.getSnapshot();
  const actions: WantedAction[] = [];
  const next: unknown =
    isPassedOn === true ? previous : own.transition(previous, event, inertScope(self, actions));
  return stateAfter(state, { path, self, logic: own, previous, next, actions, atMs, timer });
}

/** How an actor is when it begins; its context may have come from a disk before. */
function begun(logic: AnyActorLogic, state: ActorState, input: unknown, atMs: number): ActorState {
  const { run = '' } = state;
  const fresh = freshState(createActor(logic, { input }), run, atMs);
  return { ...fresh, ...('context' in state ? { context: state.context } : {}), run };
}

/** How an actor is when it has been stopped, and all below it with it. */
export function stopped(state: ActorState): ActorState {
  const { isIdle: _isIdle, ...rest } = state;
  const own = 'value' in state ? { children: NO_CHILDREN, timers: NO_TIMERS } : {};
  return { ...rest, status: 'stopped', output: undefined, error: undefined, ...own };
}

function logicOf(ref: AnyActorRef): AnyActorLogic {
  const logic: unknown = Reflect.get(ref, 'logic');
  if (isLogic(logic)) return logic;
  throw new TypeError(`the actor ${ref.id} has no logic`);
}

function isLogic(value: unknown): value is AnyActorLogic {
  return typeof value === 'object' && value !== null && 'transition' in value;
}

/** A scope in which nothing is done, only written down. */
function inertScope(self: AnyActorRef, actions: WantedAction[]): AnyActorScope {
  const nothing = () => {};
  return {
    self,
    id: self.id,
    sessionId: self.sessionId,
    system: self.system,
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor(action) {
      actions.push(action);
      // Stopping frees the name of an actor in its system, which the same transition may give to another one.
      if (action.type === 'xstate.stopChild') action.exec?.(action.info, action.params);
    },
  };
}
