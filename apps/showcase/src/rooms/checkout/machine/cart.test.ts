import { expect, test } from 'vitest';
import type { Album } from '../shop/shop-data.ts';
import { type Cart, goodsCents, recordCount, withAlbum, withQuantity } from './cart.ts';

const album = (id: string, stock: number, priceCents = 999): Album => ({
  id,
  title: id,
  artist: 'Ada',
  genre: 'Rock',
  tracks: 10,
  priceCents,
  stock,
});

test('a record that is put in twice is one line of two', () => {
  const cart = withAlbum(withAlbum(withAlbum([], album('a', 5)), album('b', 5, 1)), album('a', 5));
  expect(cart.map(({ album: { id }, quantity }) => [id, quantity])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect([goodsCents(cart), recordCount(cart)]).toEqual([1999, 3]);
});

test('nobody puts in more than there are, nor more than nine', () => {
  const three = withAlbum([], album('a', 3));
  expect(withQuantity(three, 'a', 7)[0]?.quantity).toBe(3);
  expect(withQuantity(withAlbum([], album('b', 40)), 'b', 30)[0]?.quantity).toBe(9);
  expect(withAlbum([], album('gone', 0))).toEqual([]);
  expect(withAlbum(withQuantity(three, 'a', 3), album('a', 3))[0]?.quantity).toBe(3);
});

test('none of a record takes it out; part of one is none of it', () => {
  const cart: Cart = withAlbum([], album('a', 5));
  expect(withQuantity(cart, 'a', 0)).toEqual([]);
  expect(withQuantity(cart, 'a', 2.7)[0]?.quantity).toBe(2);
  expect(withQuantity(cart, 'other', 4)).toEqual(cart);
});
