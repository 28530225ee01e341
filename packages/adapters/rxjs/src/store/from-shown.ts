import { distinctUntilChanged, Observable } from 'rxjs';

/**
 * What views read: the present, or the past that is shown. A reactive store, a stream as a store, or the handle of any
 * other that `hub.add` answered with.
 */
export interface ShownStore<State> {
  getShown(): State;
  /** Hears when what is shown may be another state. */
  subscribeShown(listener: () => void): () => void;
}

/** What is shown of a store: at once, and then each time when it is another state. Errors and ends never. */
export function fromShown<State>(store: ShownStore<State>): Observable<State> {
  return new Observable<State>((subscriber) => {
    // Listened to before the first value is handed out: its receiver may change the store.
    const stop = store.subscribeShown(() => subscriber.next(store.getShown()));
    subscriber.next(store.getShown());
    return () => stop();
  }).pipe(distinctUntilChanged());
}
