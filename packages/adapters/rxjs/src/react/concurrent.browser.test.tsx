import { createHub } from '@statehouse/hub';
import { answers, type CountUnderTest, EXTERNAL, type Subject } from '@statehouse/react/testing';
import type { ReactNode } from 'react';
import { BehaviorSubject, map } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { createReactiveStore } from '../store/reactive-store.ts';
import { streamStore } from '../store/stream-store.ts';
import { useObservable } from './use-observable.ts';
import { useStoreSelector } from './use-store-selector.ts';

const Provider: CountUnderTest['Provider'] = ({ children }: { readonly children: ReactNode }) => children;

function counts() {
  return createReactiveStore({
    initial: { count: 0 },
    reduce: ({ count }, amount: number) => ({ count: count + amount }),
  });
}

const subjects: readonly Subject[] = [
  {
    name: 'useObservable of a stream',
    make() {
      const count = new BehaviorSubject(0);
      const twice$ = count.pipe(map((value) => value));
      return {
        Provider,
        add: (amount) => count.next(count.value + amount),
        useCount: () => useObservable(twice$, -1),
      };
    },
  },
  {
    name: 'useObservable of a selection',
    make() {
      const store = counts();
      const count$ = store.select(({ count }) => count);
      return { Provider, add: store.dispatch, useCount: () => useObservable(count$, -1) };
    },
  },
  {
    name: 'useStoreSelector of a reactive store on the hub',
    make() {
      const store = counts();
      createHub().add('counts', store);
      return { Provider, add: store.dispatch, useCount: () => useStoreSelector(store, ({ count }) => count) };
    },
  },
  {
    name: 'useStoreSelector of a stream on the hub',
    make() {
      const count = new BehaviorSubject(0);
      const store = streamStore(count, { initial: 0, name: 'count' });
      createHub().add('counts', store);
      return {
        Provider,
        add: (amount) => count.next(count.value + amount),
        useCount: () => useStoreSelector(store, ({ value }) => value),
      };
    },
  },
];

test.each(subjects)('concurrent rendering: $name does what an external store can do', async (subject) => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await answers(subject)).toEqual(EXTERNAL);
  expect(complaints.mock.calls).toEqual([]);
  complaints.mockRestore();
});
