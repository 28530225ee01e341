import type { CancelTimer, Random, Timers } from '@statehouse/kernel';

/** What a bad network does to a connection. Direction 0 leads to the server, 1 to the window. */
export interface Victim {
  /** As while TCP sends lost packets again: nothing passes in this direction, later everything. */
  stall(direction: 0 | 1, forMs: number): void;
  /** The connection is gone, without a goodbye. */
  reset(): void;
}

const MEAN_CALM_MS = 3_000;
const SHORTEST_STALL_MS = 300;
const LONGEST_STALL_MS = 3_000;
const MEAN_LIFE_MS = 12_000;
/** How many of the broken connections are silent in one direction before they are seen to be broken. */
const HALF_OPEN_SHARE = 1 / 3;
const SHORTEST_HALF_OPEN_MS = 4_000;
const LONGEST_HALF_OPEN_MS = 15_000;

/**
 * TCP loses no bytes: what a bad network does to a WebSocket is stalls, of 0.3 to 3 seconds in one direction, and
 * connections that break: after twelve seconds in the mean a connection is reset, or half open for a while first.
 * Answers with what makes it stop.
 */
export function startBadNetwork(timers: Timers, random: Random, victim: Victim): CancelTimer {
  const cancels: CancelTimer[] = [];
  const later = (slot: number, delayMs: number, then: () => void) => {
    cancels[slot] = timers.after(delayMs, then);
  };
  const stallNow = (direction: 0 | 1) => {
    const forMs = between(random, SHORTEST_STALL_MS, LONGEST_STALL_MS);
    victim.stall(direction, forMs);
    later(direction, forMs + exponential(random, MEAN_CALM_MS), () => stallNow(direction));
  };
  const breakNow = () => {
    if (random.next() >= HALF_OPEN_SHARE) {
      victim.reset();
      return;
    }
    const forMs = between(random, SHORTEST_HALF_OPEN_MS, LONGEST_HALF_OPEN_MS);
    victim.stall(random.next() < 0.5 ? 0 : 1, forMs);
    later(2, forMs, () => victim.reset());
  };
  for (const direction of [0, 1] as const) {
    later(direction, exponential(random, MEAN_CALM_MS), () => stallNow(direction));
  }
  later(2, exponential(random, MEAN_LIFE_MS), breakNow);
  return () => {
    for (const cancel of cancels) cancel();
  };
}

function between(random: Random, least: number, most: number): number {
  return least + random.next() * (most - least);
}

/** The time until something that may happen at any moment, whatever has happened before. */
function exponential(random: Random, meanMs: number): number {
  return -Math.log(1 - random.next()) * meanMs;
}
