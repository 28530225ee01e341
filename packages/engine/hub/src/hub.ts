import { type Stopwatch, systemStopwatch, systemTimers, type Timers } from '@statehouse/kernel';
import { type AskedInputs, type BatchPolicy, type BatchStep, runBatch } from './batch/batch.ts';
import { runEffect } from './causes/run-effect.ts';
import { createDerivedValue, type DerivedValue } from './derived/derived-value.ts';
import { hubError } from './errors.ts';
import { type FailurePolicy, JoinedStore } from './join/joined-store.ts';
import { ShownState } from './join/shown-state.ts';
import { StoreGate } from './join/store-gate.ts';
import type { SendStep, StoreHandle } from './join/store-handle.ts';
import { type JournalBounds, USUAL_BOUNDS } from './journal/journal.ts';
import { APPLIED, type EntryKind, type JournalEntry } from './journal/journal-entry.ts';
import type { Plugin, Problem } from './plugins/plugin.ts';
import { PluginChain, type PluginLimits } from './plugins/plugin-chain.ts';
import { Checkpoints } from './recovery/checkpoints.ts';
import type { Attempt } from './store/change.ts';
import type { Store } from './store/store.ts';
import { TimeTravel } from './time/time-travel.ts';
import { Timeline } from './timeline/timeline.ts';

export interface HubOptions {
  readonly plugins?: readonly Plugin[];
  readonly journal?: Partial<JournalBounds>;
  readonly pluginLimits?: Partial<PluginLimits>;
  /** What is left when a step of a batch throws, unless the batch says otherwise; `undo` unless told. */
  readonly whenBatchFails?: BatchPolicy;
  /** Freezes the states that stores hand out. For development: it costs each state once. */
  readonly freezesStates?: boolean;
  /** Told of what goes wrong where nobody asked: in plugins, listeners and derived values, and of errors that were held. */
  readonly onProblem?: (problem: Problem) => void;
  readonly stopwatch?: Stopwatch;
  readonly timers?: Timers;
}

export interface JoinOptions {
  /** What becomes of an error in the store; `rethrow` unless told. */
  readonly whenFailed?: FailurePolicy;
}

type ReadableHandle = Pick<StoreHandle<unknown, never>, 'getState' | 'getShown' | 'subscribeShown'>;

interface Member {
  readonly joined: JoinedStore;
  readonly gate: StoreGate;
  readonly stops: readonly (() => void)[];
}

