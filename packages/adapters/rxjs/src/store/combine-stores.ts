import { Observable, shareReplay } from 'rxjs';
import type { ReadableStore } from './from-store.ts';

/** What the states of named stores are together. */
export type Combined<Stores> = {
  readonly [Name in keyof Stores]: Stores[Name] extends ReadableStore<infer State> ? State : never;
};

/**
 * The states of several stores together: at once, then each time when one of them is another. All are read at each
 * notification, so handles of the hub (`hub.add`) that changed in one batch are told of once, and never half of it.
 * Shared, and let go with the last who listens.
 */
export function combineStores<const Stores extends Readonly<Record<string, ReadableStore<unknown>>>>(
  stores: Stores,
): Observable<Combined<Stores>>;
export function combineStores(
  stores: Readonly<Record<string, ReadableStore<unknown>>>,
): Observable<Readonly<Record<string, unknown>>> {
  const named = Object.entries(stores);
  return new Observable<Readonly<Record<string, unknown>>>((subscriber) => {
    let last: readonly unknown[] | undefined;
    const look = () => {
      const states = named.map(([, store]) => store.getState());
      if (last?.every((state, at) => Object.is(state, states[at])) === true) return;
      last = states;
      subscriber.next(Object.fromEntries(named.map(([name], at) => [name, states[at]])));
    };
    const stops = named.map(([, store]) => store.subscribe(look));
    look();
    return () => {
      for (const stop of stops) stop();
    };
  }).pipe(shareReplay({ bufferSize: 1, refCount: true }));
}
