import type { Shown, Store } from '../store/store.ts';

/** What the views of one store are to see: its present state, or a past one. Tells the store, if it shows anything itself. */
export class ShownState<State> {
  readonly #store: Pick<Store<State, never>, 'getState' | 'show'>;
  #shown: Shown<State> = { kind: 'live' };

  constructor(store: Pick<Store<State, never>, 'getState' | 'show'>) {
    this.#store = store;
  }

  show(shown: Shown<State>): void {
    this.#shown = shown;
    this.#store.show?.(shown);
  }

  get(): State {
    return this.#shown.kind === 'past' ? this.#shown.state : this.#store.getState();
  }
}
