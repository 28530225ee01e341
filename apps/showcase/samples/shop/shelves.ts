import type { Album, OrderLine } from '../../src/rooms/checkout/shop/shop-data.ts';
import type { Stock } from './catalog.ts';

/** What stands on the shelves now. Invariant: nothing is taken of which there is not enough. */
export class Shelves {
  readonly #stock: Stock;
  readonly #sold = new Map<string, number>();

  constructor(stock: Stock) {
    this.#stock = stock;
  }

  get isReal(): boolean {
    return this.#stock.isReal;
  }

  /** A record, with how many of it are left. */
  readonly albumOf = (id: string): Album | undefined => {
    const album = this.#stock.albums.get(id);
    return album && { ...album, stock: Math.max(0, album.stock - (this.#sold.get(id) ?? 0)) };
  };

  /** Takes what an order holds, or gives it back with −1. */
  take(lines: readonly OrderLine[], sign: 1 | -1 = 1): void {
    for (const { albumId, quantity } of lines)
      this.#sold.set(albumId, (this.#sold.get(albumId) ?? 0) + sign * quantity);
  }

  /** Records whose title or artist has all of the words, by artist. */
  find(words: string): readonly Album[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    return [...this.#stock.albums.keys()]
      .flatMap((id) => this.albumOf(id) ?? [])
      .filter(({ title, artist }) => {
        const text = `${title} ${artist}`.toLowerCase();
        return wanted.every((word) => text.includes(word));
      });
  }
}
