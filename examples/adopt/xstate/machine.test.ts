import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { checkout as checkoutAsItIs, hub } from './after/checkout.ts';
import { CheckoutPage as PageAsItIs } from './after/checkout-page.tsx';
import { type Charge, checkout as checkoutAsItWas } from './before/checkout.ts';
import { CheckoutPage as PageAsItWas } from './before/checkout-page.tsx';

const charge: Charge = (cents) => Promise.resolve(`${cents} cents`);

describe('an application on XState', () => {
  test('does what it did, and has a past', async () => {
    const is = await play(checkoutAsItIs);
    expect(is).toEqual(await play(checkoutAsItWas));
    expect(is.at(-1)).toEqual(['paid', '500 cents']);
    const names = [...hub.journal.entries()].filter(({ kind }) => kind === 'event').map(({ name }) => name);
    expect(names).toEqual([
      'xstate.init',
      'pay',
      'add',
      'add',
      'pay',
      '0.(machine).paying/xstate.promise.resolve',
      'xstate.done.actor.0.(machine).paying',
    ]);
    hub.time.back(3);
    expect(checkoutAsItIs.getSnapshot()).toMatchObject({ value: 'cart', context: { cents: 500 } });
    hub.time.resume();
    expect(checkoutAsItIs.getSnapshot().value).toBe('paid');
  });

  test('its page has not changed', () => {
    const [is, was] = [PageAsItIs, PageAsItWas].map((page) =>
      renderToString(createElement(page, { charge })),
    );
    expect(is).toBe(was);
  });

  async function play(checkout: Pick<typeof checkoutAsItWas, 'send' | 'subscribe' | 'getSnapshot'>) {
    const steps: unknown[] = [];
    checkout.subscribe(({ value, context }) => steps.push([value, context.receipt]));
    checkout.send({ type: 'pay', charge });
    checkout.send({ type: 'add', cents: 200 });
    checkout.send({ type: 'add', cents: 300 });
    checkout.send({ type: 'pay', charge });
    while (checkout.getSnapshot().value !== 'paid') await Promise.resolve();
    return steps;
  }
});
