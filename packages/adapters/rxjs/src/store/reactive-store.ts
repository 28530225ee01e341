import {
  type Attempt,
  createPlainStore,
  type Gate,
  type PlainStore,
  type PlainStoreOptions,
} from '@statehouse/hub';
import { distinctUntilChanged, map, Observable, Subject, shareReplay } from 'rxjs';
import { fromShown, type ShownStore } from './from-shown.ts';

/** The first state, the pure function from state and action to the next, and what actions are called. */
export type ReactiveStoreOptions<State, Action> = Omit<PlainStoreOptions<State, Action>, 'kind'>;

/** A state that is changed by actions, all of it as observables; a store of the hub as it is. */
export interface ReactiveStore<State, Action> extends PlainStore<State, Action>, ShownStore<State> {
  getShown(): State;
  /** What views are to see: at once, then each other state. While the hub shows the past, that. */
  readonly state$: Observable<State>;
  /** The present, whatever is shown: at once, then each other state. For what acts on a state rather than shows it. */
  readonly present$: Observable<State>;
  /**
   * Each action that was applied, as it was applied, after the state is the new one and its views were told: what is
   * done about it has it as its cause on the hub. Those of a batch come at its end, and not at all if it threw.
   */
  readonly actions$: Observable<Action>;
  /**
   * A part of the shown state: at once, then each time when it is another. However many listen, `selector` is asked once
   * for each state; it is let go with the last of them. If it throws, that is an error of this observable alone.
   */
  select<Selected>(
    selector: (state: State) => Selected,
    isEqual?: (before: Selected, now: Selected) => boolean,
  ): Observable<Selected>;
}

/**
 * Makes a reactive store; `hub.add` puts it on a hub.
 *
 * @example
 * const store = createReactiveStore({ initial: 0, reduce: (count: number, amount: number) => count + amount });
 * createHub().add('count', store);
 * store.state$.subscribe((count) => console.log(count));
 * store.dispatch(2);
 */
export function createReactiveStore<State, Action>(
  options: ReactiveStoreOptions<State, Action>,
): ReactiveStore<State, Action> {
  const created = createPlainStore(options);
  const plain = { ...created, subscribeShown: created.watch };
  const present = new Subject<void>();
  const applied = new Subject<Action>();
  const teller = new Teller<Action>((actions) => {
    present.next();
    for (const action of actions) applied.next(action);
  });
  plain.intercept(teller);
  const state$ = fromShown(plain);
  return {
    ...plain,
    state$,
    present$: new Observable<State>((subscriber) => {
      // Read when it is told: somebody who was told before may have changed it again.
      const listening = present.subscribe(() => subscriber.next(plain.getState()));
      subscriber.next(plain.getState());
      return listening;
    }).pipe(distinctUntilChanged()),
    actions$: applied.asObservable(),
    select: (selector, isEqual) =>
      state$.pipe(
        map(selector),
        distinctUntilChanged(isEqual),
        shareReplay({ bufferSize: 1, refCount: true }),
      ),
    intercept: (gate) => teller.stand(gate),
    restore(state) {
      plain.restore(state);
      teller.tell();
    },
    batch: (run) => teller.hold(() => plain.batch(run)),
  };
}

/**
 * Stands at the store's gate, in front of the hub's if there is one, and tells of what went through before it closes.
 *
 * Invariant: `#open` has the inputs of the gates that are open, the innermost last.
 */
class Teller<Action> implements Gate<Action> {
  readonly #tell: (actions: readonly Action[]) => void;
  readonly #open: Action[] = [];
  #hub: Gate<Action> | undefined;
  /** What was applied in the batch that is being made. */
  #held: Action[] | undefined;

  constructor(tell: (actions: readonly Action[]) => void) {
    this.#tell = tell;
  }

  /** Lets the hub's gate be asked too, until the answer is called. */
  stand(gate: Gate<Action>): () => void {
    this.#hub = gate;
    return () => {
      this.#hub = undefined;
    };
  }

  open(attempt: Attempt<Action>): Action {
    const action = this.#hub === undefined ? attempt.input : this.#hub.open(attempt);
    this.#open.push(action);
    return action;
  }

  fail(error: unknown): 'rethrow' | 'hold' {
    this.#open.pop();
    return this.#hub?.fail(error) ?? 'rethrow';
  }

  close(): void {
    const actions = this.#open.splice(-1);
    if (this.#held === undefined) this.#tell(actions);
    else this.#held.push(...actions);
    this.#hub?.close();
  }

  /** The state is another one, by no action. */
  tell(): void {
    if (this.#held === undefined) this.#tell([]);
  }

  hold(run: () => void): void {
    if (this.#held !== undefined) {
      run();
      return;
    }
    const held: Action[] = [];
    this.#held = held;
    try {
      run();
    } catch (error) {
      this.#held = undefined;
      this.#tell([]);
      throw error;
    }
    this.#held = undefined;
    this.#tell(held);
  }
}
