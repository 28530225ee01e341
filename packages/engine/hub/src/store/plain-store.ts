import type { Attempt, Change, ChangeKind } from './change.ts';
import type { Gate, Shown, Store } from './store.ts';

export interface PlainStoreOptions<State, Input> {
  readonly initial: State;
  /** Pure. */
  readonly reduce: (state: State, input: Input) => State;
  /** What an input is called; its `type` if it has one, else `input`. */
  readonly nameOf?: (input: Input) => string;
  /** What kind of thing its inputs are; `action` unless told. */
  readonly kind?: ChangeKind;
}

/** A store that is only a value and a reducer, and can do everything that the hub may ask of one. */
export interface PlainStore<State, Input> extends Store<State, Input> {
  dispatch(input: Input): void;
  intercept(gate: Gate<Input>): () => void;
  restore(state: State): void;
  reduce(state: State, input: Input): State;
  show(shown: Shown<State>): void;
  batch(run: () => void): void;
  attemptOf(input: Input): Attempt<Input>;
  /** What its views are to see: the present, or the past that is shown. */
  getShown(): State;
  /** For views: hears when what is shown is another state. */
  watch(listener: () => void): () => void;
}

export function createPlainStore<State, Input>({
  initial,
  reduce,
  nameOf = typeOf,
  kind = 'action',
}: PlainStoreOptions<State, Input>): PlainStore<State, Input> {
  const listeners = new Set<(change: Change<State, Input>) => void>();
  const views = new Set<() => void>();
  let state = initial;
  let shown: Shown<State> = { kind: 'live' };
  let gate: Gate<Input> | undefined;
  let held = 0;

  const tellViews = () => {
    if (held > 0 || shown.kind === 'past') return;
    for (const view of [...views]) view();
  };
  const become = (after: State, { kind, name, input, origin }: Attempt<Input>) => {
    const before = state;
    state = after;
    const change = { kind, name, input, before, after, origin, durationMs: 0 };
    for (const listener of [...listeners]) listener(change);
    tellViews();
  };
  const attemptOf = (input: Input): Attempt<Input> => ({
    kind,
    name: nameOf(input),
    input,
    origin: 'local',
  });

  return {
    getState: () => state,
    getShown: () => (shown.kind === 'past' ? shown.state : state),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(listener) {
      views.add(listener);
      return () => views.delete(listener);
    },
    dispatch(given) {
      const attempt = attemptOf(given);
      if (gate === undefined) return become(reduce(state, given), attempt);
      const asked = gate;
      const input = asked.open(attempt);
      try {
        become(reduce(state, input), { ...attempt, input });
      } catch (error) {
        if (asked.fail(error) === 'hold') return;
        throw error;
      }
      asked.close();
    },
    intercept(given) {
      gate = given;
      return () => {
        gate = undefined;
      };
    },
    attemptOf,
    reduce,
    restore(given) {
      const before = state;
      state = given;
      const change = { kind: 'restore', name: 'restore', input: undefined, before, after: given } as const;
      for (const listener of [...listeners]) listener({ ...change, origin: 'restored', durationMs: 0 });
      tellViews();
    },
    show(given) {
      shown = given;
      for (const view of [...views]) view();
    },
    batch(run) {
      held += 1;
      try {
        run();
      } finally {
        held -= 1;
        tellViews();
      }
    },
  };
}

function typeOf(input: unknown): string {
  const hasType = typeof input === 'object' && input !== null && 'type' in input;
  return hasType && typeof input.type === 'string' ? input.type : 'input';
}
