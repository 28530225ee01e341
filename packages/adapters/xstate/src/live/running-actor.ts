import { assert, type Clock, type Timers } from '@statehouse/kernel';
import { type AnyActor, type AnyActorLogic, type AnyActorRef, createActor, type EventObject } from 'xstate';
import type { ActorPath, ActorState, PendingTimer } from '../state/actor-state.ts';
import type { WantedAction } from '../state/delays.ts';
import { snapshotToRevive } from '../state/revived.ts';
import type { FiredTimer } from '../state/state-after.ts';
import {
  type ActorNode,
  ActorTree,
  type Arrival,
  arrivalOf,
  type ChildRefs,
  type Making,
} from './actor-node.ts';
import { takeBackNames } from './system-names.ts';

/** What `createActor` takes besides what the hub gives it. */
export type CreateOptions = Readonly<Record<string, unknown>>;

/** What an actor that runs is told by the store around it. */
export interface RunningActorPorts {
  readonly time: Clock & Timers;
  /** The entry that led to what happens now. */
  cause(): number | undefined;
  /** The event that an actor works on just now. */
  making(): Making | undefined;
  /** The present state of an actor. */
  stateAt(path: ActorPath): ActorState | undefined;
  causedBy(entryId: number, run: () => void): void;
  /** How many gates are open, and the way back to so many. */
  depth(): number;
  closeTo(depth: number): void;
  /** A timer went off for an actor that is there no more. */
  drop(path: ActorPath, timerId: string): void;
}

type Relay = (source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject) => void;

/** Stands in the place of the one function of a system that all its events pass. XState keeps it out of its types. */
function interceptRelay(
  { system }: AnyActor,
  instead: (pass: Relay, source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject) => void,
): void {
  const pass: unknown = Reflect.get(system, '_relay');
  assert(isRelay(pass), () => 'this version of XState passes its events on in another way');
  const relay: Relay = (source, target, event) => instead(pass, source, target, event);
  Reflect.set(system, '_relay', relay);
}

function isRelay(value: unknown): value is Relay {
  return typeof value === 'function';
}

/**
 * One actor of XState with those below it. Every event to any of them passes `#relay`, which knows what led to it, also
 * where it has to wait in a mailbox until that is over.
 */
export class RunningActor {
  readonly ref: AnyActor;
  readonly #ports: RunningActorPorts;
  readonly #timerCauses = new WeakMap<object, number>();
  #tree: ActorTree | undefined;
  #sending: Arrival | undefined;
  #isFiring = false;
  #depth = 0;
  #isStarted = false;

