import type { CancelTimer, Timers } from '@statehouse/kernel';
import { Candidacy, type TabLocks } from '@statehouse/storage/tabs';

export interface LeadershipOptions {
  /** Undefined where there are none: then who led last leads, and the fence alone keeps the others from sending. */
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
 * Invariant: from `start` to `stop` it leads, or waits for the lock, or for another try at it. Each time it leads there is a new epoch.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #candidacy: Candidacy | undefined;
  #isOver = true;
  #epochs = 0;
  #isLeading = false;
  #cancelRetry: CancelTimer = () => {};

  constructor(options: LeadershipOptions) {
    const { locks, lockName } = options;
    this.#options = options;
    this.#candidacy =
      locks &&
      new Candidacy(locks, lockName, {
        onHeld: () => this.#lead(),
        onLost: () => {
          this.#lose();
          this.#stand();
        },
        onFailed: (reason) => this.#retryLater(reason),
      });
  }

  start(): void {
    this.#isOver = false;
    if (this.#candidacy === undefined) this.#lead();
    else this.#candidacy.stand();
  }

  /** Takes the lead from a tab that does not answer. */
  steal(): void {
    if (this.#isOver || this.#isLeading) return;
    if (this.#candidacy === undefined) this.#lead();
    else this.#candidacy.steal();
  }

  /** Steps back behind the tabs that wait: another one has taken over. */
  yieldTurn(): void {
    this.#lose();
    this.#candidacy?.withdraw();
    this.#stand();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancelRetry();
    this.#lose();
    this.#candidacy?.withdraw();
  }

  #stand(): void {
    if (!this.#isOver) this.#candidacy?.stand();
  }

  #retryLater(reason: unknown): void {
    const { timers, retryMs, onProblem } = this.#options;
    onProblem(reason);
    this.#cancelRetry = timers.after(retryMs, () => this.#candidacy?.stand());
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
