import type { Clock, Timers } from '@statehouse/kernel';
import { type AnyActor, type AnyActorLogic, type AnyActorRef, createActor, type EventObject } from 'xstate';
import type { ActorPath, ActorState, PendingTimer } from '../state/actor-state.ts';
import type { WantedAction } from '../state/delays.ts';
import { snapshotToRevive } from '../state/revived.ts';
import type { FiredTimer } from '../state/state-after.ts';
import { type ActorNode, ActorTree, type Arrival, arrivalOf, type ChildRefs } from './actor-node.ts';

/** What `createActor` takes besides what the hub gives it. */
export type CreateOptions = Readonly<Record<string, unknown>>;

/** What an actor that runs is told by the store around it. */
export interface RunningActorPorts {
  readonly time: Clock & Timers;
  /** The entry that led to what happens now. */
  cause(): number | undefined;
  /** The present state of an actor. */
  stateAt(path: ActorPath): ActorState | undefined;
  /** Runs something, and closes what it opened. */
  within(run: () => void): void;
}

type Relay = (source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject) => void;

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
    const { system } = this.ref;
    const relay: Relay = system._relay;
    system._relay = (source, target, event) => this.#relay(relay, source, target, event);
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
    if (bornBy !== undefined) this.#eachTimer(this.#tree.root, state, (_, { event }) => this.#timerCauses.set(event, bornBy));
  }

  /** Takes in which children an actor has now. */
  grow(node: ActorNode, children: ChildRefs, entryId: number | undefined): void {
    if (node.seen !== children) this.#tree?.grow(node, children, this.#ports.stateAt(node.path), entryId);
  }

  /** Begins; timers that were set before it was put away go on with what remains of them. */
  start(resumed: ActorState | undefined): void {
    this.#isStarted = true;
    this.ref.start();
    if (resumed === undefined || this.#tree === undefined) return;
    const nowMs = this.#ports.time.nowMs();
    this.#eachTimer(this.#tree.root, resumed, (node, timer) => {
      // Beginning may have led to a transition that cancelled it.
      if (this.#ports.stateAt(node.path)?.timers?.includes(timer) !== true) return;
      const { id, event, dueAtMs, to } = timer;
      const target = to === undefined ? node.ref : this.at(to)?.ref;
      if (target === undefined) return;
      this.ref.system.scheduler.schedule(node.ref, target, event, Math.max(0, dueAtMs - nowMs), id);
    });
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

  /** Remembers which entry set the timers among what a transition wanted. */
  timersSet(actions: readonly WantedAction[], entryId: number): void {
    for (const { params } of actions) {
      if (typeof params !== 'object' || params === null || !('delay' in params)) continue;
      if (typeof params.delay !== 'number' || !('event' in params)) continue;
      if (typeof params.event === 'object' && params.event !== null) this.#timerCauses.set(params.event, entryId);
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
    if (node === undefined) return pass(source, target, event);
    node.await(this.#arrival(source, target, event));
    this.#depth += 1;
    try {
      this.#ports.within(() => pass(source, target, event));
    } finally {
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
    return { ...arrivalOf(event), causeId: now ?? born };
  }

  #firedTimer(source: AnyActorRef, target: AnyActorRef, event: EventObject): FiredTimer | undefined {
    const node = this.nodeOf(source);
    if (node === undefined) return undefined;
    const timer = this.#ports.stateAt(node.path)?.timers?.find((each) => each.event === event);
    if (timer === undefined) return undefined;
    return source === target ? { id: timer.id } : { id: timer.id, of: node.path };
  }

  #eachTimer(node: ActorNode, state: ActorState, visit: (node: ActorNode, timer: PendingTimer) => void): void {
    for (const timer of state.timers ?? []) visit(node, timer);
    for (const [id, child] of node.children) {
      const below = state.children?.[id]?.snapshot;
      if (below !== undefined) this.#eachTimer(child, below, visit);
    }
  }
}
