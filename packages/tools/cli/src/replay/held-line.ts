import { type DeliveredEntry, encodeServerMessage, parseServerMessage } from '@statehouse/protocol';
import type { Connect, Socket, SocketHandlers } from '@statehouse/sync';

/**
 * A line to the server on which deliveries wait until they are released. Frames that carry entries (`opened`,
 * `deliver`) are cut where the release ends; the server could have cut them there as well. All other frames pass.
 *
 * Invariant: the client has been handed exactly the entries up to `passed`, and those up to `received` have arrived.
 */
export class HeldLine {
  readonly #dial: Connect;
  readonly #waiting: { readonly version: number; readonly done: () => void }[] = [];
  #held: DeliveredEntry[] = [];
  #document = '';
  #limit = Number.POSITIVE_INFINITY;
  #passed = 0;
  #received = 0;
  #handlers: SocketHandlers | undefined;
  #onCut: (code: number) => void = () => {};

  constructor(dial: Connect) {
    this.#dial = dial;
  }

  /** Dials through this line: the `connect` of a client's environment. */
  readonly connect: Connect = (url, handlers): Socket => {
    this.#handlers = handlers;
    return this.#dial(url, {
      opened: () => handlers.opened(),
      received: (text) => this.#take(text),
      closed: (code) => {
        handlers.closed(code);
        this.#onCut(code);
      },
    });
  };

  /** The version up to which the client has been handed entries. */
  get passed(): number {
    return this.#passed;
  }

  /** The version up to which entries have arrived. */
  get received(): number {
    return this.#received;
  }

  /** Is told when the line breaks. */
  set onCut(listener: (code: number) => void) {
    this.#onCut = listener;
  }

  /** From now on nothing passes until it is released. */
  hold(): void {
    this.#limit = this.#passed;
  }

  /** Hands on what has arrived up to this version, and lets the rest of it pass when it comes. */
  release(version: number): void {
    if (version <= this.#limit) return;
    this.#limit = version;
    this.#passOn();
  }

  /** Fulfilled when everything up to this version has arrived, held or not. */
  whenReceived(version: number): Promise<void> {
    if (this.#received >= version) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ version, done }));
  }

  #take(text: string): void {
    const message = parseServerMessage(text);
    if (message.kind === 'deliver') {
      for (const entry of message.entries) if (entry.version > this.#received) this.#held.push(entry);
      this.#reach(message.to);
      this.#passOn();
      return;
    }
    if (message.kind !== 'opened') {
      this.#handlers?.received(text);
      return;
    }
    const limit = Math.max(message.from, this.#limit);
    const entries = message.entries.filter(({ version }) => version <= limit);
    this.#document = message.document;
    this.#held = message.entries.filter(({ version }) => version > limit);
    this.#passed = Math.min(limit, message.to);
    this.#handlers?.received(encodeServerMessage({ ...message, to: this.#passed, entries }));
    this.#reach(message.to);
  }

  #passOn(): void {
    const to = Math.min(this.#limit, this.#received);
    if (to <= this.#passed) return;
    const from = this.#passed;
    const entries = this.#held.splice(0, to - from);
    this.#passed = to;
    this.#handlers?.received(
      encodeServerMessage({ kind: 'deliver', document: this.#document, from, to, entries }),
    );
  }

  #reach(version: number): void {
    this.#received = Math.max(this.#received, version);
    for (let index = this.#waiting.length - 1; index >= 0; index -= 1) {
      const waiting = this.#waiting[index];
      if (waiting === undefined || waiting.version > this.#received) continue;
      this.#waiting.splice(index, 1);
      waiting.done();
    }
  }
}
