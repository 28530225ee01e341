import { itemAt } from '../item-at.ts';
import { IdCells } from './id-cells.ts';
import type { Held, IdDirectory } from './id-directory.ts';
import { hashOf } from './id-hash.ts';

/** Ids that are expected in one part when a directory is made: room for as many again. */
const EXPECTED = 6_000;
/** How often parts may be divided by the hash; the low bits are left for the place inside. */
const MOST_BITS = 15;

/**
 * A directory in many parts, by the leading bits of an id's hash, so that growing is never felt: a part is divided
 * in two when it is full. Dividing changes nothing that can be seen, so tables that share the directory share that too.
 */
export class ManyIds implements IdDirectory {
  #bits: number;
  /** 2 ** bits of them; a part with fewer bits in common stands there several times. */
  #parts: IdCells[];
  #count = 0;

  /** A directory with room for so many. */
  constructor(size: number) {
    this.#bits = Math.min(MOST_BITS, Math.max(1, Math.ceil(Math.log2(size / EXPECTED))));
    const count = 2 ** this.#bits;
    this.#parts = Array.from({ length: count }, () => new IdCells(this.#bits, size / count));
  }

  slotOf<Entity extends object>(id: string, held: Held<Entity>): number {
    const hash = hashOf(id);
    return this.#parts[hash >>> (32 - this.#bits)]?.slotOf(hash, id, held) ?? -1;
  }

  find<Entity extends object>(id: string, held: Held<Entity>): Entity | undefined {
    const hash = hashOf(id);
    return this.#parts[hash >>> (32 - this.#bits)]?.find(hash, id, held);
  }

  enter(id: string, slot: number): void {
    const hash = hashOf(id);
    itemAt(this.#parts, hash >>> (32 - this.#bits)).enter(hash, id, slot);
    this.#count += 1;
  }

  release(id: string): void {
    itemAt(this.#parts, hashOf(id) >>> (32 - this.#bits)).release();
  }

  fitted<Entity extends object>(id: string, held: Held<Entity>, size: number): ManyIds {
    const hash = hashOf(id);
    const part = itemAt(this.#parts, hash >>> (32 - this.#bits));
    const fitted = part.fitted(held, this.#count < 1.5 * size);
    if (fitted !== part) return this.#with(hash, part, fitted);
    return part.isFull ? this.#divided(hash, held) : this;
  }

  /** Makes room for a hash. */
  #divided<Entity extends object>(hash: number, held: Held<Entity>): ManyIds {
    for (;;) {
      const part = itemAt(this.#parts, hash >>> (32 - this.#bits));
      if (!part.isFull) return this;
      if (part.bits === MOST_BITS) return this.#with(hash, part, part.asAlike(held));
      if (part.bits === this.#bits) {
        this.#parts = this.#parts.flatMap((one) => [one, one]);
        this.#bits += 1;
      }
      const [low, high] = part.divided();
      this.#put(hash, low, high);
    }
  }

  #with(hash: number, before: IdCells, after: IdCells): ManyIds {
    const copy = new ManyIds(0);
    copy.#bits = this.#bits;
    copy.#parts = this.#parts.slice();
    copy.#count = this.#count - before.count + after.count;
    copy.#put(hash, after, after);
    return copy;
  }

  /** Puts two halves, or one part twice, wherever the part of that hash stands. */
  #put(hash: number, low: IdCells, high: IdCells): void {
    const { bits } = itemAt(this.#parts, hash >>> (32 - this.#bits));
    const places = 2 ** (this.#bits - bits);
    const start = (hash >>> (32 - bits)) * places;
    this.#parts.fill(low, start, start + places / 2);
    this.#parts.fill(high, start + places / 2, start + places);
    if (places === 1) this.#parts[start] = high;
  }
}
