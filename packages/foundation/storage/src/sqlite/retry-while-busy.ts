import { isBusy } from './sqlite-error.ts';

/** Milliseconds between two attempts. */
const PAUSE_MS = 10;

/**
 * Runs again what found a lock held, for about `timeoutMs` milliseconds of pauses; blocks the thread. For what SQLite's
 * own busy timeout does not cover: a change of the journal's mode is refused at once while another connection makes it
 * (https://sqlite.org/c3ref/busy_handler.html).
 */
export function retryWhileBusy(run: () => void, timeoutMs: number): void {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      run();
      return;
    } catch (error) {
      if (!isBusy(error) || waitedMs >= timeoutMs) throw error;
      Atomics.wait(bell, 0, 0, PAUSE_MS);
    }
  }
}
