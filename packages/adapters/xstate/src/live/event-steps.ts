import type { Change, ChangeNote, Gate, Hub } from '@statehouse/hub';
import { type Clock, isStatehouseError, type Stopwatch } from '@statehouse/kernel';
import type { AnyActorScope, EventObject } from 'xstate';
import { type ActorInput, type Dispatched, eventOf, nameOfEvent } from '../state/actor-input.ts';
import {
  type ActorPath,
  type ActorState,
  NO_TIMERS,
  type PendingTimer,
  stateAt,
  withoutTimer,
} from '../state/actor-state.ts';
import { stateAfter } from '../state/state-after.ts';
import { type ActorNode, type Arrival, childrenIn, type Making } from './actor-node.ts';
import { CollectingScope } from './collecting-scope.ts';
import type { Notes } from './notes.ts';
import type { RunningActor } from './running-actor.ts';
import type { LogicBelow } from './wrapped-logic.ts';

export type ActorChange = Change<ActorState, Dispatched>;

export interface EventStepsPorts {
  readonly name: string;
  readonly hub: Pick<Hub, 'cause' | 'causedBy' | 'report'>;
  readonly time: Clock;
  readonly stopwatch: Stopwatch;
  readonly notes: Notes;
  running(): RunningActor;
  getState(): ActorState;
  /** Makes the state after a change the present one and tells of it; answers with its entry. */
  become(change: ActorChange): number;
  /** For errors of events that nobody waits for. */
  throwLater(error: unknown): void;
}

/**
 * The way of one event to one actor: through the gate, to the state after it, to those who are told, and only then to
 * what follows from it.
 *
 * Invariant: gates are closed in the opposite order of their opening, when all that an event led to in its turn is done.
 */
export class EventSteps {
  readonly #ports: EventStepsPorts;
  readonly #opened: Gate<Dispatched>[] = [];
  gate: Gate<Dispatched> | undefined;
  /** The event that an actor works on just now, before there is an entry of it. */
  making: Making | undefined;

  constructor(ports: EventStepsPorts) {
    this.#ports = ports;
  }

  /** Runs something, and closes the gates that it opened. */
  within(run: () => void): void {
    const depth = this.#opened.length;
    try {
      run();
    } finally {
      this.closeTo(depth);
    }
  }

  /** How many gates are open. */
  get depth(): number {
    return this.#opened.length;
  }

  closeTo(depth: number): void {
    while (this.#opened.length > depth) this.#opened.pop()?.close();
  }

  /** A timer that came to nothing is over all the same. */
  drop(path: ActorPath, timerId: string): void {
    const { getState, become } = this.#ports;
    const before = getState();
    const after = withoutTimer(before, path, timerId);
    if (after === before) return;
    const change = { kind: 'restore', name: 'timer dropped', input: undefined, before, after } as const;
    become({ ...change, origin: 'local', durationMs: 0 });
  }

  /** Opens the gate inside of `within`; answers with what is to be applied, or throws. */
  open(name: string, given: Dispatched): Dispatched {
    const { gate } = this;
    if (gate === undefined) return given;
    const input = gate.open({ kind: 'event', name, input: given, origin: 'local' });
    this.#opened.push(gate);
    return input;
  }

  /** Stands in the place of the transition of every logic. */
  take(below: LogicBelow, snapshot: unknown, event: EventObject, scope: AnyActorScope): unknown {
    const node = this.#ports.running().nodeOf(scope.self);
    if (node === undefined || event.type === 'xstate.stop') return below.transition(snapshot, event, scope);
    return this.#ask({ below, snapshot, node, arrival: node.take(event), scope });
  }

  #ask(step: Step): unknown {
    const { node, arrival, snapshot } = step;
    const { given } = arrival;
    let input: Dispatched;
    try {
      input = this.open(nameOfEvent(arrival.event, node.path), given);
    } catch (error) {
      this.#refused(step, error);
      return snapshot;
    }
    return this.#make(step, input === given ? arrival.event : eventOf(input));
  }

