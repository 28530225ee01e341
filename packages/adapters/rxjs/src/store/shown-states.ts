import { distinctUntilChanged, Observable } from 'rxjs';

/** What views read of a store: the present, or the past that is shown. */
export interface ShownStore<State> {
  getShown(): State;
  /** Hears when what is shown is another state. */
  watch(listener: () => void): () => void;
}

/** What is shown of a store: at once, and then each time when it is another state. Errors and ends never. */
export function shownStates<State>(store: ShownStore<State>): Observable<State> {
  return new Observable<State>((subscriber) => {
    // Listened to before the first value is handed out: its receiver may change the store.
    const stop = store.watch(() => subscriber.next(store.getShown()));
    subscriber.next(store.getShown());
    return stop;
  }).pipe(distinctUntilChanged());
}
