import type { Hub, JoinOptions, StoreHandle } from '@statehouse/hub';
import {
  type Clock,
  type Random,
  type Stopwatch,
  systemClock,
  systemRandom,
  systemStopwatch,
  systemTimers,
  type Timers,
} from '@statehouse/kernel';
import type {
  ActorOptions,
  ActorRef,
  AnyActorLogic,
  ConditionalRequired,
  EmittedFrom,
  EventFromLogic,
  EventObject,
  IsNotNever,
  RequiredActorOptionsKeys,
  SnapshotFrom,
} from 'xstate';
import { ActorStore } from './live/actor-store.ts';
import { type RefusalPolicy, SteadyActor } from './live/steady-actor.ts';
import type { Dispatched } from './state/actor-input.ts';
import type { ActorState } from './state/actor-state.ts';

/** How an actor is put on the hub, beside what `createActor` takes. */
export interface HubPart extends JoinOptions {
  /** Clock and timers of its delays. */
  readonly time?: Clock & Timers;
  /** Where the beginning of its idempotency keys comes from. */
  readonly random?: Random;
  readonly stopwatch?: Stopwatch;
  /** What becomes of a `send` that a plugin refuses; `throw` unless told. */
  readonly whenRefused?: RefusalPolicy;
}

export type OnHubOptions<Logic extends AnyActorLogic> = HubPart &
  Pick<ActorOptions<Logic>, 'id' | 'systemId' | 'input' | 'snapshot' | 'logger' | 'inspect'>;

/** An actor on a hub: an `ActorRef` for XState and its hooks. */
export interface HubActor<Logic extends AnyActorLogic>
  extends ActorRef<SnapshotFrom<Logic>, EventFromLogic<Logic>, EmittedFrom<Logic>> {
  readonly logic: Logic;
  /** The actor on the hub; `leave` takes it off. */
  readonly hub: StoreHandle<ActorState, Dispatched<EventFromLogic<Logic> & EventObject>>;
  start(): this;
  stop(): this;
}

/** As `createActor` does it: whoever needs an input has to bring one. */
export type GivenOptions<Logic extends AnyActorLogic, More = unknown> = ConditionalRequired<
  [options?: OnHubOptions<Logic> & More & { [Key in RequiredActorOptionsKeys<Logic>]: unknown }],
  IsNotNever<RequiredActorOptionsKeys<Logic>>
>;

/**
 * Makes an actor that is on a hub, in the place of `createActor`. Each event that comes to it or to an actor below it,
 * whoever sent it, is asked about and journalled with its cause; children and delays are a part of its state.
 *
 * An event that a plugin refuses, and a guard or an assignment that throws, leave everything as it was. Children need a
 * name in their machine to be seen, as XState demands of those that are to be persisted.
 *
 * @throws StatehouseError `hub/duplicate-store`; what the initial state throws
 *
 * @example
 * import { createMachine } from 'xstate';
 * const light = createMachine({ initial: 'red', states: { red: { on: { GO: 'green' } }, green: {} } });
 * const actor = onHub(createHub(), 'light', light).start();
 */
export function onHub<Logic extends AnyActorLogic>(
  hub: Hub,
  name: string,
  logic: Logic,
  ...[options]: GivenOptions<Logic>
): HubActor<Logic>;
export function onHub(hub: Hub, name: string, logic: AnyActorLogic, options: HubPart = {}): unknown {
  const { whenRefused, join, store } = actorStore(hub, name, logic, options);
  return new SteadyActor(store, logic, hub.add(name, store, join), whenRefused);
}

/** The store of an actor, which is not on the hub yet, and how it is to be there. */
export function actorStore(hub: Hub, name: string, logic: AnyActorLogic, options: HubPart) {
  const {
    time = { ...systemTimers, ...systemClock },
    random = systemRandom,
    stopwatch = systemStopwatch,
    whenRefused = 'throw',
    whenFailed,
    ...create
  } = options;
  const store = new ActorStore({ name, logic, hub, create, time, random, stopwatch });
  return { store, whenRefused, join: whenFailed === undefined ? {} : { whenFailed } };
}
