import { isArray } from '@statehouse/kernel';
import {
  type AnyActorLogic,
  type AnyActorScope,
  type AnyStateMachine,
  createMachine,
  type EventObject,
} from 'xstate';
import { isRecord } from '../state/actor-state.ts';
import type { WantedAction } from '../state/delays.ts';
import { rememberInitialActions } from '../state/state-after.ts';
import type { Notes } from './notes.ts';

/** A logic as it was given, and the way to its own transition. */
export interface LogicBelow {
  readonly logic: AnyActorLogic;
  readonly transition: AnyActorLogic['transition'];
}

/** Stands in the place of the `transition` of every logic in a tree, and may go on to it. */
export type TakeStep = (
  below: LogicBelow,
  snapshot: unknown,
  event: EventObject,
  scope: AnyActorScope,
) => unknown;

export interface WrapOptions {
  readonly takeStep: TakeStep;
  readonly notes: Notes;
}

/**
 * A logic and all logics that it names, each asking `takeStep` for its transitions. The machines are clones by
 * `provide`; those that were given stay as they are.
 */
export function wrapLogic(given: AnyActorLogic, options: WrapOptions): AnyActorLogic {
  const wrapped = new Map<AnyActorLogic, AnyActorLogic>();
  const wrap = (logic: AnyActorLogic): AnyActorLogic => {
    const known = wrapped.get(logic);
    if (known !== undefined) return known;
    return isMachine(logic) ? wrapMachine(logic) : wrapOther(logic);
  };

  const wrapMachine = (machine: AnyStateMachine): AnyStateMachine => {
    const config = withInvoked(machine.config, wrap);
    const own: AnyStateMachine = config === machine.config ? machine.provide({}) : createMachine(config);
    // Before what it names: a machine may invoke itself.
    wrapped.set(machine, own);
    const { actors, guards, actions } = machine.implementations;
    own.implementations = {
      ...machine.implementations,
      actors: mapValues(actors, (src) => (isLogic(src) ? wrap(src) : src)),
      guards: mapValues(guards, (guard, name) => noteGuard(guard, name, options.notes)),
      actions: mapValues(actions, (action, name) => noteAction(action, name, options.notes)),
    };
    intercept(own, machine);
    return own;
  };

  const wrapOther = (logic: AnyActorLogic): AnyActorLogic => {
    // A logic may be of a class: its other methods stay where they are.
    const own: AnyActorLogic = Object.create(logic);
    wrapped.set(logic, own);
    intercept(own, logic);
    return own;
  };

  const intercept = (own: AnyActorLogic, logic: AnyActorLogic) => {
    // Its own, bound to the clone: what a machine makes knows which machine made it.
    const transition = own.transition.bind(own);
    const getInitialSnapshot = own.getInitialSnapshot.bind(own);
    const below: LogicBelow = { logic, transition };
    own.transition = (snapshot, event, scope) => options.takeStep(below, snapshot, event, scope);
    own.getInitialSnapshot = (scope, input) => {
      const actions: WantedAction[] = [];
      const watching: AnyActorScope = {
        ...scope,
        actionExecutor(action) {
          actions.push(action);
          scope.actionExecutor(action);
        },
      };
      const snapshot: unknown = getInitialSnapshot(watching, input);
      rememberInitialActions(scope.self, actions);
      return snapshot;
    };
  };

  return wrap(given);
}

/** A configuration in which each logic that is invoked without a name is another one; the same if there is none. */
function withInvoked<Config extends object>(config: Config, wrap: (logic: AnyActorLogic) => unknown): Config {
  let copy = config;
  const invoke: unknown = Reflect.get(config, 'invoke');
  const invoked = isArray(invoke) ? invoke.map((each) => invocation(each, wrap)) : invocation(invoke, wrap);
  const isSame =
    isArray(invoke) && isArray(invoked)
      ? invoked.every((each, at) => each === invoke[at])
      : invoked === invoke;
  if (!isSame) copy = { ...copy, invoke: invoked };
  const states: unknown = Reflect.get(config, 'states');
  if (!isRecord(states)) return copy;
  const inner = mapValues(states, (state) => (isRecord(state) ? withInvoked(state, wrap) : state));
  return Object.keys(states).every((key) => inner[key] === states[key]) ? copy : { ...copy, states: inner };
}

function invocation(given: unknown, wrap: (logic: AnyActorLogic) => unknown): unknown {
  return isRecord(given) && isLogic(given.src) ? { ...given, src: wrap(given.src) } : given;
}

function noteGuard<Guard>(guard: Guard, name: string, notes: Notes): Guard;
function noteGuard(guard: unknown, name: string, notes: Notes): unknown {
  // `and`, `or` and the like ask others by their names.
  if (!isGuard(guard)) return guard;
  // One for all events: the journal keeps them.
  const yes = { kind: 'guard', name, passed: true } as const;
  const no = { kind: 'guard', name, passed: false } as const;
  return (args: unknown, params: unknown) => {
    const passed = guard(args, params);
    notes.add(passed ? yes : no);
    return passed;
  };
}

/** Actions of one's own are seen when they are wanted; of XState's, such as `assign`, this is the only trace. */
function noteAction<Action>(action: Action, name: string, notes: Notes): Action;
function noteAction(action: unknown, name: string, notes: Notes): unknown {
  if (typeof action !== 'function' || !('resolve' in action)) {
    notes.expectAction(name);
    return action;
  }
  const { resolve } = action;
  if (typeof resolve !== 'function') return action;
  const note = { kind: 'action', name } as const;
  return Object.assign(() => {}, action, {
    resolve(...given: readonly unknown[]): unknown {
      notes.add(note);
      return Reflect.apply(resolve, action, given);
    },
  });
}

function isGuard(value: unknown): value is (args: unknown, params: unknown) => unknown {
  return typeof value === 'function' && !('check' in value);
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

/** By what it has: an application may have more than one copy of XState. */
function isMachine(logic: AnyActorLogic): logic is AnyStateMachine {
  return 'implementations' in logic && 'provide' in logic;
}

function isLogic(value: unknown): value is AnyActorLogic {
  return (
    typeof value === 'object' &&
    value !== null &&
    'transition' in value &&
    typeof value.transition === 'function' &&
    'getInitialSnapshot' in value
  );
}
