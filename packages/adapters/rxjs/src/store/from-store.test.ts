import { createHub, createPlainStore } from '@statehouse/hub';
import { expect, test } from 'vitest';
import { lend, libraryStore } from '../testing/library.ts';
import { combineStores } from './combine-stores.ts';
import { fromStore } from './from-store.ts';

function counter() {
  return createPlainStore<number, number>({ initial: 0, reduce: (count, amount) => count + amount });
}

/** A store that counts who listens to it. */
function listenedStore() {
  const store = counter();
  const seen = { ever: 0, now: 0 };
  const subscribe: typeof store.subscribe = (listener) => {
    seen.ever += 1;
    seen.now += 1;
    const stop = store.subscribe(listener);
    return () => {
      seen.now -= 1;
      stop();
    };
  };
  return { store: { ...store, subscribe }, seen };
}

test('a store of any kind is an observable: its state at once, then each other one', () => {
  const { store, seen } = listenedStore();
  const counts: number[] = [];
  const listening = fromStore(store).subscribe((count) => counts.push(count));
  store.dispatch(2);
  store.dispatch(0);
  store.dispatch(3);
  expect(counts).toEqual([0, 2, 5]);
  listening.unsubscribe();
  store.dispatch(1);
  expect([counts, seen]).toEqual([[0, 2, 5], { ever: 1, now: 0 }]);
});

test('a receiver that changes the store with its first value is told of that', () => {
  const store = counter();
  const counts: number[] = [];
  fromStore(store).subscribe((count) => {
    counts.push(count);
    if (count === 0) store.dispatch(1);
  });
  expect(counts).toEqual([0, 1]);
});

test('stores together are told of once for a batch, and never half of it', () => {
  const hub = createHub();
  const counts = hub.add('counts', counter());
  const library = hub.add('library', libraryStore());
  const seen: (readonly [number, number])[] = [];
  const together$ = combineStores({ counts, library });
  const listening = together$.subscribe((now) => seen.push([now.counts, now.library.lent.length]));
  hub.batch('both', (send) => {
    send(counts, 1);
    send(library, lend('Emma'));
  });
  counts.dispatch(5);
  counts.dispatch(0);
  expect(seen).toEqual([
    [0, 0],
    [1, 1],
    [6, 1],
  ]);
  listening.unsubscribe();
});

test('stores together are listened to once for all, and not at all for nobody', () => {
  const { store, seen } = listenedStore();
  const together$ = combineStores({ store, other: counter() });
  const values: number[] = [];
  const first = together$.subscribe(({ store: count }) => values.push(count));
  const second = together$.subscribe(({ store: count }) => values.push(count));
  expect(seen).toEqual({ ever: 1, now: 1 });
  first.unsubscribe();
  second.unsubscribe();
  expect(seen.now).toBe(0);
  store.dispatch(4);
  together$.subscribe(({ store: count }) => values.push(count)).unsubscribe();
  expect(values).toEqual([0, 0, 4]);
});