/** Several stores of any kind on one timeline. */
export class Hub {
  readonly time: TimeTravel;
  readonly checkpoints: Checkpoints;
  readonly plugins: PluginChain;
  readonly #timeline: Timeline;
  readonly #joined = new Map<string, JoinedStore>();
  readonly #members = new Map<string, Member>();
  readonly #options: HubOptions;
  /** The inputs of the batch that is being made, which plugins were asked about. */
  readonly #asked: AskedInputs = new Map();
  #batch: string | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
    const { stopwatch = systemStopwatch, timers = systemTimers, freezesStates: freezes = false } = options;
    this.#timeline = new Timeline({
      bounds: { ...USUAL_BOUNDS, ...options.journal },
      stopwatch,
      freezes,
      stores: this.#joined,
      onListenerFailed: (cause, { id }) =>
        this.#report({ error: hubError('listener-failed', { entry: id }, { cause }), place: 'listener' }),
    });
    this.time = new TimeTravel(this.#timeline.journal, this.#joined);
    this.checkpoints = new Checkpoints(this.#joined, 10);
    const limits = { maxFailures: 3, hookTimeoutMs: 5_000, ...options.pluginLimits };
    this.plugins = new PluginChain(limits, timers, (problem) => this.#report(problem));
    this.#timeline.subscribe((entry) => this.plugins.tellOfChange(entry));
    this.#timeline.subscribe((entry) => this.#tellViews(entry));
    for (const plugin of options.plugins ?? []) this.plugins.add(plugin);
  }

  /** The timeline: what is kept of it. */
  get journal(): Pick<Timeline['journal'], 'firstId' | 'lastId' | 'length' | 'bytes' | 'entry' | 'entries'> {
    return this.#timeline.journal;
  }

  /** The entry that led to what happens now; undefined where nothing in this turn did. */
  get cause(): number | undefined {
    return this.#timeline.causes.now;
  }

  get storeNames(): readonly string[] {
    return [...this.#members.keys()];
  }

  /** The store behind a name, for those who watch, keep or replay it. */
  store(name: string): Store {
    const member = this.#members.get(name);
    if (member === undefined) throw hubError('unknown-store', { store: name, known: this.storeNames });
    return member.joined.store;
  }

  /**
   * Puts a store on the hub.
   *
   * @throws StatehouseError `hub/duplicate-store`
   */
  add<State, Input>(
    name: string,
    store: Store<State, Input>,
    options: JoinOptions = {},
  ): StoreHandle<State, Input> {
    if (this.#members.has(name)) throw hubError('duplicate-store', { store: name });
    const shown = new ShownState(store);
    const joined = new JoinedStore(name, store, shown, options.whenFailed ?? 'rethrow');
    const gate = new StoreGate(joined, {
      timeline: this.#timeline,
      plugins: this.plugins,
      isAsked: (input) => this.#asked.get(name)?.includes(input) === true,
      onFailed: (failed, error, attempt) => this.#onFailed(failed, error, attempt),
    });
    const stops: (() => void)[] = [];
    this.#joined.set(name, joined);
    this.#members.set(name, { joined, gate, stops });
    this.#writePresence('joined', joined);
    // First the gate: a stream may send something as soon as it is listened to.
    const release = joined.store.intercept?.(gate);
    stops.push(store.subscribe((change) => gate.changed(change)));
    if (release !== undefined) stops.push(release);
    // Whoever is told of it finds it there.
    this.#timeline.tell();
    this.plugins.tellOfStore('onStoreAdded', name);
    return {
      name,
      getState: () => store.getState(),
      getShown: () => shown.get(),
      subscribeShown: (listener) => shown.subscribe(listener),
      dispatch: (input) => this.dispatch(name, input),
      subscribe: (listener) =>
        this.subscribe((entry) => {
          if (entry.changes.some((change) => change.store === name)) listener(store.getState(), entry);
        }),
      leave: () => this.#remove(name),
    };
  }

  /** Hears of every entry of the journal, once, after what it tells has happened. */
  subscribe(listener: (entry: JournalEntry) => void): () => void {
    return this.#timeline.subscribe(listener);
  }

  /**
   * Changes one store.
   *
   * @throws StatehouseError `hub/read-only-past`, `hub/unknown-store`, `hub/not-dispatchable`, `hub/refused`, `hub/loop`
   */
  dispatch(store: string, input: unknown): void {
    this.#refusePast();
    const { joined, gate } = this.#dispatchable(store);
    if (joined.store.intercept !== undefined) joined.store.dispatch?.(input);
    else gate.through(attemptOf(joined, input), (asked) => joined.store.dispatch?.(asked));
  }

  /**
   * Changes several stores as one entry, with one notification. The function only collects; then all refusals are asked,
   * and only when there is none anything changes. Subscribers of other libraries may see the steps between.
   *
   * @throws StatehouseError `hub/refused`, `hub/batch-failed`, `hub/batch-in-batch`, `hub/read-only-past`
   */
  batch(name: string, collect: (send: SendStep) => void, policy?: BatchPolicy): void {
    this.#refusePast();
    if (this.#batch !== undefined) throw hubError('batch-in-batch', { name, outer: this.#batch });
    const steps: BatchStep[] = [];
    let isOpen = true;
    collect((store, input) => {
      if (!isOpen) throw hubError('batch-closed', { name });
      steps.push(this.#step(store.name, input));
    });
    isOpen = false;
    this.#batch = name;
    const ended = () => {
      this.#batch = undefined;
      this.#asked.clear();
    };
    const usual = policy ?? this.#options.whenBatchFails ?? 'undo';
    try {
      runBatch(this.#timeline, name, steps, usual, this.#asked, ended);
    } catch (error) {
      ended();
      throw error;
    }
  }

  /**
   * Lets one store react to another: the function is called after each entry that changed it, and what it changes has
   * that entry as its cause. A loop of reactions ends with `hub/loop`.
   */
  react<State>(
    store: StoreHandle<State, never>,
    reaction: (state: State, entry: JournalEntry) => void,
  ): () => void {
    return store.subscribe(reaction);
  }

  /** Computes a value from the states of several stores, and keeps it until one of them is another. */
  derive<const Handles extends readonly ReadableHandle[], Value>(
    name: string,
    stores: Handles,
    compute: (...states: { [At in keyof Handles]: ReturnType<Handles[At]['getState']> }) => Value,
  ): DerivedValue<Value> {
    return createDerivedValue({
      read: () => readAll(stores, (store) => store.getState()),
      readShown: () => readAll(stores, (store) => store.getShown()),
      compute,
      watch: (changed) => this.subscribe(changed),
      watchShown: (changed) => watchAll(stores, changed),
      onFailed: (cause) =>
        this.#report({ error: hubError('derived-failed', { name }, { cause }), place: name }),
    });
  }

  /**
   * Runs an effect from outside of all stores and writes down what it came to. `settled` runs with that entry as the
   * cause of what it changes.
   */
  effect<Result>(name: string, run: () => Promise<Result>, settled: (result: Result) => void): Promise<void> {
    return runEffect(this.#timeline, name, run, settled);
  }

  /** A function that, whenever it is called, has as its cause what is the cause now: for timers and answers. */
  withCause<Given extends readonly unknown[], Result>(
    run: (...given: Given) => Result,
  ): (...given: Given) => Result {
    const cause = this.#timeline.causes.now;
    return (...given) => this.#timeline.causes.run(cause, () => run(...given));
  }

  /** Runs a function as something that an entry led to: for stores that know it where the turn does not say. */
  causedBy<Result>(entryId: number, run: () => Result): Result {
    return this.#timeline.causes.run(entryId, run);
  }

  /** Tells of something that went wrong outside of any change: a selector, an effect. */
  report(problem: Problem): void {
    this.#report(problem);
  }

  #tellViews({ changes }: JournalEntry): void {
    const [first] = changes;
    if (changes.length === 1 && first !== undefined) this.#joined.get(first.store)?.shown.changed();
    else
      for (const name of new Set(changes.map(({ store }) => store))) this.#joined.get(name)?.shown.changed();
  }

  #onFailed(joined: JoinedStore, error: unknown, { input }: Attempt): 'rethrow' | 'hold' {
    this.plugins.tellOfError({ error, place: joined.name, input });
    if (joined.whenFailed === 'rethrow') return 'rethrow';
    this.#tellOfProblem({ error, place: joined.name, input });
    if (joined.whenFailed === 'checkpoint') this.checkpoints.restoreStore(joined);
    return 'hold';
  }

  #report(problem: Problem): void {
    this.#tellOfProblem(problem);
    this.plugins.tellOfError(problem);
  }

  #tellOfProblem(problem: Problem): void {
    try {
      this.#options.onProblem?.(problem);
    } catch {
      // Nobody is left to tell, and no change is to suffer for it.
    }
  }

  #step(name: string, input: unknown): BatchStep {
    const { joined, gate } = this.#dispatchable(name);
    return { joined, gate, attempt: attemptOf(joined, input) };
  }

  #dispatchable(name: string): Member {
    const member = this.#members.get(name);
    if (member === undefined) throw hubError('unknown-store', { store: name, known: this.storeNames });
    if (member.joined.store.dispatch === undefined) throw hubError('not-dispatchable', { store: name });
    return member;
  }

  #refusePast(): void {
    const { shown } = this.time;
    if (shown.kind === 'past') throw hubError('read-only-past', { entry: shown.entryId });
  }

  #remove(name: string): void {
    const member = this.#members.get(name);
    if (member === undefined) return;
    for (const stop of member.stops) stop();
    this.#members.delete(name);
    this.#writePresence('left', member.joined);
    this.#timeline.tell();
    this.#joined.delete(name);
    // Nobody else would bring its views back to the present.
    if (this.time.shown.kind === 'past') member.joined.shown.show({ kind: 'live' });
    this.plugins.tellOfStore('onStoreRemoved', name);
  }

  #writePresence(kind: Extract<EntryKind, 'joined' | 'left'>, joined: JoinedStore): void {
    const state = joined.kept(joined.state);
    const states = { before: undefined, after: kind === 'joined' ? state : undefined };
    this.#timeline.write({
      kind,
      name: joined.name,
      origin: 'local',
      causeId: this.#timeline.causes.now,
      durationMs: 0,
      outcome: APPLIED,
      changes: [{ store: joined.name, kind: 'restore', name: kind, input: undefined, states }],
    });
  }
}

function attemptOf({ store }: JoinedStore, input: unknown): Attempt {
  return store.attemptOf?.(input) ?? { kind: 'write', name: 'write', input, origin: 'local' };
}

function readAll<const Handles extends readonly ReadableHandle[]>(
  stores: Handles,
  read: (store: ReadableHandle) => unknown,
): { [At in keyof Handles]: ReturnType<Handles[At]['getState']> };
function readAll(
  stores: readonly ReadableHandle[],
  read: (store: ReadableHandle) => unknown,
): readonly unknown[] {
  return stores.map(read);
}

function watchAll(stores: readonly ReadableHandle[], changed: () => void): () => void {
  const stops = stores.map((store) => store.subscribeShown(changed));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Makes a hub: stores join it with `add`. */
export function createHub(options: HubOptions = {}): Hub {
  return new Hub(options);
}
