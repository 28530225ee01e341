import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { startBadNetwork } from './bad-network.ts';

interface Life {
  readonly ms: number;
  readonly stalls: readonly { readonly direction: 0 | 1; readonly forMs: number }[];
}

/** What a connection suffers until it is reset. */
function live(seed: number): Life {
  const time = new VirtualTime();
  const stalls: { direction: 0 | 1; forMs: number }[] = [];
  let ms = 0;
  startBadNetwork(time, seededRandom(seed), {
    stall: (direction, forMs) => stalls.push({ direction, forMs }),
    reset: () => {
      ms = time.nowMs();
    },
  });
  while (ms === 0) time.advance(100);
  return { ms, stalls };
}

const lives = Array.from({ length: 400 }, (_, seed) => live(seed));

test('a connection breaks at any moment, after about twelve seconds in the mean', () => {
  const mean = lives.reduce((sum, { ms }) => sum + ms, 0) / lives.length;
  // Twelve, and what a third of them is half open.
  expect(mean).toBeGreaterThan(11_000);
  expect(mean).toBeLessThan(18_000);
  expect(lives.some(({ ms }) => ms < 1_000)).toBe(true);
  expect(lives.some(({ ms }) => ms > 40_000)).toBe(true);
});

test('both directions stall, for 0.3 to 3 seconds; now and then one is silent until the end', () => {
  const stalls = lives.flatMap((life) => life.stalls);
  expect(new Set(stalls.map(({ direction }) => direction))).toEqual(new Set([0, 1]));
  const short = stalls.filter(({ forMs }) => forMs <= 3_000);
  expect(Math.min(...short.map(({ forMs }) => forMs))).toBeGreaterThanOrEqual(300);
  const halfOpen = stalls.length - short.length;
  expect(halfOpen / lives.length).toBeGreaterThan(0.25);
  expect(halfOpen / lives.length).toBeLessThan(0.42);
});

test('the same seed gives the same weather', () => {
  expect(live(7)).toEqual(live(7));
});

test('when it stops, nothing more happens', () => {
  const time = new VirtualTime();
  let accidents = 0;
  const stop = startBadNetwork(time, seededRandom(1), {
    stall: () => {
      accidents += 1;
    },
    reset: () => {
      accidents += 1;
    },
  });
  stop();
  time.advance(1_000_000);
  expect([accidents, time.pending]).toEqual([0, 0]);
});
