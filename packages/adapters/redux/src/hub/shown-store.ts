import type { Store } from '@reduxjs/toolkit';
import type { Shown } from '@statehouse/hub';

/** Where Redux has its observable: the symbol is there only if some library made it. */
export const OBSERVABLE: string | symbol = Symbol.observable ?? '@@observable';

interface Observer<State> {
  next?(state: State): void;
}

/** What of a Redux store views read. */
type Read<State> = Pick<Store<State>, 'getState' | 'subscribe'>;

/**
 * What the views of a Redux store see and hear: its state and its notifications, or a past state and none of them.
 *
 * Invariant: a view that was kept waiting is told once when the wait is over.
 */
export class ShownStore<State> {
  readonly #store: Read<State>;
  readonly #listeners = new Set<() => void>();
  #shown: Shown<State> = { kind: 'live' };
  #held = 0;
  #hasMissed = false;

  constructor(store: Read<State>) {
    this.#store = store;
  }

  getState(): State {
    // Asked in any case: within a reducer it throws, whatever is shown.
    const state = this.#store.getState();
    return this.#shown.kind === 'past' ? this.#shown.state : state;
  }

  /** Listens to the store itself, so that its own rules hold: when one may subscribe, and who is told in which order. */
  subscribe(listener: () => void): () => void {
    const own = () => listener();
    const unsubscribe = this.#store.subscribe(() => {
      if (this.#shown.kind === 'past') return;
      if (this.#held > 0) this.#hasMissed = true;
      else listener();
    });
    this.#listeners.add(own);
    return () => {
      unsubscribe();
      this.#listeners.delete(own);
    };
  }

  /** The store as an observable of what is shown, as Redux makes one. */
  observable() {
    return {
      subscribe: (observer: Observer<State>) => {
        const tell = () => observer.next?.(this.getState());
        tell();
        return { unsubscribe: this.subscribe(tell) };
      },
      [OBSERVABLE]() {
        return this;
      },
    };
  }

  show(shown: Shown<State>): void {
    this.#shown = shown;
    this.#tell();
  }

  /** Keeps notifications back while a function runs. */
  hold(run: () => void): void {
    this.#held += 1;
    try {
      run();
    } finally {
      this.#held -= 1;
      if (this.#held === 0 && this.#hasMissed) this.#tell();
    }
  }

  #tell(): void {
    this.#hasMissed = false;
    for (const listener of [...this.#listeners]) listener();
  }
}
