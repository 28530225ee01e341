import type { CancelTimer, Clock, Timers } from '@statehouse/kernel';

export interface WatchOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** How often the leader is asked whether it is awake. */
  readonly pingMs: number;
  /** How long it may say nothing. */
  readonly patienceMs: number;
  /** Asks. */
  readonly ping: () => void;
  /** It has been silent for too long: it is frozen, or hangs. */
  readonly onSilent: () => void;
}

/**
 * Watches over the leader by asking it: a leader in the background hears messages though its timers are slowed down.
 *
 * Invariant: a silence counts only while this tab was awake itself.
 */
export class LeaderWatch {
  readonly #options: WatchOptions;
  #heardMs: number;
  #tickMs: number;
  #cancel: CancelTimer | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#heardMs = options.clock.nowMs();
    this.#tickMs = this.#heardMs;
    this.#next();
  }

  /** The leader has said something, or there is a new one. */
  heard(): void {
    this.#heardMs = this.#options.clock.nowMs();
  }

  stop(): void {
    this.#cancel?.();
  }

  #next(): void {
    this.#cancel = this.#options.timers.after(this.#options.pingMs, () => this.#tick());
  }

  #tick(): void {
    const { clock, pingMs, patienceMs, ping, onSilent } = this.#options;
    const nowMs = clock.nowMs();
    // A timer that is this late says that this tab slept: what was said meanwhile is yet to be heard.
    if (nowMs - this.#tickMs > 2 * pingMs) this.#heardMs = nowMs;
    this.#tickMs = nowMs;
    const isSilent = nowMs - this.#heardMs > patienceMs;
    if (isSilent) this.#heardMs = nowMs;
    this.#next();
    if (isSilent) onSilent();
    ping();
  }
}
