import type { EventSourceLike } from '@statehouse/kernel/live';

type Listener = Parameters<EventSourceLike['addEventListener']>[1];

/** An EventSource without a network: the test plays the server. */
export class FakeEventSource implements EventSourceLike {
  readonly url: string;
  isClosed = false;
  readonly #listeners: (readonly [string, Listener])[] = [];

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push([type, listener]);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The browser tells the page something. */
  tell(type: string, event: Parameters<Listener>[0] = {}): void {
    for (const [heard, listener] of this.#listeners) if (heard === type) listener(event);
  }
}
