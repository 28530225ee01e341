import type { CancelTimer, Timers } from '@statehouse/kernel';

/** What opening asks of a client. */
export interface OpeningClient<Opened> {
  open(name: string): Promise<Opened>;
  leave(name: string): void;
}

/** When documents are let go. */
export interface CacheTimes {
  /** How long a document stays open when nobody shows it any more. */
  readonly graceMs: number;
  /** How long a failed opening is remembered after it was last thrown; then it is tried anew. */
  readonly retryMs: number;
}

/** Long enough to go to another page and come back. */
export const DEFAULT_CACHE_TIMES: CacheTimes = { graceMs: 5_000, retryMs: 300 };

/** One document of one client, on its way, open, or failed. */
interface Opening<Opened> {
  readonly promise: Promise<Opened>;
  state: 'opening' | 'open' | 'failed';
  users: number;
  cancel: CancelTimer;
}

/**
 * The documents of one client that components show.
 * Invariant: a document is opened once, however many ask and however often they render; it is left when nobody has
 * shown it for a while. That a rendering may never come to the screen is why asking alone holds a document only as long
 * as that.
 */
export class DocumentCache<Opened> {
  readonly #client: OpeningClient<Opened>;
  readonly #timers: Timers;
  readonly #times: CacheTimes;
  readonly #openings = new Map<string, Opening<Opened>>();

  constructor(client: OpeningClient<Opened>, timers: Timers, times: CacheTimes) {
    this.#client = client;
    this.#timers = timers;
    this.#times = times;
  }

  /** The document on its way: for one opening always the same promise. */
  ask(name: string): Promise<Opened> {
    const opening = this.#openings.get(name) ?? this.#open(name);
    this.#expire(name, opening);
    return opening.promise;
  }

  /**
   * Holds what was asked for, from when it is on the screen. Undefined if it has been let go since: then it has to be
   * asked for again.
   */
  hold(name: string, promise: Promise<Opened>): (() => void) | undefined {
    const opening = this.#openings.get(name);
    if (opening?.promise !== promise) return undefined;
    opening.users += 1;
    opening.cancel();
    return () => {
      opening.users -= 1;
      this.#expire(name, opening);
    };
  }

  #open(name: string): Opening<Opened> {
    const opening: Opening<Opened> = {
      promise: this.#client.open(name),
      state: 'opening',
      users: 0,
      cancel: () => {},
    };
    this.#openings.set(name, opening);
    const settle = (state: 'open' | 'failed') => () => {
      opening.state = state;
      this.#expire(name, opening);
    };
    opening.promise.then(settle('open'), settle('failed'));
    return opening;
  }

  /** Sets the time, from now, after which an opening that nobody holds is let go. */
  #expire(name: string, opening: Opening<Opened>): void {
    opening.cancel();
    if (opening.users > 0 || opening.state === 'opening') return;
    const isOpen = opening.state === 'open';
    opening.cancel = this.#timers.after(isOpen ? this.#times.graceMs : this.#times.retryMs, () => {
      this.#openings.delete(name);
      if (isOpen) this.#client.leave(name);
    });
  }
}
