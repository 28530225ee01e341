import { openSync, readSync } from 'node:fs';

const readWaitedMs = openSchedulerStatistics();

/**
 * Milliseconds that this thread has waited for a processor that others had, since it began. To the nanosecond on Linux;
 * always 0 elsewhere. Reading it takes about a microsecond.
 */
export function waitedMs(): number {
  return readWaitedMs();
}

/**
 * Measures stretches of time, less what other processes took of it: a machine that does something else at the same time
 * would otherwise add whole slices of its scheduler to a sample.
 */
export class Stopwatch {
  #waitedMs = 0;
  #startMs = 0;

  start(): void {
    this.#waitedMs = waitedMs();
    this.#startMs = performance.now();
  }

  /** Milliseconds since `start`. */
  stop(): number {
    const elapsedMs = performance.now() - this.#startMs;
    const awayMs = waitedMs() - this.#waitedMs;
    // Longer than all of it: the wait was between the clock and the reading, and is no part of what was measured.
    return awayMs > elapsedMs ? elapsedMs : elapsedMs - awayMs;
  }
}

/** The second number of schedstat is the nanoseconds spent runnable but waiting, counted at each switch. */
function openSchedulerStatistics(): () => number {
  const SPACE = 32;
  const ZERO = 48;
  const buffer = Buffer.alloc(80);
  try {
    const file = openSync('/proc/self/schedstat', 'r');
    return () => {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      let nanoseconds = 0;
      for (let index = buffer.indexOf(SPACE) + 1; index < length; index += 1) {
        const code = buffer[index] ?? SPACE;
        if (code === SPACE) break;
        nanoseconds = nanoseconds * 10 + code - ZERO;
      }
      return nanoseconds / 1e6;
    };
  } catch {
    return () => 0;
  }
}
