import type { Clock, Stopwatch } from './clock.ts';
import type { Random } from './random.ts';
import type { Timers } from './timers.ts';

/** The real clock, timers and randomness of the process: the only place that reads them from globals. */
export const systemClock: Clock = { nowMs: () => Date.now() };

export const systemStopwatch: Stopwatch = { nowMs: () => performance.now() };

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const handle = setTimeout(callback, delayMs);
    return () => clearTimeout(handle);
  },
};

const words = new Uint32Array(256);
let unused = 0;

export const systemRandom: Random = {
  next() {
    if (unused === 0) {
      crypto.getRandomValues(words);
      unused = words.length;
    }
    unused -= 1;
    return (words[unused] ?? 0) / 4_294_967_296;
  },
};
