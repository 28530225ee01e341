/** Something computed from the states of several stores, kept until one of them is another. */
export interface DerivedValue<Value> {
  /** The very same value as long as the states are. */
  get(): Value;
  /** Hears when the value is another one: once for each entry of the journal, whatever it changed. */
  subscribe(listener: (value: Value) => void): () => void;
  /** Stops listening to the stores. */
  stop(): void;
}

export interface DerivedOptions<States extends readonly unknown[], Value> {
  readonly read: () => States;
  readonly compute: (...states: States) => Value;
  /** Calls back when a state may have changed. */
  readonly watch: (changed: () => void) => () => void;
  /** Told when `compute` throws, unless there is no value yet: then the caller is. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * A value over several stores. It computes only when somebody asks or listens, and only when a state is another one.
 * When `compute` throws, it keeps its last good value.
 */
export function createDerivedValue<const States extends readonly unknown[], Value>({
  read,
  compute,
  watch,
  onFailed,
}: DerivedOptions<States, Value>): DerivedValue<Value> {
  const listeners = new Set<(value: Value) => void>();
  let last: { readonly states: States; readonly value: Value } | undefined;

  const get = (): Value => {
    const states = read();
    const known = last;
    if (known?.states.every((state, at) => Object.is(state, states[at])) === true) return known.value;
    try {
      const value = compute(...states);
      last = { states, value };
      return value;
    } catch (error) {
      if (known === undefined) throw error;
      last = { states, value: known.value };
      onFailed(error);
      return known.value;
    }
  };

  const stop = watch(() => {
    if (listeners.size === 0) return;
    const before = last;
    const value = get();
    if (before !== undefined && Object.is(before.value, value)) return;
    for (const listener of [...listeners]) listener(value);
  });

  return {
    get,
    subscribe(listener) {
      listeners.add(listener);
      get();
      return () => listeners.delete(listener);
    },
    stop,
  };
}
