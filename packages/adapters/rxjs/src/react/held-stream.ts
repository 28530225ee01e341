import type { CancelTimer, Timers } from '@statehouse/kernel';
import { type Observable, Subscription } from 'rxjs';

/** What a component sees of a stream. */
export type Seen<Value> =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown };

const NOTHING = { kind: 'nothing' } as const;

/** A rendering that has not come to the screen after so long is taken to be given up. */
export const GRACE_MS = 1_000;

/**
 * One stream as components show it.
 *
 * Invariant: it is listened to once, from when somebody first renders it until nobody has shown it for a while; what it
 * sends meanwhile is kept, so nothing is missed between rendering and the screen.
 */
export class HeldStream<Value> {
  readonly #stream: Observable<Value>;
  readonly #timers: Timers;
  readonly #views = new Set<() => void>();
  #listening = Subscription.EMPTY;
  #cancel: CancelTimer = () => {};
  #isHeld = false;
  #seen: Seen<Value> = NOTHING;

  constructor(stream: Observable<Value>, timers: Timers) {
    this.#stream = stream;
    this.#timers = timers;
  }

  /** Somebody renders it: it is listened to from now on, for as long as it takes to come to the screen. */
  readonly render = (): this => {
    if (!this.#isHeld) {
      this.#seen = NOTHING;
      this.#listen();
    }
    if (this.#views.size === 0) this.#expire();
    return this;
  };

  readonly read = (): Seen<Value> => this.#seen;

  /** It is on the screen. Answers with the way to take it off. */
  readonly subscribe = (changed: () => void): (() => void) => {
    const view = () => changed();
    this.#views.add(view);
    this.#cancel();
    // The rendering took longer than anybody waits; what it has shown stays until there is something new.
    if (!this.#isHeld) this.#listen();
    return () => {
      this.#views.delete(view);
      // Strict mode and a change of places come back at once.
      if (this.#views.size === 0) this.#expire();
    };
  };

  #listen(): void {
    this.#isHeld = true;
    this.#listening = this.#stream.subscribe({
      next: (value) => this.#become({ kind: 'value', value }),
      error: (error: unknown) => this.#become({ kind: 'failed', error }),
    });
  }

  #become(seen: Seen<Value>): void {
    const isSame =
      seen.kind === 'value' && this.#seen.kind === 'value' && Object.is(seen.value, this.#seen.value);
    if (isSame) return;
    this.#seen = seen;
    for (const view of [...this.#views]) view();
  }

  #expire(): void {
    this.#cancel();
    this.#cancel = this.#timers.after(GRACE_MS, () => {
      this.#listening.unsubscribe();
      this.#isHeld = false;
    });
  }
}
