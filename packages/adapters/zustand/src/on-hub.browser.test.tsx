import { createHub } from '@statehouse/hub';
import { answers, type CountUnderTest, EXTERNAL } from '@statehouse/react/testing';
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { expect, test, vi } from 'vitest';
import { create } from 'zustand';
import { subscribeWithSelector } from 'zustand/middleware';
import { immer } from 'zustand/middleware/immer';
import { onHub } from './on-hub.ts';
import { show } from './testing/screen.ts';

interface Cart {
  readonly items: readonly string[];
  readonly add: (item: string) => void;
}

function cartOnHub() {
  const hub = createHub();
  const useCart = create<Cart>()(
    subscribeWithSelector(
      onHub(
        hub,
        'cart',
      )(
        immer((set) => ({
          items: [],
          add: (item) =>
            set(
              (cart) => {
                cart.items.push(item);
              },
              false,
              'cart/add',
            ),
        })),
      ),
    ),
  );
  return { hub, useCart };
}

/** Components as zustand's users write them. */
function page(useCart: ReturnType<typeof cartOnHub>['useCart'], renders: number[] = []) {
  function Items(): ReactNode {
    const items = useCart((cart) => cart.items);
    renders.push(items.length);
    return <p>{items.join(', ')}</p>;
  }
  function Add({ item }: { readonly item: string }): ReactNode {
    const add = useCart((cart) => cart.add);
    return (
      <button type="button" onClick={() => add(item)}>
        +
      </button>
    );
  }
  return { Items, Add };
}

function press(): void {
  flushSync(() => document.querySelector('button')?.click());
}

test('components show the past, also those that are mounted there, and resume; what they do meanwhile is done', () => {
  const { hub, useCart } = cartOnHub();
  const { Items, Add } = page(useCart);
  const screen = show(
    <StrictMode>
      <Items />
      <Add item="tea" />
    </StrictMode>,
  );
  press();
  press();
  expect(screen.text).toBe('tea, tea+');
  flushSync(() => hub.time.back());
  expect(screen.text).toBe('tea+');
  screen.render(
    <StrictMode>
      <Items />
      <Add item="cake" />
      <Items />
    </StrictMode>,
  );
  expect(screen.text).toBe('tea+tea');
  press();
  expect(screen.text).toBe('tea+tea');
  flushSync(() => hub.time.goTo(1));
  expect(screen.text).toBe('+');
  flushSync(() => hub.time.resume());
  expect(screen.text).toBe('tea, tea, cake+tea, tea, cake');
});

test('a component renders for its own part only, on the hub as without it', () => {
  const { hub, useCart } = cartOnHub();
  const renders: number[] = [];
  const { Items } = page(useCart, renders);
  show(<Items />);
  flushSync(() => useCart.setState({ add: () => {} }));
  flushSync(() => useCart.setState({ items: ['tea'] }));
  flushSync(() => hub.time.goTo(2));
  flushSync(() => hub.time.resume());
  expect(renders).toEqual([0, 1, 0, 1]);
});

test('concurrent rendering: a store on the hub does what an external store can do', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  const Provider: CountUnderTest['Provider'] = ({ children }: { readonly children: ReactNode }) => children;
  const outcomes = await answers({
    name: 'zustand',
    make() {
      const useCount = create<{ readonly count: number }>()(
        onHub(createHub(), 'count')(() => ({ count: 0 })),
      );
      const add = (amount: number) => useCount.setState(({ count }) => ({ count: count + amount }));
      return { Provider, add, useCount: () => useCount(({ count }) => count) };
    },
  });
  expect(outcomes).toEqual(EXTERNAL);
  expect(complaints.mock.calls).toEqual([]);
  complaints.mockRestore();
});