  /** @param state what it begins with; its initial state without */
  constructor(
    logic: AnyActorLogic,
    options: CreateOptions,
    ports: RunningActorPorts,
    state: ActorState | undefined,
  ) {
    this.#ports = ports;
    const clock = {
      setTimeout: (fire: () => void, delayMs: number) => ports.time.after(delayMs, () => this.#fire(fire)),
      clearTimeout: (cancel: () => void) => cancel(),
    };
    const snapshot = state === undefined ? {} : { snapshot: snapshotToRevive(state) };
    this.ref = createActor(logic, { ...options, ...snapshot, clock });
    interceptRelay(this.ref, (pass, source, target, event) => this.#relay(pass, source, target, event));
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  nodeOf(ref: AnyActorRef): ActorNode | undefined {
    return this.#tree?.nodeOf(ref);
  }

  at(path: ActorPath): ActorNode | undefined {
    return this.#tree?.at(path);
  }

  /** Takes up which actors there are, and what led to them. */
  plant(state: ActorState, bornBy: number | undefined): void {
    this.#tree = new ActorTree(this.ref, state, bornBy);
    this.#rememberTimers(this.#tree.root, state, bornBy);
  }

  /** Takes in which children an actor has now. */
  grow(node: ActorNode, children: ChildRefs, entryId: number | undefined): void {
    if (node.seen === children) return;
    const state = this.#ports.stateAt(node.path);
    const known = new Set(node.children.values());
    this.#tree?.grow(node, children, state, entryId);
    for (const [id, child] of node.children) {
      const below = state?.children?.[id]?.snapshot;
      if (!known.has(child) && below !== undefined) this.#rememberTimers(child, below, entryId);
    }
  }

  /** Begins; timers that were set before it was put away go on with what remains of them. */
  start(resumed: ActorState | undefined): void {
    this.#isStarted = true;
    this.ref.start();
    if (resumed === undefined || this.#tree === undefined) return;
    const waiting: (readonly [ActorNode, PendingTimer])[] = [];
    this.#eachTimer(this.#tree.root, resumed, (node, timer) => waiting.push([node, timer]));
    // What is over goes off in the order in which it would have.
    waiting.sort(([, one], [, other]) => one.dueAtMs - other.dueAtMs);
    for (const [node, timer] of waiting) this.#resume(node, timer);
  }

  #resume(node: ActorNode, timer: PendingTimer): void {
    // Beginning may have led to a transition that cancelled it.
    if (this.#ports.stateAt(node.path)?.timers?.includes(timer) !== true) return;
    const { id, event, dueAtMs, to } = timer;
    const target = to === undefined ? node.ref : this.at(to)?.ref;
    if (target === undefined) return;
    const delayMs = Math.max(0, dueAtMs - this.#ports.time.nowMs());
    this.ref.system.scheduler.schedule(node.ref, target, event, delayMs, id);
  }

  /** Stops it; what its actors still do concerns nobody. */
  end(): void {
    this.#tree?.end();
    this.#tree = undefined;
    this.#isStarted = false;
    this.ref.stop();
  }

  send(node: ActorNode, arrival: Arrival): void {
    this.#sending = arrival;
    try {
      node.ref.send(arrival.event);
    } finally {
      this.#sending = undefined;
    }
  }

  /** After a transition that threw. */
  takeBackNames(): void {
    if (this.#tree !== undefined) takeBackNames(this.ref, this.#tree.root);
  }

  /** Stops the timers that an actor has no more; XState does not where an event is for a child that has ended. */
  cancelLost(node: ActorNode, before: readonly PendingTimer[], after: readonly PendingTimer[]): void {
    if (before === after) return;
    for (const timer of before) {
      if (!after.includes(timer)) this.ref.system.scheduler.cancel(node.ref, timer.id);
    }
  }

  /** Remembers which entry set the timers among what a transition wanted. */
  timersSet(actions: readonly WantedAction[], entryId: number): void {
    for (const { params } of actions) {
      if (typeof params !== 'object' || params === null || !('delay' in params)) continue;
      if (typeof params.delay !== 'number' || !('event' in params)) continue;
      if (typeof params.event === 'object' && params.event !== null)
        this.#timerCauses.set(params.event, entryId);
    }
  }

  #fire(fire: () => void): void {
    this.#isFiring = true;
    try {
      fire();
    } finally {
      this.#isFiring = false;
    }
  }

  #relay(pass: Relay, source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    const node = this.nodeOf(target);
    if (node === undefined) {
      this.#dropTimer(source, target, event);
      pass(source, target, event);
      return;
    }
    const arrival = this.#arrival(source, target, event);
    const { causeId } = arrival;
    node.await(arrival);
    const ports = this.#ports;
    if (causeId === undefined || causeId === ports.cause()) this.#pass(node, pass, source, target, event);
    else ports.causedBy(causeId, () => this.#pass(node, pass, source, target, event));
  }

  #pass(
    node: ActorNode,
    pass: Relay,
    source: AnyActorRef | undefined,
    target: AnyActorRef,
    event: EventObject,
  ): void {
    const depth = this.#ports.depth();
    this.#depth += 1;
    try {
      pass(source, target, event);
    } finally {
      this.#ports.closeTo(depth);
      this.#depth -= 1;
      // Everything was worked on, but for what comes to an actor that has ended.
      if (this.#depth === 0 && this.#isStarted) node.forgetWaiting();
    }
  }

  #arrival(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): Arrival {
    const sending = this.#sending;
    const isFiring = this.#isFiring;
    this.#sending = undefined;
    this.#isFiring = false;
    if (sending?.event === event) return sending;
    const now = this.#ports.cause();
    if (isFiring && source !== undefined) {
      const timer = this.#firedTimer(source, target, event);
      return { ...arrivalOf(event), timer, causeId: now ?? this.#timerCauses.get(event) };
    }
    // What an invocation sends after a while came of its beginning.
    const born = source === undefined ? undefined : this.nodeOf(source)?.bornBy;
    return { ...arrivalOf(event), causeId: now ?? born, making: this.#ports.making() };
  }

  #dropTimer(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    if (!this.#isFiring || source === undefined) return;
    this.#isFiring = false;
    const node = this.nodeOf(source);
    const timer = this.#firedTimer(source, target, event);
    if (node !== undefined && timer !== undefined) this.#ports.drop(node.path, timer.id);
  }

  #firedTimer(source: AnyActorRef, target: AnyActorRef, event: EventObject): FiredTimer | undefined {
    const node = this.nodeOf(source);
    if (node === undefined) return undefined;
    const timer = this.#ports.stateAt(node.path)?.timers?.find((each) => each.event === event);
    if (timer === undefined) return undefined;
    return source === target ? { id: timer.id } : { id: timer.id, of: node.path };
  }

  #rememberTimers(node: ActorNode, state: ActorState, entryId: number | undefined): void {
    if (entryId === undefined) return;
    this.#eachTimer(node, state, (_, { event }) => this.#timerCauses.set(event, entryId));
  }

  #eachTimer(
    node: ActorNode,
    state: ActorState,
    visit: (node: ActorNode, timer: PendingTimer) => void,
  ): void {
    for (const timer of state.timers ?? []) visit(node, timer);
    for (const [id, child] of node.children) {
      const below = state.children?.[id]?.snapshot;
      if (below !== undefined) this.#eachTimer(child, below, visit);
    }
  }
}
