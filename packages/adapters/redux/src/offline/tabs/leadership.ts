import type { CancelTimer, Timers } from '@statehouse/kernel';
import type { TabLocks } from './tab-ports.ts';

export interface LeadershipOptions {
  /** Left out: this is the only tab. */
  readonly locks: TabLocks | undefined;
  readonly lockName: string;
  /** Unique among tabs. */
  readonly tab: string;
  readonly timers: Timers;
  readonly retryMs: number;
  readonly onLead: (epoch: string) => void;
  readonly onLose: () => void;
  /** Told that the lock cannot be asked for. */
  readonly onProblem: (cause: unknown) => void;
}

/**
 * Which tab sends: the one that holds the lock. All others wait for it.
 *
 * Invariant: one request is under way from `start` to `stop`. Each time the lock comes there is a new epoch.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  #isOver = true;
  #epochs = 0;
  /** The request that counts; others have been given up. */
  #request = 0;
  #isLeading = false;
  #endWaiting = new AbortController();
  #release = () => {};
  #cancelRetry: CancelTimer = () => {};

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isOver = false;
    if (this.#options.locks === undefined) this.#lead();
    else this.#ask(this.#options.locks, false);
  }

  /** Takes the lock from a tab that does not answer. */
  steal(): void {
    const { locks } = this.#options;
    if (this.#isOver || this.#isLeading || locks === undefined) return;
    this.#endWaiting.abort();
    this.#ask(locks, true);
  }

  /** Steps back behind the tabs that wait: another one has taken over. */
  yieldTurn(): void {
    if (!this.#isLeading || this.#options.locks === undefined) return;
    this.#lose();
    this.#release();
    if (!this.#isOver) this.#ask(this.#options.locks, false);
  }

  stop(): void {
    this.#isOver = true;
    this.#request += 1;
    this.#cancelRetry();
    this.#endWaiting.abort();
    this.#lose();
    this.#release();
  }

  #ask(locks: TabLocks, isStealing: boolean): void {
    this.#request += 1;
    const request = this.#request;
    this.#endWaiting = new AbortController();
    const options = isStealing ? { steal: true } : { signal: this.#endWaiting.signal };
    const hold = () => {
      if (request !== this.#request) return Promise.resolve();
      return new Promise<void>((release) => {
        this.#release = release;
        this.#lead();
      });
    };
    locks.request(this.#options.lockName, options, hold).catch((cause: unknown) => {
      if (request !== this.#request) return;
      if (this.#isLeading) {
        // It was stolen.
        this.#lose();
        this.#ask(locks, false);
        return;
      }
      this.#options.onProblem(cause);
      this.#cancelRetry = this.#options.timers.after(this.#options.retryMs, () => this.#ask(locks, false));
    });
  }

  #lead(): void {
    this.#isLeading = true;
    this.#epochs += 1;
    this.#options.onLead(`${this.#options.tab}.${this.#epochs}`);
  }

  #lose(): void {
    if (!this.#isLeading) return;
    this.#isLeading = false;
    this.#options.onLose();
  }
}
