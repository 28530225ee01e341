import type { Action, Reducer, Store } from '@reduxjs/toolkit';
import type { Change, ChangeKind, Gate, Hub, Origin } from '@statehouse/hub';
import { isStatehouseError, type Stopwatch } from '@statehouse/kernel';
import type { Leads } from './leads.ts';
import { Requests } from './requests.ts';

/** What becomes of a dispatch that a plugin refuses: it throws `hub/refused`, or it does nothing. */
export type RefusalPolicy = 'throw' | 'ignore';

export interface LiveStoreOptions {
  readonly hub: Pick<Hub, 'causedBy' | 'journal'>;
  readonly leads: Leads;
  readonly whenRefused: RefusalPolicy;
  readonly stopwatch: Stopwatch;
}

const RESTORED = Symbol('statehouse/restored');

/** Puts a state in the place of the present one. The state is under a symbol, so that no action from outside can do it. */
export interface Restore<State> {
  readonly type: '@@statehouse/restore';
  readonly [RESTORED]: State;
}

/** A reducer that lets states be put back, and otherwise does what the given one does. */
export function restorable<State, Input extends Action, Preloaded>(
  reducer: Reducer<State, Input, Preloaded>,
): Reducer<State, Input | Restore<State>, Preloaded> {
  return (state, action) => (isRestore(action) ? action[RESTORED] : reducer(state, action));
}

function isRestore<State, Input extends Action>(action: Input | Restore<State>): action is Restore<State> {
  return RESTORED in action;
}

/** What is to make the state another one. */
interface Doing<Input> {
  readonly kind: ChangeKind;
  readonly name: string;
  readonly origin: Origin;
  readonly startMs: number;
  /** As it was dispatched, and as plugins left it; neither where a state is put in. */
  readonly given: Input | undefined;
  readonly input: Input | undefined;
}

/**
 * A Redux store as it is, whatever its views are shown: asks the gate before an action comes to the reducer, and tells of
 * the change before anybody else hears of it. It listens rather than standing in the reducer's place, so that a state that
 * came in another way (a replaced reducer, DevTools) is told too.
 *
 * Invariant: its listener is the first of the Redux store, and `#state` what that was last told of.
 */
export class LiveStore<State, Input extends Action> {
  readonly #options: LiveStoreOptions;
  readonly #store: Store<State, Input | Restore<State>>;
  readonly #requests = new Requests();
  readonly #listeners = new Set<(change: Change<State, Input>) => void>();
  #reducer: (state: State, action: Input) => State;
  #state: State;
  #gate: Gate<Input> | undefined;
  #doing: Doing<Input> | undefined;

  constructor(
    options: LiveStoreOptions,
    store: Store<State, Input | Restore<State>>,
    reducer: (state: State, action: Input) => State,
  ) {
    this.#options = options;
    this.#store = store;
    this.#reducer = reducer;
    this.#state = store.getState();
    store.subscribe(() => this.#changed());
  }

  /** May be asked at any time, even while a reducer runs. */
  getState(): State {
    return this.#state;
  }

  reduce(state: State, action: Input): State {
    return this.#reducer(state, action);
  }

  subscribe(listener: (change: Change<State, Input>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  intercept(gate: Gate<Input>): () => void {
    this.#gate = gate;
    return () => {
      if (this.#gate === gate) this.#gate = undefined;
    };
  }

  restore(state: State): void {
    const action: Restore<State> = { type: '@@statehouse/restore', [RESTORED]: state };
    this.#put('restore', 'restored', () => this.#store.dispatch(action));
  }

  replaceReducer(next: (state: State | undefined, action: Input) => State): void {
    this.#reducer = next;
    this.#put('replaceReducer', 'local', () => this.#store.replaceReducer(restorable(next)));
  }

  /** The dispatch below all middleware. */
  dispatch(action: Input): void {
    const gate = this.#gate;
    // What is no object Redux itself refuses, in words that its users know.
    if (gate === undefined || typeof action !== 'object' || action === null) {
      this.#store.dispatch(action);
      return;
    }
    const { hub, leads } = this.#options;
    const causeId = leads.entryId ?? this.#requests.beginningOf(action);
    if (causeId === undefined) this.#through(gate, action);
    else hub.causedBy(causeId, () => this.#through(gate, action));
  }

  #through(gate: Gate<Input>, given: Input): void {
    const { leads, whenRefused } = this.#options;
    let input: Input;
    try {
      input = gate.open({ kind: 'action', name: given.type, input: given, origin: 'local' });
    } catch (error) {
      if (whenRefused === 'ignore' && isStatehouseError(error, 'hub/refused')) return;
      throw error;
    }
    leads.enter();
    try {
      this.#within(gate, given, input);
    } finally {
      leads.leave();
    }
  }

  #within(gate: Gate<Input>, given: Input, input: Input): void {
    const outer = this.#doing;
    try {
      const startMs = this.#options.stopwatch.nowMs();
      this.#doing = { kind: 'action', name: input.type, origin: 'local', startMs, given, input };
      this.#store.dispatch(input);
    } catch (error) {
      this.#doing = outer;
      if (gate.fail(error) === 'hold') return;
      throw error;
    }
    this.#doing = outer;
    gate.close();
  }

  #put(name: string, origin: Origin, put: () => void): void {
    const outer = this.#doing;
    const startMs = this.#options.stopwatch.nowMs();
    this.#doing = { kind: 'restore', name, origin, startMs, given: undefined, input: undefined };
    try {
      put();
    } finally {
      this.#doing = outer;
    }
  }

  #changed(): void {
    const before = this.#state;
    const after = this.#store.getState();
    const nowMs = this.#options.stopwatch.nowMs();
    const doing = this.#doing ?? outside(nowMs);
    this.#doing = undefined;
    this.#state = after;
    if (doing.input === undefined && after === before) return;
    const { kind, name, input, origin, startMs, given } = doing;
    const change = { kind, name, input, before, after, origin, durationMs: nowMs - startMs };
    const { lastId } = this.#options.hub.journal;
    for (const listener of this.#listeners) listener(change);
    if (given === undefined) return;
    // A part of a batch stands for the entry that the batch will be.
    const entryId = Math.max(lastId + 1, this.#options.hub.journal.lastId);
    this.#options.leads.written(given, entryId);
    this.#requests.written(given, entryId);
  }
}

/** A state that nothing here has asked for. */
function outside(nowMs: number): Doing<never> {
  return {
    kind: 'restore',
    name: 'outside',
    origin: 'local',
    startMs: nowMs,
    given: undefined,
    input: undefined,
  };
}
