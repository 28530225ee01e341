import type { Attempt, Change, Gate, Shown, Store } from '@statehouse/hub';
import { zustandError } from './errors.ts';
import { nameFrom, type SetInput, stateAfter, withFunctions } from './set-input.ts';

/** `set` as zustand and its middlewares have it; what follows the first two is theirs. */
export type BareSet = (partial: unknown, replace?: boolean, ...rest: readonly unknown[]) => unknown;

/** Told of the state and the one before it. */
export type BareListener = (state: unknown, previous: unknown) => void;

/**
 * A zustand store as the hub has it.
 *
 * Invariant: every change of the state below is told to the hub first, then to views, whoever made it; while the past is
 * shown, views are told nothing of the present.
 */
export class ZustandStore implements Store<unknown, SetInput> {
  readonly #name: string;
  readonly #set: BareSet;
  readonly #get: () => unknown;
  readonly #initial: () => unknown;
  readonly #listeners = new Set<(change: Change<unknown, SetInput>) => void>();
  readonly #views = new Set<BareListener>();
  #gate: Gate<SetInput> | undefined;
  #shown: Shown<unknown> = { kind: 'live' };
  #held = 0;
  /** What views were told last. */
  #told: unknown;
  /** What is being set, until the store below has told of it. */
  #making: Attempt<SetInput> | undefined;

  /**
   * @param set of the store below, past this one
   * @param get the present state; undefined before zustand has the first
   * @param initial the first state, as long as zustand has none
   */
  constructor(name: string, set: BareSet, get: () => unknown, initial: () => unknown) {
    this.#name = name;
    this.#set = set;
    this.#get = get;
    this.#initial = initial;
  }

  getState(): unknown {
    return this.#get() ?? this.#initial();
  }

  /** What views are to see. */
  getShown(): unknown {
    return this.#shown.kind === 'past' ? this.#shown.state : this.getState();
  }

  subscribe(listener: (change: Change<unknown, SetInput>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For views: hears when another state is shown. */
  watch(listener: BareListener): () => void {
    // As zustand does, the same function is told once.
    this.#views.add(listener);
    return () => this.#views.delete(listener);
  }

  /** What the store below tells of each change; it has to be the first that it tells. */
  readonly heard = (after: unknown, previous: unknown): void => {
    const made = this.#making;
    this.#making = undefined;
    const before = previous ?? this.#initial();
    // Around this one: persisted state that has come back, the devtools' own time travel.
    const change: Change<unknown, SetInput> =
      made === undefined
        ? {
            kind: 'restore',
            name: 'restore',
            input: undefined,
            before,
            after,
            origin: 'restored',
            durationMs: 0,
          }
        : { ...made, before, after, durationMs: 0 };
    for (const listener of [...this.#listeners]) listener(change);
    this.#tellViews(before);
  };

  /** `set` in the place of another one, to which it goes on. */
  over(below: BareSet): BareSet {
    return (partial, replace, ...rest) => {
      const name = nameFrom(rest[0]);
      const state = this.#get();
      let next: unknown;
      try {
        next = typeof partial === 'function' ? partial(state) : partial;
        if (next === undefined && typeof partial === 'function')
          throw zustandError('drafts', { store: this.#name });
      } catch (error) {
        return this.#failed({ name, partial: {}, replace: false }, error);
      }
      if (Object.is(next, state)) return undefined;
      const isWhole = typeof next !== 'object' || next === null;
      return this.#apply(below, { name, partial: next, replace: replace ?? isWhole }, rest);
    };
  }

  dispatch(input: SetInput): void {
    this.#apply(this.#set, input, [input.name]);
  }

  attemptOf(input: SetInput): Attempt<SetInput> {
    return { kind: 'write', name: input.name, input, origin: 'local' };
  }

  intercept(gate: Gate<SetInput>): () => void {
    this.#gate = gate;
    return () => {
      this.#gate = undefined;
    };
  }

  reduce(state: unknown, input: SetInput): unknown {
    return stateAfter(state, input);
  }

  restore(state: unknown): void {
    this.#set(withFunctions(state, this.getState()), true, 'restore');
  }

  show(shown: Shown<unknown>): void {
    const before = this.getShown();
    this.#shown = shown;
    this.#tell(before);
  }

  batch(run: () => void): void {
    if (this.#held === 0) this.#told = this.getState();
    this.#held += 1;
    try {
      run();
    } finally {
      this.#held -= 1;
      this.#tellViews(this.#told);
    }
  }

  #apply(below: BareSet, given: SetInput, rest: readonly unknown[]): unknown {
    const attempt = this.attemptOf(given);
    const gate = this.#gate;
    if (gate === undefined) return this.#make(below, attempt, rest);
    const input = gate.open(attempt);
    let answer: unknown;
    try {
      answer = this.#make(below, { ...attempt, input }, rest);
    } catch (error) {
      if (gate.fail(error) === 'hold') return undefined;
      throw error;
    }
    gate.close();
    return answer;
  }

  #make(below: BareSet, attempt: Attempt<SetInput>, rest: readonly unknown[]): unknown {
    const { partial, replace } = attempt.input;
    this.#making = attempt;
    try {
      return below(partial, replace, ...rest);
    } finally {
      this.#making = undefined;
    }
  }

  /** A function given to `set` threw: nothing has changed. */
  #failed(input: SetInput, error: unknown): undefined {
    const gate = this.#gate;
    if (gate === undefined) throw error;
    gate.open(this.attemptOf(input));
    if (gate.fail(error) === 'rethrow') throw error;
  }

  #tellViews(before: unknown): void {
    if (this.#held === 0 && this.#shown.kind === 'live') this.#tell(before);
  }

  #tell(before: unknown): void {
    const shown = this.getShown();
    if (Object.is(shown, before)) return;
    for (const view of [...this.#views]) view(shown, before);
  }
}
