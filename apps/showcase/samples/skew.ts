import type { Chance } from './seeded.ts';

/**
 * How unevenly something falls to `count` ranks, the foremost first: to each in proportion to 1 / (rank + head), which is
 * Zipf's law with Mandelbrot's correction. The `head` are those of about the same size at the top.
 */
export interface Skew {
  readonly count: number;
  readonly head: number;
}

/** `headShare`: which part of all is the head; it is one rank at least. */
export function skewOf(count: number, headShare: number): Skew {
  return { count, head: Math.max(1, count * headShare) };
}

/** Which share falls to the ranks before this one: 0 for the first, 1 behind the last. */
export function shareBefore({ count, head }: Skew, rank: number): number {
  return count === 0 ? 0 : Math.log((rank + head) / head) / Math.log((count + head) / head);
}

/** A rank by chance. */
export function drawRank(chance: Chance, { count, head }: Skew): number {
  const rank = Math.floor(head * ((count + head) / head) ** chance() - head);
  return Math.min(rank, count - 1);
}

/** Which share falls to a rank. */
export function shareAt(skew: Skew, rank: number): number {
  return shareBefore(skew, rank + 1) - shareBefore(skew, rank);
}

/** How many of `total` fall to a rank; all ranks together have exactly all. */
export function partOf(total: number, skew: Skew, rank: number): number {
  return Math.floor(total * shareBefore(skew, rank + 1)) - Math.floor(total * shareBefore(skew, rank));
}

/** Which place holds which rank, so that the foremost do not stand side by side: one to one, without a list. */
export class Shuffle {
  readonly #count: number;
  readonly #step: number;
  readonly #offset: number;

  constructor(count: number, chance: Chance) {
    this.#count = count;
    this.#offset = Math.floor(chance() * count);
    let step = 1 + Math.floor(chance() * Math.max(1, count - 1));
    while (greatestCommonDivisor(step, count) > 1) step += 1;
    this.#step = step;
  }

  rankAt(place: number): number {
    return (place * this.#step + this.#offset) % this.#count;
  }
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
