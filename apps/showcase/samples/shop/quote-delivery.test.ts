import { expect, test } from 'vitest';
import type { DeliveryQuestion } from '../../src/rooms/checkout/shop/shop-data.ts';
import { MADE_UP_ALBUMS } from './made-up-albums.ts';
import { quoteDelivery } from './quote-delivery.ts';

const albumOf = (id: string) => MADE_UP_ALBUMS.find((album) => album.id === id);
const quote = (question: Partial<DeliveryQuestion>) =>
  quoteDelivery(
    { lines: [{ albumId: 'm1', quantity: 2 }], country: 'Germany', speed: 'standard', ...question },
    albumOf,
  );

test('an order costs its records and its way, to the cent', () => {
  expect(quote({})).toEqual({
    kind: 'quoted',
    quote: { goodsCents: 2_178, deliveryCents: 650, totalCents: 2_828, fromDays: 4, toDays: 8 },
  });
  expect(quote({ country: 'Canada', speed: 'express' })).toMatchObject({
    quote: { deliveryCents: 1_070, fromDays: 1 },
  });
});

test('what is not there, or does not go there, is said in words', () => {
  const reasons = [
    quote({ lines: [{ albumId: 'm6', quantity: 2 }] }),
    quote({ lines: [{ albumId: 'm9', quantity: 1 }] }),
    quote({ lines: [{ albumId: 'gone', quantity: 1 }] }),
    quote({ country: 'India', speed: 'express' }),
    quote({ country: '__proto__' }),
  ].map((verdict) => (verdict.kind === 'unavailable' ? verdict.reason : verdict.kind));
  expect(reasons).toEqual([
    'Of “The Long Counter” there are only 1 left.',
    'Of “Two Left Gloves” there are none left.',
    'One of the records is not sold here any more.',
    'There is no express delivery to India.',
    'The shop does not deliver there.',
  ]);
});

test('two lines of one record are counted together', () => {
  const lines = [
    { albumId: 'm2', quantity: 2 },
    { albumId: 'm2', quantity: 2 },
  ];
  expect(quote({ lines })).toMatchObject({ kind: 'unavailable' });
});
