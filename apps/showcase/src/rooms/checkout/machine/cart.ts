import type { Album } from '../shop/shop-data.ts';

/** A record in the basket, with what it was sold for when it was put there. */
export interface CartLine {
  readonly album: Album;
  /** At least 1. */
  readonly quantity: number;
}

export type Cart = readonly CartLine[];

/** So many of one record, however many there are. */
export const MOST_OF_ONE = 9;

/** One more of a record; as many as there are at most. */
export function withAlbum(cart: Cart, album: Album): Cart {
  const known = cart.find((line) => line.album.id === album.id);
  if (known !== undefined) return withQuantity(cart, album.id, known.quantity + 1);
  return album.stock < 1 ? cart : [...cart, { album, quantity: 1 }];
}

/** So many of a record, within what there is; none takes it out. */
export function withQuantity(cart: Cart, albumId: string, quantity: number): Cart {
  if (quantity < 1) return cart.filter(({ album }) => album.id !== albumId);
  return cart.map((line) =>
    line.album.id === albumId
      ? { ...line, quantity: Math.min(Math.floor(quantity), MOST_OF_ONE, line.album.stock) }
      : line,
  );
}

export function goodsCents(cart: Cart): number {
  return cart.reduce((sum, { album, quantity }) => sum + album.priceCents * quantity, 0);
}

export function recordCount(cart: Cart): number {
  return cart.reduce((sum, { quantity }) => sum + quantity, 0);
}
