import type { Draft } from '@reduxjs/toolkit';
import { type CancelTimer, type StatehouseError, systemTimers, type Timers } from '@statehouse/kernel';
import type { ConnectionStatus } from '@statehouse/kernel/live';
import { liveError } from './errors.ts';
import type { LiveConnection } from './live-connection.ts';

/** What is used of what RTK Query hands to `onCacheEntryAdded`. */
export interface CacheEntryLife<Data> {
  readonly cacheDataLoaded: PromiseLike<unknown>;
  readonly cacheEntryRemoved: PromiseLike<void>;
  updateCachedData(
    // biome-ignore lint/suspicious/noConfusingVoidType: a recipe that answers nothing is what is usual here
    recipe: (draft: Draft<Data>) => void | Data | Draft<Data>,
  ): unknown;
}

export interface StreamOptions<Data, Arg, Message, Life extends CacheEntryLife<Data> = CacheEntryLife<Data>> {
  /** The connection of one cached argument. */
  readonly connect: (arg: Arg, life: Life) => LiveConnection<Message>;
  /**
   * Brings a message into what the server has said, by changing the draft or by answering other data. A message may say what the data has
   * already: it says what is there, not by how much it differs.
   */
  readonly receive: (
    draft: Draft<Data>,
    message: Message,
    arg: Arg,
    // biome-ignore lint/suspicious/noConfusingVoidType: a function that answers nothing is what is usual here
  ) => void | Data | Draft<Data>;
  /** Told how the connection stands. */
  readonly onStatus?: (status: ConnectionStatus, arg: Arg, life: Life) => void;
  /** The connection is open again after it was lost. What was said meanwhile is missing unless the server says it now: ask anew. */
  readonly onReopened?: (arg: Arg, life: Life) => void;
  /** Told of messages that could not be read or applied, and of an end that nobody here wanted. Left out: the console is. */
  readonly onError?: (error: StatehouseError) => void;
  /** Messages are gathered for so long and applied as one change; each by itself unless told. */
  readonly batchMs?: number;
  readonly timers?: Timers;
  /** For errors. */
  readonly endpoint?: string;
}

/**
 * Streams messages into a cached query, as its `onCacheEntryAdded`. The connection is opened with the entry, so that nothing is missed
 * while it is first asked for; it is closed when the entry goes. Under optimistic layers a stream writes what they lie over.
 */
export function streamInto<Data, Arg, Message, Life extends CacheEntryLife<Data> = CacheEntryLife<Data>>(
  options: StreamOptions<Data, Arg, Message, Life>,
): (arg: Arg, life: Life) => Promise<void> {
  return async (arg, life) => {
    const inflow = new Inflow(options, arg, life);
    const close = inflow.open();
    // It is rejected when the entry goes before it was ever filled.
    life.cacheDataLoaded.then(
      () => inflow.begin(),
      () => {},
    );
    await life.cacheEntryRemoved;
    inflow.end();
    close();
  };
}

/**
 * Messages on their way into one entry.
 *
 * Invariant: a message waits until the entry has data, and is applied once, in the order in which it came; after `end` none is.
 */
class Inflow<Data, Arg, Message, Life extends CacheEntryLife<Data>> {
  readonly #options: StreamOptions<Data, Arg, Message, Life>;
  readonly #arg: Arg;
  readonly #life: Life;
  #waiting: Message[] = [];
  #isFilled = false;
  #isOver = false;
  #wasOpen = false;
  #flushing: CancelTimer | undefined;

  constructor(options: StreamOptions<Data, Arg, Message, Life>, arg: Arg, life: Life) {
    this.#options = options;
    this.#arg = arg;
    this.#life = life;
  }

  open(): () => void {
    return this.#options.connect(this.#arg, this.#life).open({
      received: (message) => this.#receive(message),
      unreadable: (cause) => this.#tell(cause),
      statusChanged: (status) => this.#noteStatus(status),
      ended: (reason, isInOrder) => {
        if (!isInOrder) this.#report(liveError('live-ended', { endpoint: this.#endpoint, reason }));
      },
    });
  }

  /** The entry has data. */
  begin(): void {
    this.#isFilled = true;
    this.#flush();
  }

  end(): void {
    this.#isOver = true;
    this.#waiting = [];
    this.#flushing?.();
    this.#options.onStatus?.({ kind: 'idle' }, this.#arg, this.#life);
  }

  get #endpoint(): string {
    return this.#options.endpoint ?? 'the cache';
  }

  #receive(message: Message): void {
    if (this.#isOver) return;
    this.#waiting.push(message);
    if (!this.#isFilled) return;
    const { batchMs, timers = systemTimers } = this.#options;
    if (batchMs === undefined) this.#flush();
    else this.#flushing ??= timers.after(batchMs, () => this.#flush());
  }

  #flush(): void {
    this.#flushing = undefined;
    const messages = this.#waiting;
    this.#waiting = [];
    if (messages.length === 0 || this.#isOver) return;
    for (const message of messages.length === 1 || !this.#applyAll(messages) ? messages : [])
      this.#apply(message);
  }

  /** One change for all; none if one of them throws. */
  #applyAll(messages: readonly Message[]): boolean {
    // What answers other data cannot go on in the same draft.
    let isWhole = true;
    try {
      this.#life.updateCachedData((draft) => {
        for (const message of messages) {
          if (this.#options.receive(draft, message, this.#arg) === undefined) continue;
          isWhole = false;
          throw new NotAsOne();
        }
      });
    } catch {
      isWhole = false;
    }
    return isWhole;
  }

  #apply(message: Message): void {
    try {
      this.#life.updateCachedData((draft) => this.#options.receive(draft, message, this.#arg));
    } catch (cause) {
      this.#tell(cause);
    }
  }

  #noteStatus(status: ConnectionStatus): void {
    if (this.#isOver) return;
    this.#options.onStatus?.(status, this.#arg, this.#life);
    if (status.kind !== 'open') return;
    if (this.#wasOpen) this.#options.onReopened?.(this.#arg, this.#life);
    this.#wasOpen = true;
  }

  #tell(cause: unknown): void {
    this.#report(liveError('live-bad-message', { endpoint: this.#endpoint }, { cause }));
  }

  #report(error: StatehouseError): void {
    const { onError = (told) => console.error(told) } = this.#options;
    onError(error);
  }
}

/** Takes back what has been applied to a draft. */
class NotAsOne extends Error {}
