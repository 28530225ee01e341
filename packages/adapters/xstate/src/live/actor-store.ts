import type { Attempt, Gate, Hub, Shown, Store } from '@statehouse/hub';
import { type Clock, type Random, randomId, type Stopwatch, type Timers } from '@statehouse/kernel';
import type { AnyActorLogic, AnyActorScope } from 'xstate';
import { xstateError } from '../errors.ts';
import { reduceActor, stopped } from '../replay/actor-reducer.ts';
import { type Dispatched, eventOf, nameOfEvent, pathOfDispatched, ROOT } from '../state/actor-input.ts';
import { type ActorPath, type ActorState, problemOfState, stateAt } from '../state/actor-state.ts';
import { contextToRevive } from '../state/plain-context.ts';
import { completed, ghostOf, problemOfRevived } from '../state/revived.ts';
import { freshState } from '../state/state-after.ts';
import type { Arrival } from './actor-node.ts';
import { ActorViews } from './actor-views.ts';
import { type ActorChange, EventSteps } from './event-steps.ts';
import { Notes } from './notes.ts';
import { type CreateOptions, RunningActor } from './running-actor.ts';
import { wrapLogic } from './wrapped-logic.ts';

export interface ActorStoreOptions {
  readonly name: string;
  readonly logic: AnyActorLogic;
  readonly create: CreateOptions;
  readonly hub: Pick<Hub, 'cause' | 'causedBy' | 'journal' | 'report'>;
  readonly time: Clock & Timers;
  readonly random: Random;
  readonly stopwatch: Stopwatch;
}

/**
 * An actor with all that is below it as one store. Each event that comes to any of them is asked about and told by
 * itself; the state is plain data of the whole tree.
 *
 * Invariant: `#state` is what the actors that run have come to, and it is told before anything follows from it: actions,
 * events to others, observers.
 */
export class ActorStore implements Store<ActorState, Dispatched> {
  readonly views: ActorViews;
  readonly #options: ActorStoreOptions;
  readonly #logic: AnyActorLogic;
  readonly #steps: EventSteps;
  /** Replaced rather than changed: who is told of a change is who listened when its telling began. */
  #listeners: readonly ((change: ActorChange) => void)[] = [];
  readonly #swapped = new Set<(running: RunningActor) => void>();
  #running: RunningActor;
  #state: ActorState;
  /** What a context from a disk puts in the place of the initial one. */
  #initialContext: { readonly context: unknown } | undefined;
  #isRunning = false;

