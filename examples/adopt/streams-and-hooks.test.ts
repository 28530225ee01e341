import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { type Observable, of } from 'rxjs';
import { describe, expect, test } from 'vitest';
import * as shopAsItIs from './rxjs/after/shop.ts';
import * as shopAsItWas from './rxjs/before/shop.ts';
import { useCart as cartAsItIs, hub as cartHub } from './zustand/after/cart.ts';
import { CartPage as PageAsItIs } from './zustand/after/cart-page.tsx';
import { useCart as cartAsItWas } from './zustand/before/cart.ts';
import { CartPage as PageAsItWas } from './zustand/before/cart-page.tsx';

describe('an application on RxJS', () => {
  test('does what it did, and has a past', () => {
    const was = play(shopAsItWas);
    const is = play(shopAsItIs);
    expect(is).toEqual(was);
    expect(was.at(-1)).toBe('2 for 5 €');
    const { hub, total$ } = shopAsItIs;
    expect([...hub.journal.entries()].filter(({ kind }) => kind === 'emission')).toHaveLength(5);
    let seen = '';
    total$.subscribe((total) => {
      seen = total;
    });
    hub.time.back(2);
    expect(seen).toBe('1 for 2 €');
    hub.time.resume();
    expect(seen).toBe('2 for 5 €');
  });

  function play({ askPrices, dispatch, total$ }: typeof shopAsItWas): string[] {
    const prices: Readonly<Record<string, Observable<number>>> = { tea: of(200), cake: of(300) };
    const totals: string[] = [];
    total$.subscribe((total) => totals.push(total));
    askPrices((item) => prices[item] ?? of(0));
    dispatch({ type: 'bought', item: 'tea' });
    dispatch({ type: 'bought', item: 'cake' });
    return totals;
  }
});

describe('an application on zustand', () => {
  test('does what it did, and has a past', () => {
    expect(play(cartAsItIs)).toEqual(play(cartAsItWas));
    expect([...cartHub.journal.entries()].filter(({ kind }) => kind === 'write')).toHaveLength(4);
    cartHub.time.back(2);
    expect(cartAsItIs.getState()).toMatchObject({ items: ['tea', 'cake'], isOpen: false });
    cartHub.time.resume();
    expect(cartAsItIs.getState()).toMatchObject({ items: ['cake'], isOpen: true });
  });

  test('its page has not changed', () => {
    expect(renderToString(createElement(PageAsItIs))).toBe(renderToString(createElement(PageAsItWas)));
  });

  function play(useCart: typeof cartAsItWas): unknown[] {
    const states: unknown[] = [];
    useCart.subscribe(({ items, isOpen }) => states.push([items, isOpen]));
    const { add, remove, toggle } = useCart.getState();
    add('tea');
    add('cake');
    toggle();
    remove('tea');
    return states;
  }
});
