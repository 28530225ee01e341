import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import * as cartAfter from './after/cart.ts';
import * as pageAfter from './after/page.tsx';
import * as storeAfter from './after/store.ts';
import * as cartBefore from './before/cart.ts';
import * as pageBefore from './before/page.tsx';
import * as storeBefore from './before/store.ts';

const { hub } = storeAfter;

async function shop(
  { checkOut, put }: typeof cartBefore,
  { store }: Pick<typeof storeBefore, 'store'>,
  { Page }: { readonly Page: () => ReactNode },
): Promise<readonly string[]> {
  const pages: string[] = [];
  const look = () => pages.push(renderToStaticMarkup(<Page />));
  for (const name of ['bread', 'milk', 'bread']) {
    store.dispatch(put(name));
    look();
  }
  await store.dispatch(checkOut(store.getState().cart.lines));
  look();
  await store.dispatch(checkOut([]));
  look();
  return pages;
}

test('the shop does on the hub what it did without', async () => {
  const before = await shop(cartBefore, storeBefore, pageBefore);
  const after = await shop(cartAfter, storeAfter, pageAfter);
  expect(after).toEqual(before);
  expect(after[2]).toContain('<li>2 bread</li><li>1 milk</li>');
  expect(after[3]).toContain('<p>order of 3</p>');

  const told = [...hub.journal.entries(2)].map(
    ({ name, causeId }) => `${name}${causeId === undefined ? '' : ` < ${hub.journal.entry(causeId)?.name}`}`,
  );
  expect(told).toEqual([
    ...Array.from({ length: 3 }, () => ['cart/put', 'notices/told < cart/put']).flat(),
    'cart/checkOut/pending',
    'cart/checkOut/fulfilled < cart/checkOut/pending',
    'cart/checkOut/pending',
    'cart/checkOut/rejected < cart/checkOut/pending',
  ]);
  hub.time.goTo(5);
  expect(renderToStaticMarkup(<pageAfter.Page />)).toBe(before[1]);
  hub.time.resume();
  expect(renderToStaticMarkup(<pageAfter.Page />)).toBe(before[4]);
});
