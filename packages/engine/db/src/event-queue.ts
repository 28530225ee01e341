/**
 * Tells listeners of events, one event at a time and each to all listeners, in the order in which they were put in;
 * a listener that causes another event hears of it after the one under way. A listener that throws does not keep the
 * others from hearing; the first error is thrown when the queue is empty.
 */
export class EventQueue<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  /** Boxed, so that an event may be `undefined`. */
  readonly #waiting: { readonly event: Event }[] = [];
  #telling = false;

  subscribe(listener: (event: Event) => void): () => void {
    const own = (event: Event): void => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  tell(event: Event): void {
    this.#waiting.push({ event });
    if (this.#telling) return;
    this.#telling = true;
    const errors: unknown[] = [];
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      for (const listener of [...this.#listeners]) {
        if (!this.#listeners.has(listener)) continue;
        try {
          listener(next.event);
        } catch (error) {
          errors.push(error);
        }
      }
    }
    this.#telling = false;
    if (errors.length > 0) throw errors[0];
  }
}
