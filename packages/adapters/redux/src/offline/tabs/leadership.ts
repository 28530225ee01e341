import type { CancelTimer, Timers } from '@statehouse/kernel';
import { Candidacy, type TabLocks } from '@statehouse/storage/tabs';

export interface LeadershipOptions {
  /** Undefined where there are none: then who led last leads, and the fence alone keeps the others from sending. */
  readonly locks: TabLocks | undefined;
  readonly lockName: string;
  readonly timers: Timers;
  readonly retryMs: number;
  readonly onLead: () => void;
  readonly onLose: () => void;
  /** Told that the lock cannot be asked for. */
  readonly onProblem: (cause: unknown) => void;
}

/**
 * Which tab sends: the one that holds the lock. All others wait for it.
 *
 * Invariant: from `start` to `stop` it leads, or waits for the lock, or for another try at it.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #candidacy: Candidacy | undefined;
  #isOver = true;
  #cancelRetry: CancelTimer = () => {};

  constructor(options: LeadershipOptions) {
    const { locks, lockName } = options;
    this.#options = options;
    this.#candidacy =
      locks &&
      new Candidacy(locks, lockName, {
        onHeld: () => options.onLead(),
        onLost: () => {
          options.onLose();
          this.#stand();
        },
        onFailed: (reason) => this.#retryLater(reason),
      });
  }

  start(): void {
    this.#isOver = false;
    if (this.#candidacy === undefined) this.#options.onLead();
    else this.#candidacy.stand();
  }

  /** Takes the lead from a tab that does not answer. */
  steal(): void {
    if (this.#candidacy === undefined) this.#options.onLead();
    else this.#candidacy.steal();
  }

  /** Steps back behind the tabs that wait: another one has taken over. */
  yieldTurn(): void {
    this.#options.onLose();
    this.#candidacy?.withdraw();
    this.#stand();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancelRetry();
    this.#options.onLose();
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
}