  #make(step: Step, event: EventObject): unknown {
    const { node, below, snapshot, scope, arrival } = step;
    const { notes, stopwatch } = this.#ports;
    node.collecting ??= new CollectingScope(scope, notes);
    const { collecting } = node;
    const startMs = stopwatch.nowMs();
    notes.open();
    const making: Making = { entryId: undefined };
    this.making = making;
    let next: unknown;
    try {
      next = collecting.collect(below.transition, snapshot, event);
    } catch (error) {
      notes.close();
      this.#ports.running().takeBackNames();
      this.#failed(arrival, error);
      return snapshot;
    } finally {
      this.making = undefined;
    }
    const noted = notes.close();
    const before = this.#timersOf(node);
    const entryId = this.#advance(step, { event, next, startMs, notes: noted });
    making.entryId = entryId;
    const running = this.#ports.running();
    running.cancelLost(node, before, this.#timersOf(node));
    running.timersSet(collecting.actions, entryId);
    running.grow(node, childrenIn(next), entryId);
    collecting.execute(({ type }, error) => this.#actionFailed(type, error, arrival, noted));
    return next;
  }

  #timersOf({ path }: ActorNode): readonly PendingTimer[] {
    return stateAt(this.#ports.getState(), path)?.timers ?? NO_TIMERS;
  }

  #advance({ node, below, snapshot, arrival }: Step, { event, next, startMs, notes }: Made): number {
    const { time, stopwatch, getState, become, hub } = this.#ports;
    const { path, ref: self } = node;
    const { timer, causeId: known, making } = arrival;
    const { actions } = node.collecting ?? { actions: [] };
    const atMs = time.nowMs();
    const before = getState();
    const { logic } = below;
    const after = stateAfter(before, { path, self, logic, previous: snapshot, next, actions, atMs, timer });
    const isPassedOn = next === snapshot && !('getTransitionData' in logic);
    const isPlain = path.length === 0 && timer === undefined && !isPassedOn;
    const input: ActorInput = isPlain
      ? { event, atMs }
      : {
          event,
          atMs,
          ...(path.length === 0 ? {} : { to: path }),
          ...(timer === undefined ? {} : { timer }),
          ...(isPassedOn ? PASSED_ON : {}),
        };
    const name = nameOfEvent(event, path);
    const durationMs = stopwatch.nowMs() - startMs;
    // Of an event that had to wait the turn says what it waited for.
    const causeId = making?.entryId ?? known ?? hub.cause;
    return become({ kind: 'event', name, input, before, after, origin: 'local', causeId, durationMs, notes });
  }

  #refused({ node, arrival }: Step, error: unknown): void {
    const { timer } = arrival;
    if (arrival.isAwaited) arrival.failure = { error };
    else if (!isStatehouseError(error, 'hub/refused')) this.#ports.throwLater(error);
    if (timer !== undefined) this.drop(timer.of ?? node.path, timer.id);
  }

  #failed(arrival: Arrival, error: unknown): void {
    const { gate } = this;
    const opened = gate === undefined ? undefined : this.#opened.pop();
    if (opened?.fail(error) === 'hold') return;
    this.#hear(arrival, error);
  }

  /** The state has changed, and other actions have been done: it stands, and who sent the event hears of it. */
  #actionFailed(name: string, error: unknown, arrival: Arrival, notes: ChangeNote[] | undefined): void {
    const at = notes?.findLastIndex((note) => note.kind === 'action' && note.name === name) ?? -1;
    if (notes !== undefined && at !== -1) notes[at] = { kind: 'action', name, error };
    const { hub, name: place } = this.#ports;
    hub.report({ error, place, input: arrival.event });
    this.#hear(arrival, error);
  }

  #hear(arrival: Arrival, error: unknown): void {
    if (arrival.isAwaited) arrival.failure ??= { error };
    else this.#ports.throwLater(error);
  }
}

const PASSED_ON = { isPassedOn: true } as const;

interface Step {
  readonly below: LogicBelow;
  readonly snapshot: unknown;
  readonly node: ActorNode;
  readonly arrival: Arrival;
  readonly scope: AnyActorScope;
}

interface Made {
  readonly event: EventObject;
  readonly next: unknown;
  readonly startMs: number;
  readonly notes: ChangeNote[] | undefined;
}
