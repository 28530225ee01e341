import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from './seeded.ts';
import { drawRank, partOf, Shuffle, shareAt, shareBefore, skewOf } from './skew.ts';

const counts = fc.integer({ min: 1, max: 3_000 });
const headShares = fc.constantFrom(0.003, 0.01, 0.2);

test('the parts of all ranks are all there is, the foremost the largest, each as its share says', () => {
  fc.assert(
    fc.property(counts, headShares, fc.integer({ min: 0, max: 20_000 }), (count, headShare, total) => {
      const skew = skewOf(count, headShare);
      const parts = Array.from({ length: count }, (_, rank) => partOf(total, skew, rank));
      expect(parts.reduce((sum, size) => sum + size)).toBe(total);
      parts.forEach((size, rank) => {
        expect(Math.abs(size - total * shareAt(skew, rank))).toBeLessThan(1);
        expect(size).toBeLessThanOrEqual((parts[rank - 1] ?? total) + 1);
      });
    }),
    cases(50),
  );
});

test('ranks that are drawn are there, and as frequent as their shares', () => {
  fc.assert(
    fc.property(counts, headShares, fc.integer(), (count, headShare, seed) => {
      const skew = skewOf(count, headShare);
      const chance = seeded(seed);
      const tenth = Math.ceil(count / 10);
      let inTenth = 0;
      for (let draw = 0; draw < 2_000; draw += 1) {
        const rank = drawRank(chance, skew);
        expect(rank >= 0 && rank < count).toBe(true);
        if (rank < tenth) inTenth += 1;
      }
      expect(Math.abs(inTenth / 2_000 - shareBefore(skew, tenth))).toBeLessThan(0.08);
    }),
    cases(50),
  );
});

test('a shuffle gives each place a rank of its own', () => {
  fc.assert(
    fc.property(counts, fc.integer(), (count, seed) => {
      const shuffle = new Shuffle(count, seeded(seed));
      const ranks = new Set(Array.from({ length: count }, (_, place) => shuffle.rankAt(place)));
      expect(ranks.size).toBe(count);
      expect(Math.max(...ranks)).toBe(count - 1);
    }),
    cases(100),
  );
});
