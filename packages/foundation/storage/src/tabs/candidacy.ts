import type { Release } from '../tab-identity.ts';
import type { TabLocks } from './tab-locks.ts';

/** Told of what becomes of a candidacy, as in {@link LockRequest}. */
export interface CandidacyListener {
  onHeld(): void;
  onLost(): void;
  onFailed(reason: unknown): void;
}

/**
 * How this tab comes to lead, and ceases to.
 *
 * Invariant: it waits for the lock, or holds it, or neither; nothing is told of a lock that it has given up.
 */
export class Candidacy {
  readonly #locks: TabLocks;
  readonly #name: string;
  readonly #listener: CandidacyListener;
  #current: object = {};
  #cancel: (() => void) | undefined;
  #release: Release | undefined;

  constructor(locks: TabLocks, name: string, listener: CandidacyListener) {
    this.#locks = locks;
    this.#name = name;
    this.#listener = listener;
  }

  /** Waits for its turn, unless it does. */
  stand(): void {
    if (this.#cancel === undefined) this.#request(false);
  }

  /** Takes the lock from a leader that is silent. */
  steal(): void {
    this.#request(true);
  }

  /** Gives up what it holds, and waits no more. */
  withdraw(): void {
    this.#current = {};
    this.#cancel?.();
    this.#cancel = undefined;
    this.#release?.();
    this.#release = undefined;
  }

  #request(steal: boolean): void {
    if (this.#release !== undefined) return;
    this.#cancel?.();
    const own = {};
    this.#current = own;
    const isCurrent = () => this.#current === own;
    this.#cancel = this.#locks.request(this.#name, {
      steal,
      onHeld: (release) => {
        if (!isCurrent()) {
          release();
          return;
        }
        this.#cancel = undefined;
        this.#release = release;
        this.#listener.onHeld();
      },
      onLost: () => {
        if (!isCurrent()) return;
        this.#release = undefined;
        this.#listener.onLost();
      },
      onFailed: (reason) => {
        if (!isCurrent()) return;
        this.#cancel = undefined;
        this.#listener.onFailed(reason);
      },
    });
  }
}
