import type { Observer, Subscription } from 'xstate';

export interface ActorViewsOptions {
  /** The snapshot of the actor that runs. */
  readonly present: () => unknown;
  /** Where errors go that no observer takes. */
  readonly unheard: (error: unknown) => void;
}

type End = { readonly kind: 'complete' } | { readonly kind: 'error'; readonly error: unknown };

/**
 * What the observers of an actor see and hear, whichever actor runs behind it: its snapshots, or one of the past and
 * nothing of the present.
 *
 * Invariant: an observer that was kept waiting is told once when the wait is over. Observers stay when the actor ends,
 * because it may be put back to where it had not.
 */
export class ActorViews {
  readonly #options: ActorViewsOptions;
  /** Replaced rather than changed: who is told is who observed when the telling began. */
  #observers: readonly Observer<unknown>[] = [];
  #past: { readonly snapshot: unknown } | undefined;
  #held = 0;
  #hasMissed = false;
  #end: End | undefined;
  #hasToldEnd = false;

  constructor(options: ActorViewsOptions) {
    this.#options = options;
  }

  getSnapshot(): unknown {
    return this.#past === undefined ? this.#options.present() : this.#past.snapshot;
  }

  subscribe(observer: Observer<unknown>): Subscription {
    const own: Observer<unknown> = { ...observer };
    this.#observers = [...this.#observers, own];
    // As XState does with who comes too late.
    if (this.#end !== undefined && this.#past === undefined) this.#tellEnd([own], this.#end);
    return {
      unsubscribe: () => {
        this.#observers = this.#observers.filter((each) => each !== own);
      },
    };
  }

  /** Another actor runs, or the same one again. */
  begin(): void {
    this.#end = undefined;
    this.#hasToldEnd = false;
  }

  next(): void {
    if (this.#past !== undefined) return;
    if (this.#held > 0) this.#hasMissed = true;
    else this.#tell();
  }

  end(end: End): void {
    this.#end = end;
    if (this.#held === 0 && this.#past === undefined) this.#tellEndOnce();
  }

  /** Shows a snapshot of the past, or with undefined the present. */
  show(past: { readonly snapshot: unknown } | undefined): void {
    this.#past = past;
    this.#tell();
    if (past === undefined) this.#tellEndOnce();
  }

  hold(run: () => void): void {
    this.#held += 1;
    try {
      run();
    } finally {
      this.#held -= 1;
      if (this.#held === 0 && this.#past === undefined) {
        if (this.#hasMissed) this.#tell();
        this.#tellEndOnce();
      }
    }
  }

  #tell(): void {
    this.#hasMissed = false;
    const snapshot = this.getSnapshot();
    for (const observer of this.#observers) this.#tellOne(observer, snapshot);
  }

  #tellEndOnce(): void {
    if (this.#end === undefined || this.#hasToldEnd) return;
    this.#hasToldEnd = true;
    this.#tellEnd(this.#observers, this.#end);
  }

  #tellEnd(observers: readonly Observer<unknown>[], end: End): void {
    if (end.kind === 'complete') {
      for (const observer of observers) this.#attempt(() => observer.complete?.());
      return;
    }
    const { error } = end;
    for (const observer of observers) this.#attempt(() => observer.error?.(error));
    if (observers.some((observer) => observer.error !== undefined)) return;
    this.#options.unheard(error);
  }

  #tellOne(observer: Observer<unknown>, snapshot: unknown): void {
    try {
      observer.next?.(snapshot);
    } catch (error) {
      this.#options.unheard(error);
    }
  }

  #attempt(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#options.unheard(error);
    }
  }
}
