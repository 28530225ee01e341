import { distinctUntilChanged, Observable } from 'rxjs';

/**
 * Anything with a state that tells when it changed: a store of the hub, a handle that `hub.add` answered with, a store of
 * Redux or zustand.
 */
export interface ReadableStore<State> {
  getState(): State;
  /** What the listener is called with does not matter. */
  subscribe(listener: () => void): () => void;
}

/**
 * The present state of a store: at once, then each other state. Of a store it is told at each step of a batch; of the
 * handle that `hub.add` answers with, once for each entry of the journal.
 */
export function fromStore<State>(store: ReadableStore<State>): Observable<State> {
  return new Observable<State>((subscriber) => {
    const stop = store.subscribe(() => subscriber.next(store.getState()));
    subscriber.next(store.getState());
    return () => stop();
  }).pipe(distinctUntilChanged());
}
