import type { Random } from '../random.ts';

/** A named, seeded stream: the same seed and name give the same numbers everywhere (mulberry32 over an FNV-1a hash). */
export function seededRandom(seed: number, name = ''): Random {
  let state = seed >>> 0;
  for (let index = 0; index < name.length; index += 1) {
    state = Math.imul(state ^ name.charCodeAt(index), 0x01000193) >>> 0;
  }
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

/** A whole number in [0, below). */
export function drawInt(random: Random, below: number): number {
  return Math.floor(random.next() * below);
}

/** One element of a non-empty list. */
export function drawOne<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[drawInt(random, items.length)];
  if (item === undefined) throw new RangeError('drawOne needs a non-empty list');
  return item;
}
