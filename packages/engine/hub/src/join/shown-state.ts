import type { Shown, Store } from '../store/store.ts';
import { tellAll } from '../telling/tell-all.ts';

/**
 * What the views of one store are to see: its present state, or a past one. Tells the store, if it shows anything
 * itself, and whoever listens here.
 */
export class ShownState<State> {
  readonly #store: Pick<Store<State, never>, 'getState' | 'show'>;
  readonly #listeners = new Set<() => void>();
  #shown: Shown<State> = { kind: 'live' };

  constructor(store: Pick<Store<State, never>, 'getState' | 'show'>) {
    this.#store = store;
  }

  show(shown: Shown<State>): void {
    this.#shown = shown;
    this.#store.show?.(shown);
    tellAll(this.#listeners);
  }

  get(): State {
    return this.#shown.kind === 'past' ? this.#shown.state : this.#store.getState();
  }

  subscribe(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** The store has changed: its views see it, unless they see the past. */
  changed(): void {
    if (this.#shown.kind === 'live') tellAll(this.#listeners);
  }
}
