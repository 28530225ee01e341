import { tellAll } from '../telling/tell-all.ts';

/** Something computed from the states of several stores, kept until one of them is another. */
export interface DerivedValue<Value> {
  /** The very same value as long as the states are. */
  get(): Value;
  /** What views are to see: the same, of the past if that is shown. */
  getShown(): Value;
  /** Hears when the value is another one: once for each entry of the journal, whatever it changed. */
  subscribe(listener: (value: Value) => void): () => void;
  /** Hears when `getShown` may answer otherwise. */
  subscribeShown(listener: () => void): () => void;
  /** Stops listening to the stores. */
  stop(): void;
}

export interface DerivedOptions<States extends readonly unknown[], Value> {
  readonly read: () => States;
  /** The states that are shown. */
  readonly readShown: () => States;
  readonly compute: (...states: States) => Value;
  /** Calls back when a state may have changed. */
  readonly watch: (changed: () => void) => () => void;
  /** Calls back when a state that is shown may be another. */
  readonly watchShown: (changed: () => void) => () => void;
  /** Told when `compute` throws, unless there is no value yet: then the caller is. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * A value over several stores. It computes only when somebody asks or listens, and only when a state is another one.
 * When `compute` throws, it keeps its last good value.
 */
export function createDerivedValue<const States extends readonly unknown[], Value>({
  read,
  readShown,
  compute,
  watch,
  watchShown,
  onFailed,
}: DerivedOptions<States, Value>): DerivedValue<Value> {
  const listeners = new Set<(value: Value) => void>();
  // The past has a place of its own: looking at it does not push the present out.
  const present = new KeptValue(compute, onFailed);
  const past = new KeptValue(compute, onFailed);
  const get = () => present.of(read());
  // Not the last value computed: others may have asked for it since.
  let told: { readonly value: Value } | undefined;
  const stop = watch(() => {
    if (listeners.size === 0) return;
    const value = get();
    if (told !== undefined && Object.is(told.value, value)) return;
    told = { value };
    tellAll(listeners, value);
  });
  return {
    get,
    getShown() {
      const states = readShown();
      return present.isOf(states) ? present.of(states) : past.of(states);
    },
    subscribeShown: watchShown,
    subscribe(listener) {
      if (listeners.size === 0) told = { value: get() };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop,
  };
}

/** The last value that was computed, and of what. */
class KeptValue<States extends readonly unknown[], Value> {
  readonly #compute: (...states: States) => Value;
  readonly #onFailed: (error: unknown) => void;
  last: { readonly states: States; readonly value: Value } | undefined;

  constructor(compute: (...states: States) => Value, onFailed: (error: unknown) => void) {
    this.#compute = compute;
    this.#onFailed = onFailed;
  }

  isOf(states: States): boolean {
    return this.last?.states.every((state, at) => Object.is(state, states[at])) === true;
  }

  of(states: States): Value {
    const { last } = this;
    if (last !== undefined && this.isOf(states)) return last.value;
    try {
      const value = this.#compute(...states);
      this.last = { states, value };
      return value;
    } catch (error) {
      if (last === undefined) throw error;
      this.last = { states, value: last.value };
      this.#onFailed(error);
      return last.value;
    }
  }
}