  constructor(options: ActorStoreOptions) {
    const { name, hub, time, stopwatch, random, create } = options;
    this.#options = options;
    const notes = new Notes();
    const throwLater = (error: unknown) => {
      time.after(0, () => {
        throw error;
      });
    };
    this.#steps = new EventSteps({
      name,
      hub,
      time,
      stopwatch,
      notes,
      throwLater,
      running: () => this.#running,
      getState: () => this.#state,
      become: (change) => this.#become(change),
    });
    this.#logic = wrapLogic(options.logic, {
      takeStep: (below, snapshot, event, scope) => this.#steps.take(below, snapshot, event, scope),
      notes,
    });
    this.#beginWithContext();
    this.views = new ActorViews({ present: () => this.#running.ref.getSnapshot(), unheard: throwLater });
    this.#running = this.#create(undefined);
    const run = randomId(random);
    const state = freshState(this.#running.ref, run, undefined);
    this.#state = create.snapshot === undefined ? { ...state, run, isIdle: true } : completed(state, run);
    this.#running.plant(this.#state, undefined);
    this.#watch(this.#running);
  }

  get running(): RunningActor {
    return this.#running;
  }

  /** Hears when another actor of XState runs behind it. */
  onSwapped(listener: (running: RunningActor) => void): void {
    this.#swapped.add(listener);
  }

  getState(): ActorState {
    return this.#state;
  }

  subscribe(listener: (change: ActorChange) => void): () => void {
    const own = (change: ActorChange) => listener(change);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== own);
    };
  }

  intercept(gate: Gate<Dispatched>): () => void {
    this.#steps.gate = gate;
    return () => {
      if (this.#steps.gate === gate) this.#steps.gate = undefined;
    };
  }

  attemptOf(input: Dispatched): Attempt<Dispatched> {
    return {
      kind: 'event',
      name: nameOfEvent(eventOf(input), pathOfDispatched(input)),
      input,
      origin: 'local',
    };
  }

  reduce(state: ActorState, input: Dispatched): ActorState {
    return reduceActor(this.#logic, state, input);
  }

  batch(run: () => void): void {
    this.views.hold(run);
  }

  show(shown: Shown<ActorState>): void {
    const past = shown.kind === 'past' ? ghostOf(this.#logic, shown.state).getSnapshot() : undefined;
    this.views.show(shown.kind === 'past' ? { snapshot: past } : undefined);
  }

  /**
   * Sends an event to the root or to an actor below it.
   *
   * @throws StatehouseError `xstate/unknown-actor`, `hub/refused`; what a guard or an assignment threw
   */
  dispatch(given: Dispatched): void {
    const path = pathOfDispatched(given);
    const node = this.#running.at(path);
    if (node === undefined) throw this.#unknownActor(path);
    const arrival: Arrival = {
      event: eventOf(given),
      given,
      causeId: this.#options.hub.cause,
      making: this.#steps.making,
      timer: undefined,
      isAwaited: true,
      failure: undefined,
    };
    this.#running.send(node, arrival);
    arrival.isAwaited = false;
    if (arrival.failure !== undefined) throw arrival.failure.error;
  }

  /** Begins, or goes on after a state was put back. */
  start(): void {
    if (this.#isRunning) return;
    if (this.#state.status === 'stopped') this.#renew();
    if (this.#state.isIdle !== true) this.#resume(undefined);
    else this.#steps.within(() => this.#init());
  }

  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    const before = this.#state;
    const event = { type: 'xstate.stop' };
    this.#running.end();
    const input = { event, atMs: this.#options.time.nowMs() };
    const change = { kind: 'event', name: event.type, input, before, after: stopped(before) } as const;
    this.#become({ ...change, origin: 'local', durationMs: 0 });
  }

  /**
   * Puts a state in the place of the present one: other actors of XState run from then on, if any ran.
   *
   * @throws StatehouseError `xstate/foreign-state`, `xstate/unknown-state`; then everything is as it was
   */
  restore(given: ActorState): void {
    const { name, random } = this.#options;
    const problem = problemOfState(given);
    if (problem !== undefined) throw xstateError('foreign-state', { store: name, problem });
    const state = completed(given, this.#state.run ?? randomId(random));
    const running = this.#create(state);
    const before = this.#state;
    const waiting = this.#running.isStarted ? [] : (this.#running.at(ROOT)?.waiting ?? []).slice();
    this.#swap(running, state);
    const change = { kind: 'restore', name: 'restore', input: undefined, before, after: state } as const;
    const entryId = this.#become({ ...change, origin: 'restored', durationMs: 0 });
    running.plant(state, entryId);
    for (const { event } of waiting) running.ref.send(event);
    if (state.status === 'stopped') this.#isRunning = false;
    if (this.#isRunning) this.#resume(entryId);
    else this.views.next();
  }

  #beginWithContext(): void {
    const { getInitialSnapshot } = this.#logic;
    this.#logic.getInitialSnapshot = (scope: AnyActorScope, input: unknown) => {
      const snapshot = getInitialSnapshot(scope, input);
      const isRoot = scope.self._parent === undefined;
      return isRoot && this.#initialContext !== undefined
        ? { ...snapshot, ...this.#initialContext }
        : snapshot;
    };
  }

  #create(state: ActorState | undefined): RunningActor {
    const { name, create, time, hub } = this.#options;
    const isIdle = state?.isIdle === true;
    // One that had not begun begins anew, but with the context that it was given since.
    const isShared = isIdle && contextToRevive(state.context) === state.context;
    this.#initialContext = isShared ? { context: state.context } : undefined;
    const running = new RunningActor(
      this.#logic,
      state === undefined ? create : { ...create, snapshot: undefined },
      {
        time,
        cause: () => hub.cause,
        making: () => this.#steps.making,
        stateAt: (path) => stateAt(this.#state, path),
        causedBy: (entryId, run) => hub.causedBy(entryId, run),
        depth: () => this.#steps.depth,
        closeTo: (depth) => this.#steps.closeTo(depth),
        drop: (path, timerId) => this.#steps.drop(path, timerId),
      },
      isIdle ? undefined : state,
    );
    this.#initialContext = undefined;
    const snapshot: { readonly status?: unknown; readonly error?: unknown } = running.ref.getSnapshot();
    if (state === undefined && snapshot.status === 'error') throw snapshot.error;
    const problem = state === undefined ? undefined : problemOfRevived(running.ref, state);
    if (problem === undefined) return running;
    throw xstateError('unknown-state', { store: name, problem }, { cause: snapshot.error });
  }

  #swap(running: RunningActor, state: ActorState): void {
    const old = this.#running;
    this.#running = running;
    this.#state = state;
    old.end();
    this.#watch(running);
  }

  #watch(running: RunningActor): void {
    this.views.begin();
    const isPresent = () => this.#running === running;
    running.ref.subscribe({
      next: () => isPresent() && this.views.next(),
      error: (error: unknown) => isPresent() && this.views.end({ kind: 'error', error }),
      complete: () => isPresent() && this.views.end({ kind: 'complete' }),
    });
    for (const listener of this.#swapped) listener(running);
  }

  #renew(): void {
    const { run = '' } = this.#state;
    const running = this.#create(undefined);
    this.#swap(running, { ...freshState(running.ref, run, undefined), run, isIdle: true });
    running.plant(this.#state, undefined);
  }

  #resume(causeId: number | undefined): void {
    this.#isRunning = true;
    const state = this.#state;
    const start = () => this.#steps.within(() => this.#running.start(state));
    if (causeId === undefined) start();
    else this.#options.hub.causedBy(causeId, start);
  }

  #init(): void {
    const { time, create } = this.#options;
    const event = { type: 'xstate.init', input: create.input };
    this.#steps.open(event.type, event);
    const before = this.#state;
    const atMs = time.nowMs();
    const { run = '' } = before;
    const after = { ...freshState(this.#running.ref, run, atMs), run };
    const change = { kind: 'event', name: event.type, input: { event, atMs }, before, after } as const;
    const entryId = this.#become({ ...change, origin: 'local', durationMs: 0 });
    this.#running.plant(this.#state, entryId);
    this.#isRunning = true;
    this.#running.start(undefined);
  }

  /** Answers with the entry; a part of a batch stands for the entry that the batch will be. */
  #become(change: ActorChange): number {
    this.#state = change.after;
    const { journal } = this.#options.hub;
    const { lastId } = journal;
    for (const listener of this.#listeners) listener(change);
    return Math.max(lastId + 1, journal.lastId);
  }

  #unknownActor(path: ActorPath): Error {
    const known = Object.keys(this.#state.children ?? {});
    return xstateError('unknown-actor', { actor: path.join('/'), store: this.#options.name, known });
  }
}
