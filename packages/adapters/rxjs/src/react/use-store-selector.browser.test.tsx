import { createHub } from '@statehouse/hub';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { BehaviorSubject } from 'rxjs';
import { expect, test } from 'vitest';
import type { ShownStore } from '../store/from-shown.ts';
import { streamStore } from '../store/stream-store.ts';
import { type Library, lend, libraryStore, search } from '../testing/library.ts';
import { show } from '../testing/screen.ts';
import { useStoreSelector } from './use-store-selector.ts';

function Lent({ store, renders = [] }: { store: ShownStore<Library>; renders?: number[] }): ReactNode {
  const lent = useStoreSelector(
    store,
    (state) => state.lent.map((book) => book.toUpperCase()),
    (before, now) => before.join() === now.join(),
  );
  renders.push(lent.length);
  return <p>{lent.join(', ')}</p>;
}

test('shows what a selector finds, and renders only for another answer', () => {
  const store = libraryStore();
  const renders: number[] = [];
  const screen = show(<Lent store={store} renders={renders} />);
  flushSync(() => store.dispatch(search('whales')));
  flushSync(() => store.dispatch(lend('Emma')));
  expect([screen.text, renders]).toEqual(['EMMA', [0, 1]]);
});

test('shows the past of all stores while they go on, and then the present', () => {
  const hub = createHub();
  const store = libraryStore();
  const prices = new BehaviorSubject(1);
  const handle = hub.add('library', store);
  const priced = streamStore(prices, { initial: 0, name: 'price' });
  hub.add('prices', priced);
  function Price(): ReactNode {
    const state = useStoreSelector(priced);
    return <i>{state.value}</i>;
  }
  const screen = show(
    <>
      <Lent store={store} />
      <Lent store={handle} />
      <Price />
    </>,
  );
  flushSync(() => {
    store.dispatch(lend('Emma'));
    prices.next(2);
  });
  expect(screen.text).toBe('EMMAEMMA2');
  flushSync(() => hub.time.back(2));
  expect(screen.text).toBe('1');
  flushSync(() => {
    store.dispatch(lend('Ulysses'));
    prices.next(3);
  });
  expect(screen.text).toBe('1');
  flushSync(() => hub.time.resume());
  expect(screen.text).toBe('EMMA, ULYSSESEMMA, ULYSSES3');
});

test('another store is shown from its first rendering on', () => {
  const [one, two] = [libraryStore(), libraryStore()];
  one.dispatch(lend('Emma'));
  two.dispatch(lend('Walden'));
  const screen = show(<Lent store={one} />);
  screen.render(<Lent store={two} />);
  flushSync(() => one.dispatch(lend('Ulysses')));
  expect(screen.text).toBe('WALDEN');
});
